import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{cycloneDxVexReporter}from"./chunk-E2BROBRB.mjs";import"./chunk-J5PDSQNA.mjs";import"./chunk-EYCBO3X3.mjs";import"./chunk-YALLAZOK.mjs";import"./chunk-T3QARZRX.mjs";import"./chunk-LRLEVGBS.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-BQT4TMW2.mjs";export{cycloneDxVexReporter};
