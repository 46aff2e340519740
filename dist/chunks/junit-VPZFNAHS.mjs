import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{junitReporter}from"./chunk-5KU6XFKG.mjs";import"./chunk-BC3UQWEP.mjs";import"./chunk-H2Y6Y6B5.mjs";import"./chunk-GMLNFUXU.mjs";import"./chunk-Z5QQ57XB.mjs";import"./chunk-XZZXXIW6.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-BQT4TMW2.mjs";export{junitReporter};
