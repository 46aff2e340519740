import{isJudged,matchBaseline}from"./chunk-C6FKG3VL.mjs";import"./chunk-3EAIBPXR.mjs";import"./chunk-ADGMGV7X.mjs";import"./chunk-ZXZ4GN45.mjs";export{isJudged,matchBaseline};
