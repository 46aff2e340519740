import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{findRoot}from"./chunk-MBERSZGW.mjs";import"./chunk-UECLPF67.mjs";import"./chunk-PGBZ4YFT.mjs";import"./chunk-BQT4TMW2.mjs";export{findRoot};
