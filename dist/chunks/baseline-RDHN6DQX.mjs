import{jsonLine}from"./chunk-ZXHCYNCI.mjs";import"./chunk-ZXZ4GN45.mjs";function baselineText(entries){let lines=entries.map(({rule,severity,unit,object:{group,kind,namespace,name},file,fingerprint,count})=>({order:JSON.stringify([file,rule,unit,kind,namespace,name,group,fingerprint,severity]),line:jsonLine({rule,severity,unit,object:{group,kind,namespace,name},file,fingerprint,...count===void 0?{}:{count}})})).sort((a,b)=>a.order<b.order?-1:1).map(({line})=>`    ${line}`);return`{
  "schemaVersion": "1",
  "findings": ${lines.length===0?"[]":`[
${lines.join(`,
`)}
  ]`}
}
`}export{baselineText};
