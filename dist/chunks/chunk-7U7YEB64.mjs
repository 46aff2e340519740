var ImageError=class extends Error{code;constructor(code,message,options={}){super(message,options),this.name="ImageError",this.code=code}};export{ImageError};
