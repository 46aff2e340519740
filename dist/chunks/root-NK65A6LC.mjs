import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{findRoot}from"./chunk-VMNAIJMP.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-SMYEYOWS.mjs";import"./chunk-BQT4TMW2.mjs";export{findRoot};
