import { describe, expect, it } from 'vitest'
import { withDefaults } from '../../../src/config/config.ts'
import { openFiles } from '../../../src/files.ts'
import type { JsonObject, NotEvaluated } from '../../../src/model.ts'
import { planDeployment } from '../../../src/plan.ts'
import { repository } from '../../scan/repository.ts'
import { configMap, gitRepository, helmRelease, here, kustomization } from './cluster.ts'

/** The objects that a repository deploys, by `<unit>: <Kind>/<name>`. */
async function deployed(files: Record<string, string>): Promise<{ objects: Record<string, JsonObject>; notEvaluated: NotEvaluated[] }> {
  const root = repository(files)
  const config = withDefaults({ repositories: [{ url: here, path: '.' }] })
  const plan = await planDeployment({
    root,
    paths: ['.'],
    sources: openFiles(root),
    config,
    deadlineMs: 60_000,
    unit: 'auto',
    cache: undefined,
  })
  const objects: Record<string, JsonObject> = {}
  const notEvaluated = [...plan.notEvaluated]
  try {
    for await (const { unit, found } of plan.renderer.render(plan.units)) {
      for (const { object, ref } of found.manifests) objects[`${unit.id}: ${ref.kind}/${ref.name}`] = object
      notEvaluated.push(...found.notEvaluated)
    }
  } finally {
    await plan.renderer.close()
  }
  return { objects, notEvaluated }
}

const sync = {
  'clusters/prod/flux-system/gotk-sync.yaml': `${gitRepository()}---\n${kustomization('path: ./clusters/prod', 'flux-system')}`,
}
const chart = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'a: chart\nb: chart\nc: chart\nd: chart\ne: chart\nonly: chart\n',
  'charts/shop/templates/map.yaml': `{{- range $name := list "shop" "hook" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}
  namespace: {{ $.Release.Namespace }}
  {{- if eq $name "hook" }}
  annotations: {helm.sh/hook: pre-install}
  {{- end }}
data:
  release: {{ $.Release.Name }}
  image: docker.io/shop:1.0
  {{- range $key, $value := $.Values }}
  {{- if kindIs "string" $value }}
  {{ $key }}: {{ $value }}
  {{- end }}
  {{- end }}
{{- end }}
`,
}

const dataOf = (objects: Record<string, JsonObject>, key: string) => objects[key]?.data

describe('from the bootstrap to what runs', () => {
  it('Kustomizations, HelmReleases, variables, values and post-renderers', async () => {
    const files = {
      ...sync,
      ...chart,
      'clusters/prod/apps.yaml': kustomization(
        'path: ./apps\ntargetNamespace: apps\npostBuild:\n  substitute: {env: prod}\n  substituteFrom: [{kind: ConfigMap, name: vars}]\n',
      ),
      'clusters/prod/vars.yaml': configMap('vars', 'region: eu\nenv: none', 'flux-system'),
      'apps/kustomization.yaml':
        'resources: [release.yaml, map.yaml]\nconfigMapGenerator:\n- {name: values, options: {disableNameSuffixHash: true}, files: [values.yaml]}\n- {name: single, options: {disableNameSuffixHash: true}, literals: [key=path]}\n',
      'apps/values.yaml': 'b: from\nc: from\nd: from\n',
      'apps/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\ndata:\n  where: ${env}-${region}-${zone:=a}\n',
      'apps/defaults.yaml': 'a: file\nb: file\nc: file\nd: file\ne: file\n',
      'apps/release.yaml': helmRelease(
        'targetNamespace: shop\nchart:\n  spec:\n    chart: ./charts/shop\n    sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}\n    valuesFiles: [apps/defaults.yaml]\nvaluesFrom:\n- {kind: ConfigMap, name: single, valuesKey: key, targetPath: d}\n- {kind: ConfigMap, name: values}\nvalues: {c: "inline-${env}", d: inline}\npostRenderers:\n- kustomize:\n    patches:\n    - target: {kind: ConfigMap}\n      patch: |\n        - {op: replace, path: /data/e, value: patched}\ncommonMetadata: {labels: {team: shop}}\n',
        'shop',
      ),
    }
    const { objects, notEvaluated } = await deployed(files)
    expect(notEvaluated).toEqual([])
    const apps = 'kustomization/flux-system/apps@clusters/prod'
    expect(dataOf(objects, `${apps}: ConfigMap/plain`)).toEqual({ where: 'prod-eu-a' })
    expect(objects[`${apps}: ConfigMap/plain`]).toMatchObject({ metadata: { namespace: 'apps' } })
    const values = { a: 'file', b: 'from', c: 'inline-prod', d: 'path', e: 'patched', image: 'docker.io/shop:1.0', release: 'shop-shop' }
    expect(dataOf(objects, 'helmrelease/apps/shop@clusters/prod: ConfigMap/shop')).toEqual(values)
    expect(objects['helmrelease/apps/shop@clusters/prod: ConfigMap/shop']).toMatchObject({
      metadata: { namespace: 'shop', labels: { team: 'shop' } },
    })
    expect(dataOf(objects, 'helmrelease/apps/shop@clusters/prod: ConfigMap/hook')).toEqual(values)
  })

  it('commonMetadata of a Kustomization stands in what is judged', async () => {
    const files = {
      ...sync,
      'clusters/prod/apps.yaml': kustomization('path: ./apps\ncommonMetadata: {labels: {team: shop}, annotations: {cost: "1"}}\n'),
      'apps/map.yaml': configMap('plain', 'a: b'),
    }
    const { objects, notEvaluated } = await deployed(files)
    expect(notEvaluated).toEqual([])
    expect(objects['kustomization/flux-system/apps@clusters/prod: ConfigMap/plain']!.metadata).toEqual({
      name: 'plain',
      namespace: 'default',
      labels: { team: 'shop' },
      annotations: { cost: '1' },
    })
  })

  it('a variable without a value is empty, and nothing is substituted where no variable is set', async () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain, namespace: apps}\ndata: {a: "x${missing}", b: "$${kept}"}\n'
    const cluster = (spec: string) => ({ ...sync, 'clusters/prod/apps.yaml': kustomization(`path: ./apps\n${spec}`), 'apps/map.yaml': map })
    const unit = 'kustomization/flux-system/apps@clusters/prod: ConfigMap/plain'
    expect(dataOf((await deployed(cluster('postBuild: {substitute: {env: prod}}\n'))).objects, unit)).toEqual({ a: 'x', b: '${kept}' })
    expect(dataOf((await deployed(cluster('prune: true\n'))).objects, unit)).toEqual({ a: 'x${missing}', b: '$${kept}' })
    const disabled = { ...cluster('postBuild: {substitute: {env: prod}}\n') }
    disabled['apps/map.yaml'] = map.replace(
      'namespace: apps',
      'namespace: apps, labels: {kustomize.toolkit.fluxcd.io/substitute: disabled}',
    )
    expect(dataOf((await deployed(disabled)).objects, unit)).toEqual({ a: 'x${missing}', b: '$${kept}' })
  })
})
