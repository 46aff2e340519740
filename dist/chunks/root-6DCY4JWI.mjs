import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{findRoot}from"./chunk-HUOCPZXC.mjs";import"./chunk-POZH2LFJ.mjs";import"./chunk-EX4FAZPK.mjs";import"./chunk-VZL2EERJ.mjs";export{findRoot};
