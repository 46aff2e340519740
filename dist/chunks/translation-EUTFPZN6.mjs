import{translatedGaps,translation}from"./chunk-2WOADNEZ.mjs";import"./chunk-ZXZ4GN45.mjs";export{translatedGaps,translation};
