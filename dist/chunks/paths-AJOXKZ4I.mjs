import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{isContent,isInside,toRelative}from"./chunk-PGBZ4YFT.mjs";import"./chunk-BQT4TMW2.mjs";export{isContent,isInside,toRelative};
