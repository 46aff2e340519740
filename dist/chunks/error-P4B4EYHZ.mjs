import{ImageError}from"./chunk-7U7YEB64.mjs";import"./chunk-ZXZ4GN45.mjs";export{ImageError};
