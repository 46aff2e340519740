import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{junitReporter}from"./chunk-WGZ36NZZ.mjs";import"./chunk-HFQGFZND.mjs";import"./chunk-BC3UQWEP.mjs";import"./chunk-YLZARBRX.mjs";import"./chunk-GMLNFUXU.mjs";import"./chunk-XZZXXIW6.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-BQT4TMW2.mjs";export{junitReporter};
