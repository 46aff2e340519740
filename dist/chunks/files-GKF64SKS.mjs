import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{isProblem,maxFileBytes,openFiles}from"./chunk-BIEVTKGT.mjs";import"./chunk-JXIHCHTL.mjs";import"./chunk-FAENUBF2.mjs";import"./chunk-IQQLOQIH.mjs";import"./chunk-EX4FAZPK.mjs";import"./chunk-VZL2EERJ.mjs";export{isProblem,maxFileBytes,openFiles};
