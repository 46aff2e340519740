import { fileTexts } from './file-texts.ts'
import { imageTexts } from './image-texts.ts'

/** What a new rule is called, in each spelling that needs one. */
export interface RuleName {
  /** `mesh/mtls-strict` */
  id: string
  /** Package below `data.rules`: `mesh.mtls_strict`. */
  packageName: string
  /** `mtls_strict`: the folder and the files. */
  file: string
  scope: 'resource' | 'relation' | 'image' | 'file'
}

/** The files of a rule by name, no tests of one that is METADATA alone: they compile, are formatted and pass their tests; everything marked "Replace" is for the author. */
export function ruleFiles({ scope, packageName, file }: RuleName): Record<string, string> {
  const { title, facts, rule, tests, examples } = texts[scope]
  const metadata = `# METADATA
# title: ${title}
# description: |
#   Replace this: what can happen where the rule finds something, in one or two sentences.
# custom:
#   severity: low
#   profile: opt-in
${facts}`
  return {
    [`${file}.rego`]: `${metadata}package rules.${packageName}\n${rule === '' ? '' : `\n${rule}`}`,
    ...(tests === undefined ? {} : { [`${file}_test.rego`]: `package rules.${packageName}_test\n\nimport data.lib.fixtures\n\n${tests}` }),
    'examples.yaml': examples,
  }
}

const resourceFacts = `#   scope: resource
#   kinds: [pods]
#   message: The pod uses the network of its node.
#   remediation: Replace this with what to do.
#   ko:
#     title: 노드 네트워크를 사용하는 파드
#     description: 검출되면 어떤 일이 생길 수 있는지 한두 문장으로 바꿔 쓰세요.
#     message: 파드가 노드의 네트워크를 사용합니다.
#     remediation: 조치 방법으로 바꿔 쓰세요.
#   families: [pod]
`

const relationFacts = `#   scope: relation
#   kinds: [Service]
#   reads: [pods]
#   message: The Service "{service}" selects no pod of its namespace.
#   remediation: Replace this with what to do.
#   ko:
#     title: 선택하는 파드가 없는 서비스
#     description: 검출되면 어떤 일이 생길 수 있는지 한두 문장으로 바꿔 쓰세요.
#     message: 네임스페이스에 "{service}" 서비스가 선택하는 파드가 없습니다.
#     remediation: 조치 방법으로 바꿔 쓰세요.
#   families: [availability]
`

const resourceRule = `import data.lib.findings as finding
import data.lib.pods

findings contains finding.in_pod(["hostNetwork"], {}) if pods.spec.hostNetwork == true
`

const resourceTests = `cases["a pod that asks for it"] := {
	"input": fixtures.pod({"hostNetwork": true, "containers": [{"name": "a"}]}),
	"want": {{"path": ["spec", "hostNetwork"], "params": {}}},
}

cases["a template that asks for it"] := {
	"input": fixtures.deployment({"hostNetwork": true, "containers": [{"name": "a"}]}),
	"want": {{"path": ["spec", "template", "spec", "hostNetwork"], "params": {}}},
}

cases["missing is the default"] := {
	"input": fixtures.pod({"containers": [{"name": "a"}]}),
	"want": set(),
}
`

const pod = (name: string, fields: string) => `      apiVersion: v1
      kind: Pod
      metadata:
        name: ${name}
        labels: {app: ${name}}
      spec:
${fields}        containers:
          - name: ${name}
            image: registry.example/${name}:1.0.0
`

const resourceExamples = `bad:
  - title: A pod that asks for it
    manifests: |
${pod('agent', '        hostNetwork: true\n')}    findings:
      - Pod/agent spec.hostNetwork
  - title: With the boolean of YAML 1.1
    manifests: |
${pod('proxy', '        hostNetwork: yes\n')}    findings:
      - Pod/proxy spec.hostNetwork
good:
  - title: Nothing written, which means its own network
    manifests: |
${pod('web', '')}  - title: Said so
    manifests: |
${pod('order', '        hostNetwork: false\n')}`

const relationRule = `import data.lib.findings as finding
import data.lib.inventory

findings contains finding.about(index, finding.at(["spec", "selector"], {"service": service.ref.name})) if {
	some index, service in input.objects
	service.selector == "Service"
	selector := service.object.spec.selector
	not is_served(service, selector)
}

is_served(service, selector) if {
	some workload in inventory.workloads[service.unit.id][service.ref.namespace]
	object.subset(inventory.pod_labels(workload), selector)
}
`

const relationTests = `service := fixtures.resource({
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "order", "namespace": "shop"},
	"spec": {"selector": {"app": "order"}},
})

workload(app) := fixtures.deployed({"name": app, "namespace": "shop"}, {"labels": {"app": app, "tier": "web"}}, {})

missing := {"object": 0, "path": ["spec", "selector"], "params": {"service": "order"}}

cases["no pod at all"] := {
	"input": fixtures.environment([service]),
	"want": {missing},
}

cases["only other pods"] := {
	"input": fixtures.environment([service, workload("cart")]),
	"want": {missing},
}

cases["a pod with these and other labels"] := {
	"input": fixtures.environment([service, workload("order")]),
	"want": set(),
}
`

const service = `      apiVersion: v1
      kind: Service
      metadata:
        name: order
      spec:
        selector: {app: order}
`

const relationExamples = `bad:
  - title: No pod at all
    manifests: |
${service}    findings:
      - Service/order spec.selector
  - title: Only other pods
    manifests: |
${service}      ---
${pod('cart', '')}    findings:
      - Service/order spec.selector
good:
  - title: A pod with the label
    manifests: |
${service}      ---
${pod('order', '')}  - title: A Service whose endpoints somebody else sets
    manifests: |
      apiVersion: v1
      kind: Service
      metadata:
        name: legacy
      spec:
        ports:
          - port: 5432
`

/** What a rule of each scope begins as. */
const texts: Record<RuleName['scope'], { title: string; facts: string; rule: string; tests?: string; examples: string }> = {
  resource: {
    title: 'Pod on the network of its node',
    facts: resourceFacts,
    rule: resourceRule,
    tests: resourceTests,
    examples: resourceExamples,
  },
  relation: { title: 'Service without pods', facts: relationFacts, rule: relationRule, tests: relationTests, examples: relationExamples },
  image: imageTexts,
  file: fileTexts,
}
