import{languageOf}from"./chunk-5CRFBTAU.mjs";import"./chunk-KFTFHJD6.mjs";import{suggestion}from"./chunk-T7HQV6VA.mjs";import{readBuiltinPolicies}from"./chunk-USW3OSMU.mjs";import"./chunk-CV33XFAC.mjs";import{distribution}from"./chunk-V6M5AFHN.mjs";import"./chunk-F2TD7FYK.mjs";import"./chunk-RFRD6S3H.mjs";import"./chunk-DYSNURPD.mjs";import"./chunk-T4R3564Y.mjs";import"./chunk-5J6T25IM.mjs";import"./chunk-XRUJJ3VB.mjs";import"./chunk-LSGT7XNI.mjs";import"./chunk-7DKQGJDR.mjs";import"./chunk-KUBGNAWC.mjs";import"./chunk-B6LN7BL2.mjs";import"./chunk-HNE6UD2Z.mjs";import"./chunk-C35LPWW2.mjs";import{UserError,languages}from"./chunk-ADGMGV7X.mjs";import"./chunk-ZXZ4GN45.mjs";const{readFileSync}=process.getBuiltinModule("node:fs");const{join}=process.getBuiltinModule("node:path");function readExamples(folder=join(distribution,"policies")){return JSON.parse(readFileSync(join(folder,"examples.json"),"utf8"))}var words={en:{where:{severity:"Severity",profile:"Profile",scope:"Scope",kinds:"Judges"},remediation:"What to do",parameters:"Parameters",parameterColumns:"| parameter | default | meaning |",bad:"Refused",good:"Accepted",found:"Found",frameworks:"Controls",frameworkColumns:"| framework | controls |",equivalents:"Rules of other projects that mean the same",equivalentColumns:"| project | rules |"},ko:{where:{severity:"심각도",profile:"프로파일",scope:"범위",kinds:"대상"},remediation:"조치 방법",parameters:"파라미터",parameterColumns:"| 파라미터 | 기본값 | 설명 |",bad:"거부되는 예",good:"허용되는 예",found:"검출 위치",frameworks:"통제 항목",frameworkColumns:"| 프레임워크 | 통제 항목 |",equivalents:"다른 도구의 같은 규칙",equivalentColumns:"| 프로젝트 | 규칙 |"}};function rulePage(rule,examples,language){let word=words[language],text=language==="ko"?rule.ko:rule,kinds=rule.kinds.length===0?{}:{kinds:rule.kinds.join(", ")},facts={severity:rule.severity,profile:rule.profile,scope:rule.scope,...kinds};return`${[`# ${rule.id}`,`**${text.title}**`,Object.entries(facts).map(([key,value])=>`${word.where[key]}: \`${value}\``).join(" · "),text.description,`> ${text.message}`,`## ${word.remediation}

${text.remediation}`,table(word.parameters,word.parameterColumns,Object.entries(rule.params).map(([name,{default:value,description}])=>[`\`${name}\``,`\`${JSON.stringify(value)}\``,description])),...examples===void 0?[]:[section(word.bad,examples.bad,word),section(word.good,examples.good,word)],table(word.frameworks,word.frameworkColumns,Object.entries(rule.frameworks).map(([name,ids])=>[name,ids.join(", ")])),table(word.equivalents,word.equivalentColumns,Object.entries(rule.equivalents).map(([name,ids])=>[name,ids.join(", ")]))].filter(part=>part!=="").join(`

`)}
`}function section(title,examples,word){return`## ${title}

${examples.map(example=>exampleText(example,word)).join(`

`)}`}function exampleText({title,manifests,images,files,findings=[],...given},word){let found=findings.length===0?"":`

${word.found}: ${findings.map(finding=>`\`${finding}\``).join(", ")}`,{params={},...context}=given,settings=Object.entries({...params,...context}).map(([key,value])=>`\`${key}: ${show(value)}\``),texts=files===void 0?[fenced("yaml",manifests??images??"")]:Object.entries(files).map(([path,text])=>`\`${path}\`:

${fenced(wordOf(path),text)}`);return`${title}${settings.length===0?"":` (${settings.join(", ")})`}:

${texts.join(`

`)}${found}`}function fenced(language,text){return`\`\`\`${language}
${text.trimEnd()}
\`\`\``}function wordOf(path){let name=path.slice(path.lastIndexOf("/")+1);if(/^(docker|container)file/i.test(name))return"dockerfile";let[ending=""]=/(?<=[^.]\.)\w+$/.exec(name)??[];return ending==="tf"?"hcl":ending}function show(value){return typeof value=="string"?value:JSON.stringify(value)}function table(title,columns,rows){if(rows.length===0)return"";let line=columns.replace(/[^|]+/g,"---");return`## ${title}

${columns}
${line}
${rows.map(row=>`| ${row.map(cell=>cell.replaceAll("|","\\|").replaceAll(`
`," ")).join(" | ")} |`).join(`
`)}`}var explain={name:"explain",summary:"Say what a rule checks, why, how to mend it, with examples.",positionals:"<rule>",options:{lang:{type:"string",choices:languages,description:"Language of the text (default: the configuration)."}},async run(args,io){let{rules}=readBuiltinPolicies(),ids=rules.map(({id})=>id),[wanted,...more]=args.positionals;if(wanted===void 0||more.length>0)throw new UserError("Name one rule, e.g. `policy-gate explain pod-security/privileged`; `policy-gate rules` lists them.");let isOf=({id,scope})=>(scope==="image"||scope==="file")&&wanted.startsWith(`${id}/`),rule=rules.find(({id})=>id===wanted)??rules.find(isOf);if(rule===void 0)throw new UserError(`There is no rule ${wanted}: \`policy-gate rules\` lists them.${suggestion(wanted,ids)}`);return io.out(rulePage(rule,readExamples()[rule.id],args.text("lang")??languageOf([],io.cwd))),0}};export{explain};
