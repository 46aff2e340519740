import{findRoot}from"./chunk-RFRD6S3H.mjs";import"./chunk-C35LPWW2.mjs";import"./chunk-ADGMGV7X.mjs";import"./chunk-ZXZ4GN45.mjs";export{findRoot};
