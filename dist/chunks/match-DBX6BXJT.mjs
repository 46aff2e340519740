import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{matchBaseline}from"./chunk-UGXBDH27.mjs";import"./chunk-S6OTM4IS.mjs";import"./chunk-UECLPF67.mjs";import"./chunk-BQT4TMW2.mjs";export{matchBaseline};
