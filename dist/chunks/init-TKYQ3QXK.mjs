import{configFile}from"./chunk-G4S3M7CL.mjs";import"./chunk-F2TD7FYK.mjs";import"./chunk-DYSNURPD.mjs";import"./chunk-T4R3564Y.mjs";import"./chunk-5J6T25IM.mjs";import"./chunk-XRUJJ3VB.mjs";import"./chunk-7DKQGJDR.mjs";import"./chunk-LSGT7XNI.mjs";import"./chunk-KUBGNAWC.mjs";import"./chunk-B6LN7BL2.mjs";import"./chunk-HNE6UD2Z.mjs";import"./chunk-C35LPWW2.mjs";import{UserError}from"./chunk-ADGMGV7X.mjs";import"./chunk-ZXZ4GN45.mjs";const{existsSync,mkdirSync,writeFileSync}=process.getBuiltinModule("node:fs");const{join}=process.getBuiltinModule("node:path");var template=`# Configuration of policy-gate; nothing here is required. Every key: schemas/config.schema.json of policy-gate.
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
