import{unitOptions}from"./chunk-IUGPSITY.mjs";import"./chunk-T7HQV6VA.mjs";import{configFile}from"./chunk-CV33XFAC.mjs";import"./chunk-IJRHWER4.mjs";import"./chunk-F2TD7FYK.mjs";import"./chunk-DYSNURPD.mjs";import"./chunk-T4R3564Y.mjs";import"./chunk-5J6T25IM.mjs";import"./chunk-XRUJJ3VB.mjs";import"./chunk-LSGT7XNI.mjs";import"./chunk-7DKQGJDR.mjs";import"./chunk-KUBGNAWC.mjs";import"./chunk-B6LN7BL2.mjs";import"./chunk-HNE6UD2Z.mjs";import"./chunk-C35LPWW2.mjs";import{UserError}from"./chunk-ADGMGV7X.mjs";import"./chunk-ZXZ4GN45.mjs";const{existsSync,mkdirSync,writeFileSync}=process.getBuiltinModule("node:fs");const{join}=process.getBuiltinModule("node:path");var templates={en:`# Configuration of policy-gate; nothing here is required. Every key: schemas/config.schema.json of policy-gate.
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
`,ko:`# policy-gate 설정. 모두 선택 사항이며, 모든 키는 policy-gate의 schemas/config.schema.json에 있습니다.
# 풀 리퀘스트는 병합 대상 커밋에 있는 이 파일로 판정합니다. 이 폴더를 코드 소유자(CODEOWNERS)로 보호하세요.

# 매니페스트를 배포할 Kubernetes 버전
kubernetesVersion: "1.34"

# 병합을 막는 가장 낮은 심각도: critical, high, medium, low, info, none
failOn: high

# 켤 규칙: baseline, strict, all
profile: baseline

# 메시지 언어: en, ko
language: ko

# 한 환경의 배포 단위들은 관계 규칙이 찾아보는 오브젝트를 공유합니다.
# environments:
#   - name: production
#     paths: ["overlays/prod/**"]

# 배포되는 것이 없는 폴더
# discover:
#   exclude: ["test/fixtures/**"]

# 규칙별 설정. 목록은 \`policy-gate rules\`, 파라미터는 \`policy-gate explain <규칙>\`으로 볼 수 있습니다.
# rules:
#   image/registry:
#     params:
#       allowed: [registry.example]
`},wrote={en:`Wrote ${configFile}. Next: policy-gate scan
`,ko:`${configFile} 파일을 만들었습니다. 다음 단계: policy-gate scan
`},init={name:"init",summary:"Write a first .policy-gate/config.yaml.",positionals:"",options:{lang:{...unitOptions.lang,description:"Language of the file, and of messages from then on."}},async run(args,io){let language=args.text("lang")??"en",file=join(io.cwd,configFile);if(existsSync(file))throw new UserError(`${configFile} exists already and was left as it is: edit it, or remove it first.`);try{mkdirSync(join(io.cwd,".policy-gate"),{recursive:!0}),writeFileSync(file,templates[language],{flag:"wx"})}catch(cause){throw new UserError(`${configFile} cannot be written (${cause.code}): check the permissions of this folder.`,{cause})}return io.out(wrote[language]),0}};export{init};
