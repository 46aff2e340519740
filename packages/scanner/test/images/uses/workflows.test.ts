import { describe, expect, test } from 'vitest'
import { lines, usesOf } from './uses.ts'

const steps = `
steps:
- {name: build, image: "registry.example/builder:1"}
- {name: test, image: "$(params.image)"}
- {name: plain, script: "true"}
- {name: shared, ref: {name: push}}
sidecars:
- {name: docker, image: "registry.example/dind:27"}
stepTemplate: {image: "registry.example/base:2"}
volumes:
- {name: data, image: {reference: "registry.example/data:1"}}
`
const indent = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
/** What the lines of `steps` are below a path. */
const found = (at: string) => [
  `${at}.sidecars[0].image sidecar docker registry.example/dind:27`,
  `${at}.stepTemplate.image step stepTemplate registry.example/base:2`,
  `${at}.steps[0].image step build registry.example/builder:1`,
  `${at}.steps[1].image step test $(params.image) (unresolved)`,
  `${at}.volumes[0].image.reference volume data registry.example/data:1`,
]

describe('Tekton', () => {
  test.each(['Task', 'ClusterTask'])('%s', (kind) => {
    expect(lines(`apiVersion: tekton.dev/v1\nkind: ${kind}\nmetadata: {name: build}\nspec:${indent(steps, 2)}`)).toEqual(found('spec'))
  })

  test('TaskRun, whose pod template names the nodes', () => {
    const run = `
apiVersion: tekton.dev/v1
kind: TaskRun
metadata: {name: build-1}
spec:
  podTemplate: {nodeSelector: {kubernetes.io/arch: arm64}, securityContext: {runAsNonRoot: true}}
  taskSpec:${indent(steps, 4)}`
    expect(lines(run)).toEqual(found('spec.taskSpec'))
    expect(usesOf(run)[0]).toMatchObject({
      platforms: [{ os: 'linux', architecture: 'arm64' }],
      runAsNonRoot: true,
      partial: true,
    })
  })

  test('a run of a task that stands elsewhere has no images', () => {
    expect(lines('apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: a}\nspec: {taskRef: {name: build}}')).toEqual([])
  })

  test('Pipeline and PipelineRun with tasks written inside, finally too', () => {
    const tasks = (by: number) =>
      indent(
        `tasks:
- name: fetch
  taskRef: {name: git-clone}
- name: build
  taskSpec:${indent(steps, 4)}
finally:
- name: notify
  taskSpec:
    steps: [{name: send, image: "registry.example/notify:1"}]
`,
        by,
      )
    expect(lines(`apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: ci}\nspec:\n${tasks(2)}`)).toEqual([
      'spec.finally[0].taskSpec.steps[0].image step send registry.example/notify:1',
      ...found('spec.tasks[1].taskSpec'),
    ])
    expect(lines(`apiVersion: tekton.dev/v1beta1\nkind: PipelineRun\nmetadata: {name: ci}\nspec:\n  pipelineSpec:\n${tasks(4)}`)).toEqual([
      'spec.pipelineSpec.finally[0].taskSpec.steps[0].image step send registry.example/notify:1',
      ...found('spec.pipelineSpec.tasks[1].taskSpec'),
    ])
  })

  test('an image that every step replaces does not run', () => {
    const task = 'spec: {stepTemplate: {image: "base:1"}, steps: [{name: a, image: "a:1"}]}'
    expect(lines(`apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: a}\n${task}`)).toEqual(['spec.steps[0].image step a a:1'])
  })

  test('StepAction', () => {
    expect(lines('apiVersion: tekton.dev/v1beta1\nkind: StepAction\nmetadata: {name: push}\nspec: {image: "push:1", script: x}')).toEqual([
      'spec.image step push push:1',
    ])
  })

  test('TriggerTemplate, with the runs that it makes', () => {
    expect(
      lines(`
apiVersion: triggers.tekton.dev/v1beta1
kind: TriggerTemplate
metadata: {name: push}
spec:
  resourcetemplates:
  - apiVersion: tekton.dev/v1
    kind: TaskRun
    metadata: {generateName: run-}
    spec:
      taskSpec:
        steps: [{name: a, image: "registry.example/a:1"}]
`),
    ).toEqual(['spec.resourcetemplates[0].spec.taskSpec.steps[0].image step a registry.example/a:1'])
  })
})

