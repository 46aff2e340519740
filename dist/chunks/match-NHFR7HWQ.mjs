import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{isJudged,matchBaseline}from"./chunk-NNZPC5DZ.mjs";import"./chunk-GMLNFUXU.mjs";import"./chunk-6F5ZU6OS.mjs";import"./chunk-BQT4TMW2.mjs";export{isJudged,matchBaseline};
