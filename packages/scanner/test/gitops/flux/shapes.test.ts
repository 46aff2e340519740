import { expect, it } from 'vitest'
import { openFiles } from '../../../src/files.ts'
import { expandFlux } from '../../../src/gitops/flux/index.ts'
import { isJsonObject, valueAt } from '../../../src/json.ts'
import type { Json, JsonObject, Manifest, Path } from '../../../src/model.ts'
import { repository } from '../../scan/repository.ts'
import { configMap, gitRepository, helmRelease, here, kustomization, manifests } from './cluster.ts'

const generator = `apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: g, namespace: flux-system}
spec:
  sources: [{alias: repo, kind: GitRepository, name: flux-system}]
  artifacts: [{name: apps, copy: [{from: "@repo/deploy/**", to: "@artifact/", strategy: Overwrite, exclude: ["*.md"]}]}]
`
const all = [
  gitRepository(
    'ref: {branch: main}\nignore: "*.md"\nsparseCheckout: [deploy, parts, charts]\ninclude: [{repository: {name: other}, fromPath: deploy, toPath: x}]',
  ),
  gitRepository('', 'other'),
  generator,
  configMap('vars', 'a: b', 'flux-system'),
  configMap('vars', 'a: b', 'apps'),
  kustomization(
    'path: ./deploy\ntargetNamespace: apps\nnamePrefix: a-\npatches: [{patch: "[]", target: {kind: Pod}}]\npatchesStrategicMerge: [{kind: Pod}]\npatchesJson6902: [{patch: [{op: add}], target: {kind: Pod}}]\nimages: [{name: a, newTag: b}, {name: a, digest: c}]\ncomponents: [../parts]\nignoreMissingComponents: true\ncommonMetadata: {labels: {a: b}, annotations: {c: d}}\npostBuild: {substitute: {a: b}, substituteFrom: [{kind: ConfigMap, name: vars}]}\ndependsOn: [{name: x}]\nkubeConfig: {secretRef: {name: x}}\nignore: "*.txt"',
  ),
  kustomization('path: ./', 'artifact').replace('kind: GitRepository, name: flux-system}', 'kind: ExternalArtifact, name: apps}'),
  helmRelease(
    'releaseName: a\ntargetNamespace: b\nchart: {spec: {chart: charts/a, sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}, valuesFiles: [charts/a/values.yaml]}}\nvalues: {a: b}\nvaluesFrom: [{kind: ConfigMap, name: vars, valuesKey: a, targetPath: x}]\ninstall: {crds: Skip}\ntest: {enable: true}\npostRenderers: [{kustomize: {patches: [{patch: x}], images: [{name: a}]}}]',
  ),
].join('---\n')

const odd: Json[] = [null, 5, '../..', [null], ['x'], { a: { b: [] } }]

it('objects of any shape are read, or named, but never end the scan', async () => {
  const sources = openFiles(
    repository({
      'deploy/map.yaml': configMap('a'),
      'parts/kustomization.yaml': 'kind: Component\n',
      'charts/a/Chart.yaml': 'name: a\n',
      'charts/a/values.yaml': '',
    }),
  )
  const context = { sources, localPath: (url: string) => (url === here ? '.' : undefined) }
  const whole = manifests('clusters/all.yaml', all)
  const clean = await expandFlux(whole, context)
  expect(clean.flatMap(({ notEvaluated }) => notEvaluated.map(({ message }) => message))).toEqual([])
  let tried = 0
  for (const [i, manifest] of whole.entries())
    for (const path of paths(manifest.object, []))
      for (const value of odd) {
        const changed: Manifest = { ...manifest, object: replaced(manifest.object, path, value) as JsonObject }
        const units = await expandFlux(whole.with(i, changed), context)
        expect(units).toHaveLength(clean.length)
        for (const { notEvaluated } of units)
          for (const entry of notEvaluated) expect(entry.message).not.toMatch(/undefined|object Object|NaN/)
        tried++
      }
  expect(tried).toBeGreaterThan(500)
})

/** Every path below a value. */
function paths(value: Json, path: Path): Path[] {
  const steps = Array.isArray(value) ? value.map((_, i) => i) : isJsonObject(value) ? Object.keys(value) : []
  return steps.flatMap((step) => [[...path, step], ...paths(valueAt(value, [step])!, [...path, step])])
}

function replaced(value: Json, path: Path, by: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return by
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? replaced(item, rest, by) : item))
  return isJsonObject(value) ? { ...value, [step]: replaced(value[step]!, rest, by) } : value
}
