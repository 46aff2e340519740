import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{ImageError}from"./chunk-5OVFZTC7.mjs";import"./chunk-BQT4TMW2.mjs";export{ImageError};
