import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{cloneObjects}from"./chunk-Y2OUHJE6.mjs";import"./chunk-QDVW2FBH.mjs";import"./chunk-33GIZ5VO.mjs";import"./chunk-UECLPF67.mjs";import"./chunk-BQT4TMW2.mjs";export{cloneObjects};
