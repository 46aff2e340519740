import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{isContent,isInside,isProgram,toRelative}from"./chunk-SMYEYOWS.mjs";import"./chunk-BQT4TMW2.mjs";export{isContent,isInside,isProgram,toRelative};
