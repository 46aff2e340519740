import{translatedGaps,translation}from"./chunk-Q6DWL4Z2.mjs";import"./chunk-ZXZ4GN45.mjs";export{translatedGaps,translation};
