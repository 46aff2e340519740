import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{findRoot,isInside,toRelative}from"./chunk-IQQLOQIH.mjs";import"./chunk-EX4FAZPK.mjs";import"./chunk-VZL2EERJ.mjs";export{findRoot,isInside,toRelative};
