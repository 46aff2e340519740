import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{configFile}from"./chunk-H6HSUYML.mjs";import"./chunk-26KTTCAR.mjs";import"./chunk-GVSTJHRI.mjs";import"./chunk-DHQFA3BW.mjs";import"./chunk-NZCW6SN6.mjs";import"./chunk-6JPSR63W.mjs";import"./chunk-YALLAZOK.mjs";import"./chunk-TFDQOHPH.mjs";import"./chunk-LZFT3NRJ.mjs";import"./chunk-IJPANQ3Z.mjs";import{UserError}from"./chunk-6F5ZU6OS.mjs";import"./chunk-SMYEYOWS.mjs";import"./chunk-BQT4TMW2.mjs";import{existsSync,mkdirSync,writeFileSync}from"node:fs";import{join}from"node:path";var template=`# Configuration of policy-gate; nothing here is required. Every key: schemas/config.schema.json of policy-gate.
# A pull request is judged by this file as it is in the commit that it goes to. Protect the folder by code owners.

# The version of Kubernetes that the manifests are judged for.
kubernetesVersion: "1.34"

# The lowest severity that blocks a merge: critical, high, medium, low, info or none.
failOn: high

# Which rules are on: baseline, strict or all.
profile: baseline

# Language of messages: en or ko.
language: en

# Units of one environment share what relation rules look up.
# environments:
#   - name: production
#     paths: ["overlays/prod/**"]

# Folders that hold nothing that is deployed.
# discover:
#   exclude: ["test/fixtures/**"]

# Settings of single rules; \`policy-gate rules\` lists them, \`policy-gate explain <rule>\` says what they take.
# rules:
#   image/registry:
#     params:
#       allowed: [registry.example]
`,init={name:"init",summary:"Write a first .policy-gate/config.yaml.",positionals:"",options:{},async run(_args,io){let file=join(io.cwd,configFile);if(existsSync(file))throw new UserError(`${configFile} exists already and was left as it is: edit it, or remove it first.`);try{mkdirSync(join(io.cwd,".policy-gate"),{recursive:!0}),writeFileSync(file,template,{flag:"wx"})}catch(cause){throw new UserError(`${configFile} cannot be written (${cause.code}): check the permissions of this folder.`,{cause})}return io.out(`Wrote ${configFile}. Next: policy-gate scan
`),0}};export{init};
