import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{jsonLine}from"./chunk-LRLEVGBS.mjs";import"./chunk-BQT4TMW2.mjs";function baselineText(entries){let lines=entries.map(({rule,severity,unit,object:{group,kind,namespace,name},file,fingerprint,count})=>({order:JSON.stringify([file,rule,unit,kind,namespace,name,group,fingerprint,severity]),line:jsonLine({rule,severity,unit,object:{group,kind,namespace,name},file,fingerprint,...count===void 0?{}:{count}})})).sort((a,b)=>a.order<b.order?-1:1).map(({line})=>`    ${line}`);return`{
  "schemaVersion": "1",
  "findings": ${lines.length===0?"[]":`[
${lines.join(`,
`)}
  ]`}
}
`}export{baselineText};
