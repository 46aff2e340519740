import{code,link,prose}from"./chunk-IWEB3HEJ.mjs";import{surfaceOf}from"./chunk-7MHDTHQ6.mjs";import{coverageFacts,severityCounts,verdictSymbols}from"./chunk-H3SV4NY4.mjs";import{comparison,countRows,divideFindings,imageRow,imageSections,imageSentences,listedImages,notEvaluatedGroups,openFindings,ruleTallies,sizeOf,totalOf,unitSections,unitTallies}from"./chunk-ZEE3X3L4.mjs";import{objectNames}from"./chunk-IQZAG4JS.mjs";import{checkName}from"./chunk-3EAIBPXR.mjs";import{neutraliseCommands}from"./chunk-WILSYIFV.mjs";import{severities}from"./chunk-ADGMGV7X.mjs";var severitySymbols={critical:"🟣",high:"🔴",medium:"🟠",low:"🟡",info:"🔵"};function tableRow(cells){return`| ${cells.join(" | ")} |
`}function tableHead(columns){let names2=columns.map(column=>column.replace(/^>/,""));return tableRow(names2)+tableRow(columns.map(column=>column.startsWith(">")?"--:":":--"))}function severityLabel(severity,{words}){let word=words.severity[severity].replace(new RegExp("(?<=\\p{Script=Hangul})(?=\\p{Script=Hangul})","gu"),"&NoBreak;");return`${severitySymbols[severity]}&nbsp;${word}`}function names(list2,limit,{surface}){let shown2=list2.slice(0,limit).map(name=>code(name)).join(", ");return list2.length>limit?`${shown2} ${surface.andMore(list2.length-limit)}`:shown2}function place({location:{file,startLine,precision}},{options}){if(file==="")return"";let line=precision==="file"?void 0:startLine;return link(code(line===void 0?file:`${file}:${line}`),options.sourceLink?.(file,line))}function ruleLink(ruleId,{rules}){return link(code(ruleId),rules.url(ruleId))}function groupLink({ruleId,name},{rules}){return link(code(name),rules.url(ruleId))}function objects(group,limit,writer){let list2=objectNames(group);return list2.length===0?"":names(list2,limit,writer)}function details(summary){return{open:`<details>
<summary>${summary}</summary>

`,close:`</details>

`}}var shown={summary:{waivers:200,baseline:100,notEvaluated:500},comment:{waivers:10,baseline:0,notEvaluated:10}},shownNames=3;function waiverSection(writer){let{report,surface,words,options}=writer,waivers=report.waivers??[];if(waivers.length===0)return[];let isExpired=({status})=>status==="expired",sorted=[...waivers.filter(isExpired),...waivers.filter(waiver=>!isExpired(waiver))],group={open:tableHead([surface.waiver,surface.waiverState,surface.rule,surface.people,surface.why]),rows:sorted.map(waiver=>({count:1,text:()=>{let people=[code(waiver.owner),...waiver.approvedBy.slice(0,shownNames).map(name=>`✓ ${code(name)}`)].join("<br>"),state=`${isExpired(waiver)?"⚠️ ":""}${prose(words.waiverStatus(waiver))}`;return tableRow([code(waiver.id),state,names(waiver.rules,shownNames,writer),people,prose(waiver.reason)])}})),maximum:shown[options.form].waivers,more:left=>`
${surface.moreRows(left)}
`,close:`
`};return[{...details(`<strong>${surface.counted(surface.sections.waivers,waivers.length)}</strong>`),priority:11,groups:[group],more:left=>`${surface.moreRows(left)}

`}]}function baselineSection(writer){let{report,surface,options}=writer,findings=report.findings.filter(({status})=>status==="baseline"),maximum=shown[options.form].baseline;if(findings.length===0||maximum===0)return[];let group={open:tableHead([surface.severity,surface.rule,surface.where,surface.unit]),rows:findings.map(finding=>({count:1,text:()=>tableRow([severityLabel(finding.severity,writer),groupLink({ruleId:finding.ruleId,name:checkName(finding)},writer),place(finding,writer),code(finding.image?.repository??finding.unit)])})),maximum,more:left=>`
${surface.more(left)}
`,close:`
`};return[{...details(`<strong>${surface.counted(surface.sections.baseline,findings.length)}</strong>`),priority:12,groups:[group],more:left=>`${surface.more(left)}

`}]}function notEvaluatedRow([entry,...alike],writer){let{words,options}=writer,{file,unit,reason,message,line,ruleId}=entry,where=file===""?code(unit):link(code(line===void 0?file:`${file}:${line}`),options.sourceLink?.(file,line)),rule=ruleId===void 0?[]:[ruleLink(ruleId,writer)],more=alike.length===0?[]:[words.alike(alike.length)];return tableRow([where,[words.reason[reason],...rule].join("<br>"),[prose(message),...more].join("<br>")])}function notEvaluatedTable(groups,writer){let{surface,options}=writer;return{open:tableHead([surface.where,surface.reason,surface.message]),rows:groups.map(group=>({count:group.length,text:()=>notEvaluatedRow(group,writer)})),maximum:shown[options.form].notEvaluated,more:left=>`
${surface.moreRows(left)}
`,close:`
`}}function blockingSection(writer){let{blocking}=notEvaluatedGroups(writer.report);if(blocking.length===0)return[];let{surface}=writer;return[{priority:3,open:`### ${surface.counted(surface.sections.blocking,sizeOf(blocking))}

`,groups:[notEvaluatedTable(blocking,writer)],more:left=>`${surface.moreRows(left)}

`,close:""}]}function list(facts){return facts.map(fact=>`- ${prose(fact)}
`).join("")}function coverageSection(writer){let{report,surface,words,options}=writer,{counted}=notEvaluatedGroups(report),{checked,origin}=coverageFacts(report,writer),rest=[...imageSentences(report,writer.image),...origin,`policy-gate ${report.tool.version}, ${surface.policies} ${report.tool.policies.digest}`],table=notEvaluatedTable(counted,writer),heading=`#### ${surface.counted(words.notEvaluated,sizeOf(counted))}

`,frame=details(`<strong>${surface.sections.coverage}</strong>`),isComment=options.form==="comment";return{priority:4,open:isComment?`${checked.map(fact=>prose(fact)).join(" ")}

${frame.open}${list(rest)}
`:`### ${surface.sections.coverage}

${list([...checked,...rest])}
`,groups:counted.length>0?[{...table,open:heading+table.open}]:[],more:left=>`${words.notEvaluated}: ${surface.moreRows(left)}

`,close:isComment?frame.close:""}}var amounts={summary:{repositories:void 0,rows:void 0,images:500,vex:500},comment:{repositories:10,rows:10,images:10,vex:0}},shownNames2=3;function imageFindingSection({heading,findings,priority,collapsed},writer){if(findings.length===0)return[];let{surface,image,options}=writer,title=surface.counted(`${heading}: ${image.images}`,findings.length),frame=collapsed?details(`<strong>${title}</strong>`):{open:`### ${title}

`,close:""},groups=imageSections(findings).map(section=>sectionGroup(section,writer));return[{...frame,priority,groups,maximum:amounts[options.form].repositories,more:left=>`${surface.more(left)}

`}]}function sectionGroup({repository,findings,objects:objects2},writer){let{image,surface,options}=writer,where=[place(findings[0],writer),`${image.runs}: ${names(objects2,shownNames2,writer)}`].filter(part=>part!=="");return{open:`#### ${code(repository)}

${where.join(" · ")}

${tableHead([surface.severity,image.check,image.package,image.installed,image.fixed,`>${image.epss}`,image.exploited])}`,rows:findings.map(finding=>({count:1,rank:severities.indexOf(finding.severity),text:()=>findingRow(finding,writer)})),maximum:amounts[options.form].rows,more:left=>`
${surface.moreOfUnit(left)}
`,close:`
`}}function findingRow(finding,writer){let row=imageRow(finding,writer.image),inPackage=finding.params.package!==void 0,cell=text=>text===""?"":code(text),check=finding.check===void 0?ruleLink(finding.ruleId,writer):link(code(row.check),row.url),fixed=row.fixed===writer.image.noFix?row.fixed:cell(row.fixed);return tableRow([severityLabel(finding.severity,writer),check,inPackage?cell(row.package):prose(row.package),cell(row.installed),fixed,row.epss,row.exploited===""?"":`**${row.exploited}**`])}function vexSection(writer){let{report,surface,image,options}=writer,findings=report.findings.filter(({vex})=>vex!==void 0),maximum=amounts[options.form].vex;if(findings.length===0||maximum===0)return[];let group={open:tableHead([surface.severity,image.check,image.package,image.image,surface.why,surface.file]),rows:findings.map(finding=>({count:1,text:()=>{let row=imageRow(finding,image),why=[row.note,...finding.vex.justification===""?[]:[code(finding.vex.justification)]].join("<br>"),cells=[code(row.check),code(row.package),code(finding.image?.repository??""),why,code(finding.vex.document)];return tableRow([severityLabel(finding.severity,writer),...cells])}})),maximum,more:left=>`
${surface.moreRows(left)}
`,close:`
`};return[{...details(`<strong>${surface.counted(image.vex,findings.length)}</strong>`),priority:13,groups:[group],more:left=>`${surface.moreRows(left)}

`}]}function imageListSection(writer){let{report,surface,image,options}=writer,images=listedImages(report);if(images.length===0)return[];let group={open:tableHead([image.image,surface.waiverState,`>${image.vulnerabilities}`,image.why]),rows:images.map(one=>({count:1,text:()=>imageText(one,writer)})),maximum:amounts[options.form].images,more:left=>`
${surface.moreRows(left)}
`,close:`
`};return[{...details(`<strong>${surface.counted(image.images,images.length)}</strong>`),priority:14,groups:[group],more:left=>`${surface.moreRows(left)}

`}]}function imageText({reference,platform,status,vulnerabilities,problem},{image}){let name=[code(reference),...platform===void 0?[]:[code(platform)]].join(" ");return tableRow([name,`${status==="not-scanned"?"⚠️ ":""}${image.status[status]}`,vulnerabilities===void 0?"":String(vulnerabilities),problem===void 0?"":prose(problem)])}var amounts2={summary:{units:void 0,perUnit:void 0,fixed:500,rules:500},comment:{units:10,perUnit:5,fixed:20,rules:20}},shownNames3=3,shownMessages=3;function findingRow2(group,writer){let{surface,words}=writer,messages=group.messages.slice(0,shownMessages).map(message=>prose(message)),more=group.messages.length>shownMessages?[surface.andMore(group.messages.length-shownMessages)]:[],seen=group.related.filter(({relation})=>relation==="object").slice(0,shownNames3).map(location=>`${words.related} ${place({location},writer)} ${prose(location.message)}`),finding=[...messages,...more,...writer.options.form==="summary"?seen:[],groupLink(group,writer)],where=[place(group,writer),objects(group,shownNames3,writer)].filter(part=>part!=="");return tableRow([severityLabel(group.severity,writer),finding.join("<br>"),where.join("<br>")])}function unitHeading({units,counts},writer){let environments=[...new Set(units.map(unit=>writer.environments.get(unit)??""))].filter(name=>name!=="").sort(),where=environments.length>0?` (${environments.slice(0,shownNames3).map(name=>prose(name)).join(", ")})`:"";return`#### ${names(units,shownNames3,writer)}${where}: ${severityCounts(counts,writer)}

`}function unitGroup(section,writer){let{surface,options}=writer;return{open:unitHeading(section,writer)+tableHead([surface.severity,surface.finding,surface.where]),rows:section.groups.map(group=>({count:group.findings.length,rank:severities.indexOf(group.severity),text:()=>findingRow2(group,writer)})),maximum:amounts2[options.form].perUnit,more:left=>`
${surface.moreOfUnit(left)}
`,close:`
`}}function findingSection({heading,findings,priority,collapsed},writer){if(findings.length===0)return[];let{surface,options}=writer,title=surface.counted(heading,findings.length),frame=collapsed?details(`<strong>${title}</strong>`):{open:`### ${title}

`,close:""},groups=unitSections(findings).map(section=>unitGroup(section,writer)),more=left=>`${surface.more(left)}

`;return[{...frame,priority,groups,maximum:amounts2[options.form].units,more}]}function findingSections(writer){let{report,surface,options}=writer,{open,added,unchanged}=openFindings(report),isComment=options.form==="comment",calm=isComment&&report.verdict==="pass",{findings,new:fresh,unchanged:old}=surface.sections,both=list2=>{let{images,others}=divideFindings(list2.findings);return[...findingSection({...list2,findings:others},writer),...imageFindingSection({...list2,findings:images},writer)]};return comparison(report)===void 0?both({heading:findings,findings:open,priority:6,collapsed:calm}):[...both({heading:fresh,findings:added,priority:6,collapsed:calm}),...both({heading:old,findings:unchanged,priority:9,collapsed:isComment})]}function fixedSection(writer){let fixed=writer.report.change?.fixed??[];if(fixed.length===0)return[];let{surface,options}=writer,group={open:tableHead([surface.severity,surface.finding,surface.unit]),rows:unitSections(fixed).flatMap(({units,groups})=>groups.map(found=>({count:found.findings.length,text:()=>{let what=[prose(found.messages[0]??""),groupLink(found,writer)].join("<br>");return tableRow([severityLabel(found.severity,writer),what,names(units,shownNames3,writer)])}}))),maximum:amounts2[options.form].fixed,more:left=>`
${surface.more(left)}
`,close:`
`};return[{...details(`<strong>${surface.counted(surface.sections.fixed,fixed.length)}</strong>`),priority:10,groups:[group],more:left=>`${surface.more(left)}

`}]}function remedySection(writer){let{report,surface,options,rules}=writer,{open,added}=openFindings(report),tallies=ruleTallies(added.length>0?added:open);if(tallies.length===0)return[];let group={open:tableHead([surface.rule,`>${surface.findings}`,surface.sections.remedies]),rows:tallies.map(({ruleId,severity,findings})=>({count:1,text:()=>{let remedy=rules.text(ruleId)?.remediation??"",rule=`${severityLabel(severity,writer)}<br>${ruleLink(ruleId,writer)}`;return tableRow([rule,String(findings),remedy.trim()===""?"":prose(remedy)])}})),maximum:amounts2[options.form].rules,more:left=>`
${surface.moreRows(left)}
`,close:`
`},title=surface.counted(surface.sections.remedies,tallies.length);return[{...options.form==="comment"?details(`<strong>${title}</strong>`):{open:`### ${title}

`,close:""},priority:7,groups:[group],more:left=>`${surface.moreRows(left)}

`}]}function unitSection(writer){let{report,surface}=writer,tallies=unitTallies(openFindings(report).open);if(tallies.length<2)return[];let group={open:tableHead([surface.unit,surface.environment,...severities.map(severity=>`>${severityLabel(severity,writer)}`)]),rows:tallies.map(({unit,counts})=>({count:1,text:()=>{let environment=writer.environments.get(unit)??"";return tableRow([code(unit),environment===""?"":code(environment),...severities.map(severity=>String(counts[severity]))])}})),maximum:1e3,more:left=>`
${surface.moreRows(left)}
`,close:`
`},clean=report.summary.units-tallies.length;return[{priority:8,open:`### ${surface.counted(surface.sections.units,tallies.length)}

`,groups:[group],more:left=>`${surface.moreRows(left)}

`,close:clean>0?`${surface.cleanUnits(clean)}

`:""}]}var none=()=>"",shownReasons=20,shownFiles=50;function verdictSection({report,words,surface,options}){let{verdict,reasons}=report,name=options.name===void 0||options.name===""?"":code(options.name),mode=options.mode==="warn"&&verdict==="fail"?`${surface.warnMode}

`:"",group={open:"",rows:reasons.map(({message})=>({count:1,text:()=>`${reasons.length>1?"- ":""}**${prose(message)}**
`})),maximum:shownReasons,more:left=>`- ${surface.andMore(left)}
`,close:`
`};return{priority:0,open:`## ${verdictSymbols[verdict]} ${surface.title(words.verdict[verdict],name)}

`,groups:[group],more:none,close:mode}}function countSection(writer){let{report,surface}=writer,{open}=openFindings(report),rows=countRows(report),text=(open.length===0?[surface.noOpen]:comparison(report)!==void 0&&rows[0].total===0?[surface.noNew]:[]).map(sentence=>`${sentence}

`).join(""),table={open:tableHead(["",...severities.map(severity=>`>${severityLabel(severity,writer)}`),`>${surface.total}`]),rows:rows.map(({kind,counts,total:total2})=>({count:0,text:()=>tableRow([surface.count[kind],...severities.map(severity=>String(counts[severity])),`**${total2}**`])})),more:none,close:`
`};return{priority:1,open:text,groups:rows.some(({total:total2})=>total2>0)?[table]:[],more:none,close:""}}function gateSection(writer){let gate=writer.report.change?.gate;if(gate===void 0)return[];let{surface,options}=writer,table={open:tableHead([surface.file,surface.change,surface.heldBy]),rows:gate.files.map(({file,change,role})=>({count:1,text:()=>tableRow([link(code(file),options.sourceLink?.(file)),surface.changeOfFile[change],surface.role[role]])})),maximum:shownFiles,more:left=>`
${surface.moreRows(left)}
`,close:`
`};return[{priority:2,open:`### ⚠️ ${surface.sections.gate}

${surface.gateIntro}

`,groups:[table],more:left=>`${surface.moreRows(left)}

`,close:underHead(gate,writer)}]}function underHead({underHead:head},{surface,words}){if(head===void 0)return"";if("problem"in head)return`${surface.headProblem} ${prose(head.problem)}

${surface.notApplied}

`;let counts=head.findings,text=totalOf(counts)===0?surface.noOpenShort:severityCounts(counts,{words,surface}),verdict=`**${verdictSymbols[head.verdict]} ${words.verdict[head.verdict]}**`;return`${surface.underHead(verdict,text)} ${surface.notApplied}

`}function noticeSection({options,surface}){let notices=options.notices??[];return notices.length===0?[]:[{priority:5,open:"",groups:[{open:`### ${surface.sections.notices}

`,rows:notices.map(({level,message})=>({count:1,text:()=>`- ${level==="warning"?"⚠️":"ℹ️"} ${prose(message)}
`})),maximum:shownFiles,more:left=>`- ${surface.andMore(left)}
`,close:`
`}],more:none,close:""}]}function sizeOf2(text){return{bytes:Buffer.byteLength(text),characters:text.length}}function room(limit){let{bytes,characters}=limit;return{take(...texts){let sizes=texts.map(sizeOf2),needed=sizes.reduce((sum,size)=>sum+size.bytes,0),units=sizes.reduce((sum,size)=>sum+size.characters,0);return needed>bytes||units>characters?!1:(bytes-=needed,characters-=units,!0)}}}function total(rows){return rows.reduce((sum,{count})=>sum+count,0)}function candidates(groups){let all=groups.flatMap(group=>group.rows.slice(0,group.maximum).map(row=>({group,row}))),byRank=Map.groupBy(all,({row})=>row.rank??0);return[...byRank.keys()].sort((a,b)=>a-b).flatMap(rank=>byRank.get(rank))}function shownRows(groups,space){let shown2=new Map;for(let{group,row}of candidates(groups)){let text=row.text(),opened=shown2.get(group),{open,close,more,rows}=group;if(!space.take(text,...opened===void 0?[open,close,more(total(rows))]:[]))break;opened===void 0?shown2.set(group,[text]):opened.push(text)}return shown2}function sectionText({open,groups,maximum,more,close},space){let shown2=shownRows(groups.slice(0,maximum),space),texts=groups.map(group=>{let rows=shown2.get(group);if(rows===void 0)return"";let left2=total(group.rows.slice(rows.length));return`${group.open}${rows.join("")}${left2>0?group.more(left2):""}${group.close}`}),left=groups.reduce((sum,group)=>sum+(shown2.has(group)?0:total(group.rows)),0);return`${open}${texts.join("")}${left>0?more(left):""}${close}`}function everything(sections,limit){let twice=room({bytes:2*limit.bytes,characters:2*limit.characters}),fits=!0,space={take(...texts2){return fits&&=twice.take(...texts2),fits}},texts=[];for(let section of sections)if(texts.push(sectionText(section,space)),!fits)return;let text=texts.join("");return room(limit).take(text)?text:void 0}function layOut(sections,limit){let whole=everything(sections,limit);if(whole!==void 0)return whole;let space=room(limit),kept=[...sections].sort((a,b)=>a.priority-b.priority).filter(({open,close,more,groups,priority})=>{let all=groups.reduce((sum,{rows})=>sum+total(rows),0);return space.take(open,close,all>0?more(all):"")||priority===0}),texts=new Map(kept.map(section=>[section,sectionText(section,space)]));return sections.map(section=>texts.get(section)??"").join("")}var markdownLimits={summary:{bytes:999999,characters:999999},comment:{bytes:262143,characters:65535}};function runSection({options,surface}){return options.form!=="comment"||options.runUrl===void 0?[]:[{priority:15,open:`${link(surface.seeRun,options.runUrl)}
`,groups:[],more:()=>"",close:""}]}function markdownReporter(options){return(report,context)=>{let writer={...surfaceOf(report,context),options},sections=[verdictSection(writer),countSection(writer),...blockingSection(writer),...gateSection(writer),...noticeSection(writer),...findingSections(writer),...remedySection(writer),...options.form==="summary"?unitSection(writer):[],...fixedSection(writer),...waiverSection(writer),...baselineSection(writer),...vexSection(writer),...imageListSection(writer),coverageSection(writer),...runSection(writer)],limit={...markdownLimits[options.form],...options.limits};return neutraliseCommands(layOut(sections,limit))}}export{markdownLimits,markdownReporter};
