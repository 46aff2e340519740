import{jsonReporter}from"./chunk-UP3PYG7S.mjs";import"./chunk-ZXHCYNCI.mjs";import"./chunk-ZXZ4GN45.mjs";export{jsonReporter};
