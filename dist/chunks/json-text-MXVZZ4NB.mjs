import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{jsonLine,jsonText}from"./chunk-LRLEVGBS.mjs";import"./chunk-VZL2EERJ.mjs";export{jsonLine,jsonText};
