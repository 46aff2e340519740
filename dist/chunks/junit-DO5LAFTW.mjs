import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{junitReporter}from"./chunk-NREHDYH5.mjs";import"./chunk-UWD4OODY.mjs";import"./chunk-N2UI2CGV.mjs";import"./chunk-5NX5RRCA.mjs";import"./chunk-UECLPF67.mjs";import"./chunk-BQT4TMW2.mjs";export{junitReporter};
