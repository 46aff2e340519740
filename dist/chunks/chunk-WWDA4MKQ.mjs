function reportContext({rules,config,sources}){return{rules,language:config.language,readSource(file){let text=sources.text(file);return typeof text=="string"?text:void 0}}}export{reportContext};
