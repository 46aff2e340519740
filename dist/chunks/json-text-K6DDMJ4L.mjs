import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{jsonLine,jsonText}from"./chunk-LRLEVGBS.mjs";import"./chunk-BQT4TMW2.mjs";export{jsonLine,jsonText};
