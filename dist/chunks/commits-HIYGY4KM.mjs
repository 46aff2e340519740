import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{commitIfAny,commitOf,mergeBase}from"./chunk-UEV5N2W4.mjs";import"./chunk-LZFT3NRJ.mjs";import"./chunk-IJPANQ3Z.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-SMYEYOWS.mjs";import"./chunk-BQT4TMW2.mjs";export{commitIfAny,commitOf,mergeBase};
