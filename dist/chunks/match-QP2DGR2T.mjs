import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{matchBaseline}from"./chunk-B3CG7AD7.mjs";import"./chunk-S6OTM4IS.mjs";import"./chunk-EX4FAZPK.mjs";import"./chunk-VZL2EERJ.mjs";export{matchBaseline};
