import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{cloneObjects}from"./chunk-EIJSWKN4.mjs";import"./chunk-3Q4FDWFV.mjs";import"./chunk-IJPANQ3Z.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-SMYEYOWS.mjs";import"./chunk-BQT4TMW2.mjs";export{cloneObjects};
