import { describe, expect, it } from 'vitest'
import { found, judge } from './judge.ts'
import { privilegedPod } from './manifests.ts'
import { repository } from './repository.ts'

const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${more}`
const template = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: debug\nspec:\n  containers: [{name: a, image: "a:1", securityContext: {privileged: {{ .Values.p }}}}]\n`
const hook = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: debug\n  annotations: {helm.sh/hook: "pre-install,test"}\nspec:\n  containers: [{name: a, image: "a:1", securityContext: {privileged: true}}]\n`

/** What a change could add so that a privileged pod is no longer looked at. */
const attempts: Record<string, Record<string, string>> = {
  'calling the root a library chart': { 'Chart.yaml': chart('lib', 'type: library\n'), 'templates/pod.yaml': privilegedPod() },
  'a component that nothing uses': {
    'prod/pod.yaml': privilegedPod(),
    'c/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [../prod/pod.yaml]\n',
  },
  'a hook that is also a test': { 'a/Chart.yaml': chart('a'), 'a/templates/pod.yaml': hook },
  'a template in a folder node_modules': {
    'a/Chart.yaml': chart('a'),
    'a/values.yaml': 'p: true\n',
    'a/templates/node_modules/pod.yaml': template,
  },
  'a values file for development': {
    'a/Chart.yaml': chart('a'),
    'a/values.yaml': 'p: true\n',
    'a/values-dev.yaml': 'p: false\n',
    'a/templates/pod.yaml': template,
  },
  'a chart that names the chart as a dependency with a condition': {
    'c/Chart.yaml': chart('c'),
    'c/values.yaml': 'p: true\n',
    'c/templates/pod.yaml': template,
    'um/Chart.yaml': chart('um', 'dependencies: [{name: c, version: 0.1.0, repository: "file://../c", condition: c.enabled}]\n'),
    'um/values.yaml': 'c: {enabled: false}\n',
  },
  'a chart that names the chart as a dependency and vendors another': {
    'c/Chart.yaml': chart('c'),
    'c/values.yaml': 'p: true\n',
    'c/templates/pod.yaml': template,
    'um/Chart.yaml': chart('um', 'dependencies: [{name: c, version: 0.1.0, repository: "file://../c"}]\n'),
    'um/charts/c/Chart.yaml': chart('c'),
  },
  'a kustomization at the root that calls the manifest data': {
    'prod/pod.yaml': privilegedPod(),
    'kustomization.yaml': 'configMapGenerator:\n- name: a\n  files: [prod/pod.yaml]\n',
  },
  'a second pod in an object of an operator': {
    'ray.yaml':
      'apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: debug}\nspec:\n  head: {template: {spec: {containers: [{name: a, image: "a:1"}]}}}\n  workers: [{template: {spec: {containers: [{name: b, image: "b:1", securityContext: {privileged: true}}]}}}]\n',
  },
}

describe('a privileged pod is seen in spite of', () => {
  for (const [what, files] of Object.entries(attempts)) {
    it(what, async () => expect(found(await judge(repository(files)), 'pod-security/privileged')).not.toEqual([]))
  }
})

it('an object of any kind is judged by name, also one called like a property of every object', async () => {
  const report = await judge(repository({ 'a.yaml': 'apiVersion: v1\nkind: constructor\nmetadata: {name: a}\n' }))
  expect(report.summary.objects).toBe(1)
})
