import{jsonLine,jsonText}from"./chunk-ZXHCYNCI.mjs";import"./chunk-ZXZ4GN45.mjs";export{jsonLine,jsonText};
