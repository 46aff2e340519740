import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{version}from"./chunk-TFDQOHPH.mjs";import{visibleLines}from"./chunk-5NX5RRCA.mjs";import{suggestion}from"./chunk-DY6CQKNV.mjs";import{UserError}from"./chunk-EX4FAZPK.mjs";import"./chunk-VZL2EERJ.mjs";import{parseArgs}from"node:util";var helpOption={type:"boolean",short:"h",description:"Show this help."};function parseCommand(command,words){let options={...command.options,help:helpOption},{tokens,values,positionals}=parseArgs({args:words,options,strict:!1,allowPositionals:!0,tokens:!0}),problems=[];command.positionals===""&&positionals.length>0&&problems.push(`\`policy-gate ${command.name}\` takes no words, but "${positionals.join(" ")}" follows.`);for(let token of tokens){if(token.kind!=="option")continue;let spec=Object.hasOwn(options,token.name)?options[token.name]:void 0;spec===void 0?problems.push(`Unknown flag ${token.rawName}.${suggestion(token.name,Object.keys(options)).replace('"','"--')}`):spec.type==="string"&&(token.value===void 0||token.value==="")?problems.push(`${token.rawName} needs a value${spec.choices===void 0?"":`: ${spec.choices.join(", ")}`}.`):spec.type==="string"&&token.inlineValue===!1&&/^-./.test(token.value)?problems.push(`${token.rawName} needs a value, but ${token.value} follows; if that is the value, write ${token.rawName}=${token.value}.`):spec.type==="boolean"&&token.value!==void 0?problems.push(`${token.rawName} takes no value.`):spec.choices!==void 0&&!spec.choices.includes(token.value)&&problems.push(`${token.rawName} is "${token.value}", but must be one of ${spec.choices.join(", ")}.${suggestion(token.value,spec.choices)}`)}if(problems.length>0)throw new UserError(`${problems.join(`
`)}
See \`policy-gate ${command.name} --help\`.`);let texts=name=>[values[name]??[]].flat().map(String);return{positionals,texts,text:name=>texts(name).at(-1),flag:name=>values[name]===!0}}function commandHelp(command){let rows=Object.entries({...command.options,help:helpOption}).map(([name,spec])=>[flag(name,spec),describe(spec)]);return`${command.summary}

Usage: policy-gate ${command.name} ${command.positionals} [flags]

Flags:
${table(rows)}`}function overview(commands2){let rows=commands2.map(command=>[`${command.name} ${command.positionals}`,command.summary]);return`policy-gate decides whether a change to a Kubernetes or GitOps repository may merge.

Usage: policy-gate <command> [flags]

Commands:
${table(rows)}
Exit codes: 0 pass or warn, 1 the gate failed, 2 wrong usage or configuration, 3 scan error or timeout.
More about a command: policy-gate <command> --help
`}function flag(name,spec){let value=spec.type==="string"?` <${spec.value??name}>`:"";return`${spec.short===void 0?"    ":`-${spec.short}, `}--${name}${value}`}function describe(spec){let notes=[spec.choices?.join(", "),spec.multiple===!0?"may repeat":void 0].filter(note=>note!==void 0);return notes.length===0?spec.description:`${spec.description} (${notes.join("; ")})`}function table(rows){let width=Math.max(...rows.map(([left])=>left.length));return rows.map(([left,right])=>`  ${left.padEnd(width)}  ${right}
`).join("")}var commands={scan:async()=>(await import("./scan-6C6SQ2HD.mjs")).scanCommand,rules:async()=>(await import("./rules-HFVTTW6U.mjs")).rules,explain:async()=>(await import("./explain-ZLQNXHKK.mjs")).explain,init:async()=>(await import("./init-GTGORECD.mjs")).init,doctor:async()=>(await import("./doctor-F6PFCWPX.mjs")).doctor},names=Object.keys(commands);async function run(words,io){try{let[name,...rest]=words;if(name===void 0||name==="--help"||name==="-h"||name==="help"){let asked=Object.hasOwn(commands,rest[0]??"")?commands[rest[0]]:void 0;if(asked===void 0&&rest[0]!==void 0&&name==="help")throw unknownCommand(rest[0]);return io.out(asked===void 0?overview(await Promise.all(names.map(each=>commands[each]()))):commandHelp(await asked())),name===void 0?2:0}if(name==="--version"||name==="-V")return io.out(`${version}
`),0;let load=Object.hasOwn(commands,name)?commands[name]:void 0;if(load===void 0)throw unknownCommand(name);let command=await load(),args=parseCommand(command,rest);return args.flag("help")?(io.out(commandHelp(command)),0):await command.run(args,io)}catch(error){return error instanceof UserError?(io.error(`${visibleLines(error.message).join(`
`)}
`),error.exitCode):(io.error(`policy-gate failed: ${visibleLines(error instanceof Error?error.message:String(error)).join(`
`)}
This is a fault of policy-gate, not of your files; nothing was judged. Please report it with this text.
`),io.env.POLICY_GATE_DEBUG&&io.error(`${error instanceof Error?error.stack:""}
`),3)}}function unknownCommand(name){return new UserError(`There is no command "${name}"; the commands are ${names.join(", ")}.${suggestion(name,names)}`)}export{run};
