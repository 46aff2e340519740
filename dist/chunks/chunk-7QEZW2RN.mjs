import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{lockFile,openLock}from"./chunk-BDFEEILH.mjs";import{UserError}from"./chunk-6F5ZU6OS.mjs";async function readLock(reader,options){let text=reader.text(lockFile);if(text===void 0)return;let{validateLock}=await import("./validate-FFBUFWGJ.mjs"),{entries,problems}=validateLock(text,options);if(problems.length>0)throw new UserError(problems.map(({line,message})=>`${lockFile}:${line}: ${message}`).join(`
`));return openLock(entries)}export{readLock};
