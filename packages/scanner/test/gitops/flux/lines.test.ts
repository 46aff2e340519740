import { expect, it } from 'vitest'
import { judge } from '../../scan/judge.ts'
import { privileged, privilegedPod } from '../../scan/manifests.ts'
import { repository } from '../../scan/repository.ts'
import { configMap, gitRepository, kustomization } from './cluster.ts'

/** `<file>:<line> <text of the line>` of each place of the privileged pod, the one to edit first. */
async function lines(files: Record<string, string>): Promise<string[][]> {
  const { findings, notEvaluated } = await judge(repository(files))
  expect(notEvaluated).toEqual([])
  const shown = (file: string, line: number) => `${file}:${line} ${files[file]!.split('\n')[line - 1]!.trim()}`
  return findings
    .filter(({ ruleId }) => ruleId === privileged)
    .map(({ location, related }) => [location, ...related].map(({ file, startLine }) => shown(file, startLine)))
}

const sync = { 'clusters/prod/gotk-sync.yaml': `${gitRepository()}---\n${kustomization('path: ./clusters/prod', 'flux-system')}` }
const calm = privilegedPod().replace('privileged: true', 'privileged: false')

it('a patch in a Flux Kustomization: the line of the patch', async () => {
  const spec =
    'path: ./apps\npatches:\n- target: {kind: Pod}\n  patch: |\n    - op: replace\n      path: /spec/containers/0/securityContext/privileged\n      value: true\n'
  const [first] = await lines({ ...sync, 'clusters/prod/apps.yaml': kustomization(spec), 'apps/pod.yaml': calm })
  expect(first![0]).toBe('clusters/prod/apps.yaml:12 value: true')
})

it('a variable: the line that gives it, of the Kustomization or of a ConfigMap', async () => {
  const pod = calm.replace('privileged: false', 'privileged: ${privileged:=false}')
  const inline = {
    ...sync,
    'clusters/prod/apps.yaml': kustomization('path: ./apps\npostBuild:\n  substitute:\n    privileged: "true"\n'),
    'apps/pod.yaml': pod,
  }
  expect((await lines(inline))[0]).toContain('clusters/prod/apps.yaml:9 privileged: "true"')
  const referenced = {
    ...sync,
    'clusters/prod/apps.yaml': kustomization('path: ./apps\npostBuild:\n  substituteFrom: [{kind: ConfigMap, name: vars}]\n'),
    'clusters/prod/vars.yaml': configMap('vars', 'privileged: "true"', 'flux-system'),
    'apps/pod.yaml': pod,
  }
  expect((await lines(referenced))[0]).toContain('clusters/prod/vars.yaml:5 privileged: "true"')
})

it('a HelmRelease: the line of its inline values, or of the ConfigMap that they come from', async () => {
  const chart = {
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'charts/shop/values.yaml': 'privileged: false\n',
    'charts/shop/templates/pod.yaml': calm.replace('privileged: false', 'privileged: {{ .Values.privileged }}'),
  }
  const release = (values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: shop, namespace: flux-system}\nspec:\n  chart:\n    spec:\n      chart: charts/shop\n      sourceRef: {kind: GitRepository, name: flux-system}\n${values}`
  const [inline] = await lines({ ...sync, ...chart, 'clusters/prod/shop.yaml': release('  values:\n    privileged: true\n') })
  expect(inline).toContain('clusters/prod/shop.yaml:10 privileged: true')
  const [referenced] = await lines({
    ...sync,
    ...chart,
    'clusters/prod/shop.yaml': release('  valuesFrom:\n  - {kind: ConfigMap, name: shop-values}\n'),
    'clusters/prod/values.yaml': configMap('shop-values', 'values.yaml: |\n  privileged: true', 'flux-system'),
  })
  expect(referenced).toContain('clusters/prod/values.yaml:6 privileged: true')
})

it('a chart behind post-renderers: the patch, or what stands behind it in the chart', async () => {
  const chart = {
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'charts/shop/values.yaml': 'privileged: false\n',
    'charts/shop/templates/pod.yaml': calm.replace('privileged: false', 'privileged: {{ .Values.privileged }}'),
  }
  const release = (value: string, patch: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: shop, namespace: flux-system}\nspec:\n  chart:\n    spec:\n      chart: charts/shop\n      sourceRef: {kind: GitRepository, name: flux-system}\n  values:\n    privileged: ${value}\n  postRenderers:\n  - kustomize:\n      patches:\n      - target: {kind: Pod}\n        patch: |\n          - op: add\n            path: ${patch}\n            value: true\n`
  const [patched] = await lines({
    ...sync,
    ...chart,
    'clusters/prod/shop.yaml': release('false', '/spec/containers/0/securityContext/privileged'),
  })
  expect(patched![0]).toBe('clusters/prod/shop.yaml:18 value: true')
  const [untouched] = await lines({ ...sync, ...chart, 'clusters/prod/shop.yaml': release('true', '/spec/hostUsers') })
  expect(untouched![0]).toBe('clusters/prod/shop.yaml:10 privileged: true')
})

it('a post-renderer that kustomize refuses is an error with a name', async () => {
  const release =
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: shop, namespace: flux-system}\nspec:\n  chart:\n    spec:\n      chart: charts/shop\n      sourceRef: {kind: GitRepository, name: flux-system}\n  postRenderers:\n  - kustomize:\n      patches:\n      - patch: nothing that is a patch\n'
  const { verdict, notEvaluated } = await judge(
    repository({
      ...sync,
      'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'charts/shop/templates/pod.yaml': calm,
      'clusters/prod/shop.yaml': release,
    }),
  )
  expect(verdict).toBe('error')
  expect(notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
})