const workflow = `
entrypoint: main
nodeSelector: {kubernetes.io/arch: arm64}
volumes:
- {name: models, image: {reference: "registry.example/models:1"}}
templateDefaults:
  container: {image: "registry.example/default:1"}
  sidecars: [{name: metrics, image: "registry.example/metrics:1"}]
templates:
- name: main
  steps:
  - - name: one
      inline:
        container: {image: "registry.example/inline:1"}
    - {name: two, template: say}
- name: say
  container: {name: main, image: "registry.example/say:1"}
  initContainers: [{name: fetch, image: "registry.example/fetch:1"}]
  sidecars: [{name: db, image: "registry.example/db:16"}]
- name: script
  nodeSelector: {kubernetes.io/arch: amd64}
  script: {image: "registry.example/python:3", source: "print(1)"}
- name: bare
  container: {command: [sh]}
- name: set
  containerSet:
    containers: [{name: a, image: "registry.example/a:1"}]
- name: given
  container: {image: "{{inputs.parameters.image}}"}
- name: graph
  dag: {tasks: [{name: x, inline: {script: {image: "registry.example/dag:1"}}}]}
- name: wait
  suspend: {}
`
const inWorkflow = (at: string) => [
  `${at}.templateDefaults.container.image step templateDefaults registry.example/default:1`,
  `${at}.templateDefaults.sidecars[0].image sidecar metrics registry.example/metrics:1`,
  `${at}.templates[0].steps[0][0].inline.container.image step container registry.example/inline:1`,
  `${at}.templates[1].container.image step main registry.example/say:1`,
  `${at}.templates[1].initContainers[0].image init fetch registry.example/fetch:1`,
  `${at}.templates[1].sidecars[0].image sidecar db registry.example/db:16`,
  `${at}.templates[2].script.image step script registry.example/python:3`,
  `${at}.templates[4].containerSet.containers[0].image step a registry.example/a:1`,
  `${at}.templates[5].container.image step given {{inputs.parameters.image}} (unresolved)`,
  `${at}.templates[6].dag.tasks[0].inline.script.image step script registry.example/dag:1`,
  `${at}.volumes[0].image.reference volume models registry.example/models:1`,
]

describe('Argo Workflows', () => {
  test.each(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate'])('%s', (kind) => {
    const yaml = `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: {name: w}\nspec:${indent(workflow, 2)}`
    expect(lines(yaml)).toEqual(inWorkflow('spec'))
    const platforms = new Map(usesOf(yaml).map(({ path, platforms: [first] }) => [JSON.stringify(path), first?.architecture]))
    expect(platforms.get('["spec","templates",1,"container","image"]')).toBe('arm64')
    expect(platforms.get('["spec","templates",2,"script","image"]')).toBe('amd64')
  })

  test('CronWorkflow', () => {
    const yaml = `apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: {name: w}\nspec:\n  schedule: "0 3 * * *"\n  workflowSpec:${indent(workflow, 4)}`
    expect(lines(yaml)).toEqual(inWorkflow('spec.workflowSpec'))
  })
})

describe('Argo Events', () => {
  test('a Sensor that creates a Workflow and a Pod, and its own container', () => {
    expect(
      lines(`
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: {name: webhook}
spec:
  template:
    container: {image: "registry.example/sensor:1"}
  triggers:
  - template:
      name: run
      argoWorkflow:
        operation: submit
        source:
          resource:
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: run-}
            spec:
              templates: [{name: a, container: {image: "a"}}]
  - template:
      name: pod
      k8s:
        operation: create
        source:
          resource:
            apiVersion: v1
            kind: Pod
            metadata: {generateName: pod-}
            spec: {containers: [{name: b, image: "b"}]}
`),
    ).toEqual([
      'spec.template.container.image field image registry.example/sensor:1',
      'spec.triggers[0].template.argoWorkflow.source.resource.spec.templates[0].container.image step a a',
      'spec.triggers[1].template.k8s.source.resource.spec.containers[0].image container b b',
    ])
  })

  test('EventSource and EventBus', () => {
    expect(
      lines(
        'apiVersion: argoproj.io/v1alpha1\nkind: EventSource\nspec: {template: {container: {resources: {}}, spec: {}}, webhook: {example: {port: "12000"}}}',
      ),
    ).toEqual([])
    expect(lines('apiVersion: argoproj.io/v1alpha1\nkind: EventBus\nspec: {jetstream: {version: 2.10.10}}')).toEqual([])
  })
})

test('patches and objects that an Argo Workflow holds as text', () => {
  const workflow = `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: build}
spec:
  podSpecPatch: '{"containers": [{"name":"main","image":"registry.example/patched:1"},{"image":"registry.example/other:2"}]}'
  templates:
  - name: apply
    resource:
      action: apply
      manifest: |
        kind: Pod
        spec:
          containers:
          - image: registry.example/applied:3
          - image: '{{inputs.parameters.image}}'
  - name: run
    podSpecPatch: "initContainers:\\n- image: registry.example/init:4\\n  imagePullPolicy: Always"
    container: {image: "registry.example/main:1"}
`
  expect(lines(workflow)).toEqual([
    'spec.podSpecPatch step podSpecPatch registry.example/patched:1',
    'spec.podSpecPatch step podSpecPatch registry.example/other:2',
    'spec.templates[0].resource.manifest step manifest registry.example/applied:3',
    'spec.templates[0].resource.manifest step manifest {{inputs.parameters.image}} (unresolved)',
    'spec.templates[1].container.image step run registry.example/main:1',
    'spec.templates[1].podSpecPatch step podSpecPatch registry.example/init:4',
  ])
})
