import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{findRepository,openRepository,remoteUrls}from"./chunk-LZFT3NRJ.mjs";import"./chunk-IJPANQ3Z.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-SMYEYOWS.mjs";import"./chunk-BQT4TMW2.mjs";export{findRepository,openRepository,remoteUrls};
