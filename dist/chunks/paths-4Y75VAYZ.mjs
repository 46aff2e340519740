import{isContent,isInside,isProgram,toRelative}from"./chunk-C35LPWW2.mjs";import"./chunk-ZXZ4GN45.mjs";export{isContent,isInside,isProgram,toRelative};
