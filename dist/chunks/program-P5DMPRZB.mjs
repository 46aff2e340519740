import{helpOption,parseCommand}from"./chunk-IUGPSITY.mjs";import{suggestion}from"./chunk-T7HQV6VA.mjs";import"./chunk-IJRHWER4.mjs";import{version}from"./chunk-HNE6UD2Z.mjs";import{visibleLines}from"./chunk-WILSYIFV.mjs";import{UserError}from"./chunk-ADGMGV7X.mjs";import"./chunk-ZXZ4GN45.mjs";function commandHelp(command){let rows=Object.entries({...command.options,help:helpOption}).map(([name,spec])=>[flag(name,spec),describe(spec)]),usage=["policy-gate",command.name,command.positionals,"[flags]"].filter(word=>word!=="").join(" ");return`${command.summary}

Usage: ${usage}

Flags:
${table(rows)}`}function overview(commands2){let rows=commands2.map(command=>[`${command.name} ${command.positionals}`,command.summary]);return`policy-gate decides whether a change to a Kubernetes or GitOps repository may merge.

Usage: policy-gate <command> [flags]

Commands:
${table(rows)}
Exit codes: 0 pass or warn, 1 the gate failed, 2 wrong usage or configuration, 3 scan error or timeout.
More about a command: policy-gate <command> --help
`}function flag(name,spec){let value=spec.type==="string"?` <${spec.value??name}>`:"";return`${spec.short===void 0?"    ":`-${spec.short}, `}--${name}${value}`}function describe(spec){let notes=[spec.choices?.join(", "),spec.multiple===!0?"may repeat":void 0].filter(note=>note!==void 0);return notes.length===0?spec.description:`${spec.description} (${notes.join("; ")})`}function table(rows){let width=Math.max(...rows.map(([left])=>left.length));return rows.map(([left,right])=>`  ${left.padEnd(width)}  ${right}
`).join("")}var commands={scan:async()=>(await import("./scan-GIANYQPL.mjs")).scanCommand,check:async()=>(await import("./check-XBZTI4YE.mjs")).checkCommand,diff:async()=>(await import("./diff-2QDRJCKB.mjs")).diff,merge:async()=>(await import("./merge-OJPTEHVD.mjs")).merge,units:async()=>(await import("./units-5CUODBZ6.mjs")).units,images:async()=>(await import("./images-BIMRVJVR.mjs")).images,rules:async()=>(await import("./rules-27OBXYZP.mjs")).rules,explain:async()=>(await import("./explain-4BJLXV2R.mjs")).explain,baseline:async()=>(await import("./baseline-7NM55JF6.mjs")).baseline,trivy:async()=>(await import("./trivy-4EX6HCYB.mjs")).trivy,init:async()=>(await import("./init-DMBPNSZL.mjs")).init,doctor:async()=>(await import("./doctor-JZ4XTZQU.mjs")).doctor},names=Object.keys(commands);async function run(words,io){try{let[name,...rest]=words;if(name===void 0||name==="--help"||name==="-h"||name==="help"){let asked=Object.hasOwn(commands,rest[0]??"")?commands[rest[0]]:void 0;if(asked===void 0&&rest[0]!==void 0&&name==="help")throw unknownCommand(rest[0]);return io.out(asked===void 0?overview(await Promise.all(names.map(each=>commands[each]()))):commandHelp(await asked())),name===void 0?2:0}if(name==="--version"||name==="-V")return io.out(`${version}
`),0;let load=Object.hasOwn(commands,name)?commands[name]:void 0;if(load===void 0)throw unknownCommand(name);let command=await load(),args=parseCommand(command,rest);return args.flag("help")?(io.out(commandHelp(command)),0):await command.run(args,io)}catch(error){let[{languageOf},{translation}]=await Promise.all([import("./language-HM4KFJR2.mjs"),import("./translation-ALSC2IXQ.mjs")]),translate=await translation(languageOf(words,io.cwd));return error instanceof UserError?(io.error(`${visibleLines(translate(error.message)).join(`
`)}
`),error.exitCode):(io.error(`${translate(`policy-gate failed: ${visibleLines(error instanceof Error?error.message:String(error)).join(`
`)}`)}
${translate("This is a fault of policy-gate, not of your files; nothing was judged. Please report it with this text.")}
`),io.env.POLICY_GATE_DEBUG&&io.error(`${error instanceof Error?error.stack:""}
`),3)}}function unknownCommand(name){return new UserError(`There is no command "${name}"; the commands are ${names.join(", ")}.${suggestion(name,names)}`)}export{run};
