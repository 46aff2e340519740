import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var ImageError=class extends Error{code;constructor(code,message,options={}){super(message,options),this.name="ImageError",this.code=code}};export{ImageError};
