import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{filesAt,isProblem,maxFileBytes,openFiles}from"./chunk-2OMVXHWD.mjs";import"./chunk-JXIHCHTL.mjs";import"./chunk-FAENUBF2.mjs";import"./chunk-POZH2LFJ.mjs";import"./chunk-EX4FAZPK.mjs";import"./chunk-VZL2EERJ.mjs";export{filesAt,isProblem,maxFileBytes,openFiles};
