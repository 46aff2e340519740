import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{findRepository,openRepository,remoteUrls}from"./chunk-IWKRIHCN.mjs";import"./chunk-33GIZ5VO.mjs";import"./chunk-UECLPF67.mjs";import"./chunk-PGBZ4YFT.mjs";import"./chunk-BQT4TMW2.mjs";export{findRepository,openRepository,remoteUrls};
