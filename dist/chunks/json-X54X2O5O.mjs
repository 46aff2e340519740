import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{jsonReporter}from"./chunk-33BFYRNH.mjs";import"./chunk-LRLEVGBS.mjs";import"./chunk-BQT4TMW2.mjs";export{jsonReporter};
