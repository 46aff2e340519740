import { describe, expect, test } from 'vitest'
import { lines, usesOf } from './uses.ts'

const deployment = (pod: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
${pod.replaceAll(/^/gm, '      ')}
`

test('containers of all types, image volumes, in the order of the object', () => {
  expect(
    lines(
      deployment(`
initContainers:
- {name: migrate, image: "registry.example/migrate:3"}
- {name: proxy, image: "registry.example/proxy:1", restartPolicy: Always}
containers:
- {name: web, image: "registry.example/web:1.4.2"}
- {name: broken, image: "registry.example/Web:1"}
- {name: late, image: "\${IMAGE}"}
- {name: injected}
- {name: istio-proxy, image: auto}
- {image: busybox}
ephemeralContainers:
- {name: debug, image: busybox}
volumes:
- name: models
  image: {reference: "registry.example/models:7", pullPolicy: IfNotPresent}
- name: other
  emptyDir: {}
`),
    ),
  ).toEqual([
    'spec.template.spec.containers[0].image container web registry.example/web:1.4.2',
    'spec.template.spec.containers[1].image container broken registry.example/Web:1 (the repository must be in lower case)',
    'spec.template.spec.containers[2].image container late ${IMAGE} (unresolved)',
    'spec.template.spec.containers[5].image container containers[5] busybox',
    'spec.template.spec.ephemeralContainers[0].image ephemeral debug busybox',
    'spec.template.spec.initContainers[0].image init migrate registry.example/migrate:3',
    'spec.template.spec.initContainers[1].image sidecar proxy registry.example/proxy:1',
    'spec.template.spec.volumes[0].image.reference volume models registry.example/models:7',
  ])
})

const told = `containers:
- name: operator
  image: "registry.example/operator:1"
  command: [/operator, --init-image, "registry.example/init@sha256:${'a'.repeat(64)}"]
  args:
  - --sidecar-image=registry.example/sidecar:2
  - --image=registry.example/pushed:1
  - --default-image=
  - --base-image=busybox
  - --pull-image=\${IMAGE}:1
  - --web-image
  env:
  - {name: RELATED_IMAGE_DATABASE, value: "shop/database:16.4"}
  - {name: KAFKA_IMAGE, value: "registry.example/kafka:3.9"}
  - {name: KAFKA_IMAGE_PULL_POLICY, value: Always}
  - {name: OG_IMAGE, value: "https://shop.example/logo.png"}
  - {name: BASE_IMAGE, value: "busybox:1"}
  - {name: LATE_IMAGE, value: "{{ name }}/web:1"}
  - {name: OPEN_IMAGE, value: registry.example/open}
  - {name: FROM_IMAGE, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  - {name: IMAGE, value: "registry.example/pushed:1"}
  - {name: IMAGE_NAME, value: "registry.example/pushed:1"}
  - {name: IMAGES_URL, value: "registry.example/pushed:1"}
`

test('images that an operator is told to run, where nothing else can be meant', () => {
  const container = 'spec.template.spec.containers[0]'
  const found = lines(deployment(told)).map((line) => line.replace(container, ''))
  expect(found).toEqual([
    '.args[0] environment sidecar-image registry.example/sidecar:2',
    `.command[2] environment init-image registry.example/init@sha256:${'a'.repeat(64)}`,
    '.env[0].value environment RELATED_IMAGE_DATABASE shop/database:16.4',
    '.env[1].value environment KAFKA_IMAGE registry.example/kafka:3.9',
    '.image container operator registry.example/operator:1',
  ])
  const job = `apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n${told.replaceAll(/^/gm, '      ')}`
  expect(lines(job)).toEqual([`${container}.image container operator registry.example/operator:1`])
})

test('what a use says of its object', () => {
  const [use] = usesOf(deployment('containers: [{name: web, image: "web:1"}]'))
  expect(use).toEqual({
    manifest: 0,
    unit: 'demo',
    environment: 'production',
    ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: '', name: 'demo' },
    path: ['spec', 'template', 'spec', 'containers', 0, 'image'],
    type: 'container',
    name: 'web',
    image: { reference: 'web:1', registry: 'docker.io', repository: 'library/web', tag: '1' },
    platforms: [],
  })
})

test.each([
  ['v1', 'Pod', 'spec: {containers: [{name: a, image: a:1}]}', 'spec.containers[0].image'],
  [
    'batch/v1',
    'CronJob',
    'spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: a:1}]}}}}}',
    'spec.jobTemplate.spec.template.spec.containers[0].image',
  ],
  [
    'argoproj.io/v1alpha1',
    'Rollout',
    'spec: {template: {spec: {containers: [{name: a, image: a:1}]}}}',
    'spec.template.spec.containers[0].image',
  ],
  ['serving.knative.dev/v1', 'Service', 'spec: {template: {spec: {containers: [{image: a:1}]}}}', 'spec.template.spec.containers[0].image'],
  [
    'apps.openshift.io/v1',
    'DeploymentConfig',
    'spec: {template: {spec: {containers: [{name: a, image: a:1}]}}}',
    'spec.template.spec.containers[0].image',
  ],
  [
    'keda.sh/v1alpha1',
    'ScaledJob',
    'spec: {jobTargetRef: {template: {spec: {containers: [{name: a, image: a:1}]}}}}',
    'spec.jobTargetRef.template.spec.containers[0].image',
  ],
  [
    'jobset.x-k8s.io/v1alpha2',
    'JobSet',
    'spec: {replicatedJobs: [{name: w, template: {spec: {template: {spec: {containers: [{name: a, image: a:1}]}}}}}]}',
    'spec.replicatedJobs[0].template.spec.template.spec.containers[0].image',
  ],
  [
    'leaderworkerset.x-k8s.io/v1',
    'LeaderWorkerSet',
    'spec: {leaderWorkerTemplate: {workerTemplate: {spec: {containers: [{name: a, image: a:1}]}}}}',
    'spec.leaderWorkerTemplate.workerTemplate.spec.containers[0].image',
  ],
  [
    'kubeflow.org/v1',
    'PyTorchJob',
    'spec: {pytorchReplicaSpecs: {Worker: {template: {spec: {containers: [{name: a, image: a:1}]}}}}}',
    'spec.pytorchReplicaSpecs.Worker.template.spec.containers[0].image',
  ],
  [
    'ray.io/v1',
    'RayCluster',
    'spec: {headGroupSpec: {template: {spec: {containers: [{name: a, image: a:1}]}}}}',
    'spec.headGroupSpec.template.spec.containers[0].image',
  ],
  [
    'batch.volcano.sh/v1alpha1',
    'Job',
    'spec: {tasks: [{template: {spec: {containers: [{name: a, image: a:1}]}}}]}',
    'spec.tasks[0].template.spec.containers[0].image',
  ],
  [
    'clickhouse.altinity.com/v1',
    'ClickHouseInstallation',
    'spec: {templates: {podTemplates: [{name: p, spec: {containers: [{name: a, image: a}]}}]}}',
    'spec.templates.podTemplates[0].spec.containers[0].image',
  ],
])('%s %s', (apiVersion, kind, body, path) => {
  expect(usesOf(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n${body}\n`)).toMatchObject([
    { path: expect.arrayContaining(['image']), type: 'container', image: { repository: 'library/a' } },
  ])
  expect(lines(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n${body}\n`)[0]).toMatch(`${path} container `)
})

describe('where a pod can run', () => {
  const platforms = (pod: string) =>
    usesOf(deployment(`containers: [{name: web, image: web}]\n${pod}`))[0]!.platforms.map(({ os, architecture }) => `${os}/${architecture}`)
  const affinity = (terms: string) =>
    `affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ${terms}}}}`

  test.each([
    ['nothing said', '', []],
    ['nodeSelector', 'nodeSelector: {kubernetes.io/arch: arm64}', ['linux/arm64']],
    ['old label', 'nodeSelector: {beta.kubernetes.io/arch: amd64}', ['linux/amd64']],
    ['system and architecture', 'nodeSelector: {kubernetes.io/arch: amd64, kubernetes.io/os: windows}', ['windows/amd64']],
    ['os.name', 'os: {name: windows}\nnodeSelector: {kubernetes.io/arch: amd64}', ['windows/amd64']],
    ['a system that has one architecture', 'nodeSelector: {kubernetes.io/os: windows}', ['windows/amd64']],
    ['a system without an architecture', 'nodeSelector: {kubernetes.io/os: linux}', []],
    ['a label of something else', 'nodeSelector: {disk: ssd}', []],
    [
      'affinity',
      affinity('[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64, amd64]}]}]'),
      ['linux/amd64', 'linux/arm64'],
    ],
    ['NotIn', affinity('[{matchExpressions: [{key: kubernetes.io/arch, operator: NotIn, values: [arm64]}]}]'), []],
    [
      'alternatives',
      affinity(
        '[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}, {matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64]}]}]',
      ),
      ['linux/amd64', 'linux/arm64'],
    ],
    [
      'an alternative that leaves it open',
      affinity(
        '[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}, {matchExpressions: [{key: zone, operator: In, values: [a]}]}]',
      ),
      [],
    ],
    [
      'two conditions of one term',
      affinity(
        '[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64, amd64]}, {key: kubernetes.io/arch, operator: In, values: [arm64, s390x]}]}]',
      ),
      ['linux/arm64'],
    ],
  ])('%s', (_, pod, expected) => expect(platforms(pod)).toEqual(expected))
})

describe('whom a container runs as', () => {
  test.each([
    ['nothing', '', '', {}],
    ['the pod', 'securityContext: {runAsNonRoot: true, runAsUser: 1000}', '', { runAsNonRoot: true, runAsUser: 1000 }],
    ['the container', '', 'securityContext: {runAsUser: 0}', { runAsUser: 0 }],
    [
      'the container over the pod, each field by itself',
      'securityContext: {runAsNonRoot: true, runAsUser: 1000}',
      'securityContext: {runAsUser: 0}',
      { runAsNonRoot: true, runAsUser: 0 },
    ],
  ])('%s', (_, pod, container, expected) => {
    const inner = container === '' ? '' : `, ${container}`
    const [use] = usesOf(deployment(`${pod}\ncontainers: [{name: web, image: web${inner}}]`))
    const { runAsNonRoot, runAsUser } = use!
    expect({ runAsNonRoot, runAsUser }).toEqual({ runAsNonRoot: undefined, runAsUser: undefined, ...expected })
  })
})

test('only a pod that nobody completes is complete', () => {
  expect(usesOf(deployment('containers: [{name: web, image: web}]'))[0]!.partial).toBeUndefined()
  const [job] = usesOf(
    'apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nspec: {jobTargetRef: {template: {spec: {containers: [{name: a, image: a}]}}}}',
  )
  expect(job!.partial).toBe(true)
})

describe('sidecars that annotations name', () => {
  const annotated = (annotations: string) => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {sidecar.istio.io/proxyImage: "registry.example/of/the/deployment:1"}
spec:
  template:
    metadata:
      annotations: {${annotations}}
    spec:
      containers: [{name: web}]
`
  const at = (annotation: string) => `spec.template.metadata.annotations["${annotation}"] annotation ${annotation}`

  test.each([
    [
      'sidecar.istio.io/proxyImage: "registry.example/proxyv2:1.27.0"',
      [`${at('sidecar.istio.io/proxyImage')} registry.example/proxyv2:1.27.0`],
    ],
    ['inject.istio.io/templates: "sidecar,debug"', []],
    [
      'config.linkerd.io/proxy-image: registry.example/linkerd/proxy, config.linkerd.io/proxy-version: edge-25.7.1',
      [`${at('config.linkerd.io/proxy-image')} registry.example/linkerd/proxy:edge-25.7.1`],
    ],
    [
      'config.linkerd.io/proxy-image: registry.example/linkerd/proxy',
      [`${at('config.linkerd.io/proxy-image')} registry.example/linkerd/proxy (unresolved)`],
    ],
    ['config.linkerd.io/debug-image: registry.example/debug, config.linkerd.io/debug-image-version: v1', []],
    [
      'config.linkerd.io/debug-image: registry.example/debug, config.linkerd.io/debug-image-version: v1, config.linkerd.io/enable-debug-sidecar: "true"',
      [`${at('config.linkerd.io/debug-image')} registry.example/debug:v1`],
    ],
    [
      'vault.hashicorp.com/agent-inject: "true", vault.hashicorp.com/agent-image: "hashicorp/vault:1.21.1"',
      [`${at('vault.hashicorp.com/agent-image')} hashicorp/vault:1.21.1`],
    ],
    ['vault.hashicorp.com/agent-image: "hashicorp/vault:1.21.1"', []],
    ['dapr.io/enabled: "true", dapr.io/sidecar-image: "daprio/daprd:1.16.0"', [`${at('dapr.io/sidecar-image')} daprio/daprd:1.16.0`]],
    ['instrumentation.opentelemetry.io/inject-java: "observability/java"', []],
    [
      'admission.datadoghq.com/java-lib.custom-image: "registry.example/dd-lib-java-init:v1"',
      [`${at('admission.datadoghq.com/java-lib.custom-image')} registry.example/dd-lib-java-init:v1`],
    ],
    [
      'admission.datadoghq.com/web.python-lib.custom-image: "registry.example/dd-lib-python-init:v3"',
      [`${at('admission.datadoghq.com/web.python-lib.custom-image')} registry.example/dd-lib-python-init:v3`],
    ],
  ])('%s', (annotations, expected) => expect(lines(annotated(annotations))).toEqual(expected))

  test('of a namespace, for all its pods', () => {
    const annotations = '{config.linkerd.io/proxy-image: registry.example/proxy, config.linkerd.io/proxy-version: v2}'
    expect(lines(`apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: ${annotations}}`)).toEqual([
      'metadata.annotations["config.linkerd.io/proxy-image"] annotation config.linkerd.io/proxy-image registry.example/proxy:v2',
    ])
  })
})
