import { describe, expect, it } from 'vitest'
import type { ChartSource } from '../../../src/discover/sources.ts'
import type { FluxUnit } from '../../../src/gitops/flux/index.ts'
import { type ClusterOptions, configMap, expandOne, gitRepository, helmRelease, indent, reasons } from './cluster.ts'

// Fields of https://fluxcd.io/flux/components/helm/helmreleases/ and https://fluxcd.io/flux/components/source/helmcharts/; examples are cut
// down from there.

const chart = {
  'charts/podinfo/Chart.yaml': 'apiVersion: v2\nname: podinfo\nversion: 6.5.3\n',
  'charts/podinfo/values.yaml': 'replicaCount: 1\n',
  'charts/podinfo/values-prod.yaml': 'replicaCount: 3\n',
  'charts/podinfo/templates/map.yaml': configMap('podinfo'),
}
const git = `${gitRepository('ref: {branch: main}')}---\n`
const fromGit =
  'chart:\n  spec:\n    chart: ./charts/podinfo\n    sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}\n'
const release = (spec: string, objects = '') => ({ 'clusters/release.yaml': `${git}${objects}${helmRelease(spec)}`, ...chart })
const expandRelease = (spec: string, objects = '', options: ClusterOptions = {}) => expandOne(release(spec, objects), options)
const source = (unit: FluxUnit) => unit.sources[0] as ChartSource
const sourceObject = (kind: string, name: string, spec: string) =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: apps}\nspec:\n${indent(spec)}---\n`

describe('the chart', () => {
  it('chart.spec of a GitRepository: a folder of this repository', async () => {
    const unit = await expandRelease(fromGit)
    expect(unit).toMatchObject({
      kind: 'flux-helm-release',
      name: 'podinfo',
      namespace: 'apps',
      targetNamespace: 'apps',
      targetRevisions: ['main'],
    })
    expect(unit.notEvaluated).toEqual([])
    expect(unit.sources).toEqual([
      {
        source: 'chart',
        chart: { folder: 'charts/podinfo', library: false, dependencies: {}, parts: [] },
        values: [],
        releaseName: 'podinfo',
        namespace: 'apps',
        skipCrds: false,
        skipTests: true,
        skipSchema: false,
      },
    ])
  })

  it.each(['v2beta1', 'v2beta2', 'v2'])('apiVersion %s', async (version) => {
    const files = release(fromGit)
    files['clusters/release.yaml'] = files['clusters/release.yaml'].replace(
      'helm.toolkit.fluxcd.io/v2',
      `helm.toolkit.fluxcd.io/${version}`,
    )
    expect(source(await expandOne(files)).chart.folder).toBe('charts/podinfo')
  })

  it('chart.spec of a HelmRepository: remote, unless the chart is mapped', async () => {
    const repository = sourceObject('HelmRepository', 'podinfo', 'url: https://stefanprodan.github.io/podinfo')
    const spec =
      "chart:\n  spec:\n    chart: podinfo\n    version: '6.x'\n    sourceRef: {kind: HelmRepository, name: podinfo}\n    valuesFiles: [values-prod.yaml]\n"
    const remote = await expandRelease(spec, repository)
    expect([remote.sources, reasons(remote)]).toEqual([[], ['remote-source clusters/release.yaml:19']])
    expect(remote.notEvaluated[0]!.message).toMatch(/^The chart podinfo of HelmRepository apps\/podinfo is at https:\/\/stefanprodan/)
    const mapped = { mapped: { 'https://stefanprodan.github.io/podinfo/podinfo': 'charts/podinfo' } }
    const unit = await expandRelease(spec, repository, mapped)
    expect([source(unit).chart.folder, unit.targetRevisions, source(unit).defaults]).toEqual([
      'charts/podinfo',
      ['6.x'],
      'charts/podinfo/values-prod.yaml',
    ])
  })

  it('chart.spec of a Bucket', async () => {
    const bucket = sourceObject('Bucket', 'charts', 'endpoint: minio.example.com\nbucketName: charts')
    const spec = 'chart:\n  spec:\n    chart: ./podinfo\n    sourceRef: {kind: Bucket, name: charts}\n'
    expect((await expandRelease(spec, bucket)).notEvaluated.map(({ reason }) => reason)).toEqual(['remote-source'])
    const unit = await expandRelease(spec, bucket, { mapped: { 'minio.example.com/charts': 'charts' } })
    expect(source(unit).chart.folder).toBe('charts/podinfo')
  })

  it('chart.kind OCIRepository', async () => {
    const spec =
      'chart:\n  kind: OCIRepository\n  spec:\n    url: oci://ghcr.io/stefanprodan/charts/podinfo\n    ref: {semver: ">= 6.0.0"}\n'
    expect(reasons(await expandRelease(spec))).toEqual(['remote-source clusters/release.yaml:15'])
    const unit = await expandRelease(spec, '', { mapped: { 'oci://ghcr.io/stefanprodan/charts/podinfo': 'charts/podinfo' } })
    expect([source(unit).chart.folder, unit.targetRevisions]).toEqual(['charts/podinfo', ['>= 6.0.0']])
  })

  it('chartRef to an OCIRepository', async () => {
    const repository = sourceObject('OCIRepository', 'podinfo', 'url: oci://ghcr.io/stefanprodan/charts/podinfo\nref: {tag: 6.5.3}')
    const spec = 'chartRef: {kind: OCIRepository, name: podinfo}\n'
    expect((await expandRelease(spec, repository)).notEvaluated.map(({ reason }) => reason)).toEqual(['remote-source'])
    const unit = await expandRelease(spec, repository, { mapped: { 'oci://ghcr.io/stefanprodan/charts/podinfo': 'charts/podinfo' } })
    expect([source(unit).chart.folder, unit.targetRevisions]).toEqual(['charts/podinfo', ['6.5.3']])
  })

  it('chartRef to a HelmChart', async () => {
    const spec = 'chartRef: {kind: HelmChart, name: podinfo, namespace: flux-system}\n'
    const named = sourceObject(
      'HelmChart',
      'podinfo',
      'chart: charts/podinfo\nsourceRef: {kind: GitRepository, name: flux-system}',
    ).replace('namespace: apps', 'namespace: flux-system')
    expect(source(await expandRelease(spec, named)).chart.folder).toBe('charts/podinfo')
    expect(reasons(await expandRelease(spec))).toEqual(['unresolved-reference clusters/release.yaml:12'])
  })

  it('chartRef to an ExternalArtifact: a chart composed of folders', async () => {
    const generator =
      'apiVersion: source.extensions.fluxcd.io/v1beta1\nkind: ArtifactGenerator\nmetadata: {name: g, namespace: apps}\nspec:\n  sources: [{alias: repo, kind: GitRepository, name: flux-system, namespace: flux-system}]\n  artifacts:\n    - name: podinfo-composite\n      copy: [{from: "@repo/charts/podinfo/**", to: "@artifact/"}]\n---\n'
    const spec = 'chartRef: {kind: ExternalArtifact, name: podinfo-composite}\n'
    expect(source(await expandRelease(spec, generator)).chart.folder).toBe('charts/podinfo')
    const values = generator.replace(
      '"@artifact/"}',
      '"@artifact/"}, {from: "@repo/charts/podinfo/values-prod.yaml", to: "@artifact/values.yaml"}',
    )
    const composed = await expandRelease(spec, values)
    expect([composed.sources, composed.notEvaluated.map(({ reason }) => reason)]).toEqual([[], ['unresolved-reference']])
  })

  it('no chart, or one that is not there, fails', async () => {
    expect(reasons(await expandRelease('interval: 1m\n'))).toEqual(['render-failed clusters/release.yaml:11'])
    expect(reasons(await expandRelease(fromGit.replace('podinfo', 'nothing')))).toEqual(['render-failed clusters/release.yaml:13'])
  })

  it('a chart that the source leaves out fails', async () => {
    const files = release(fromGit)
    files['clusters/release.yaml'] = files['clusters/release.yaml'].replace('  ref:', '  ignore: "/charts/"\n  ref:')
    expect((await expandOne(files)).notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
  })

  it('a packaged chart is named', async () => {
    const files = { ...release(fromGit.replace('./charts/podinfo', 'charts/podinfo-6.5.3.tgz')), 'charts/podinfo-6.5.3.tgz': 'x' }
    expect((await expandOne(files)).notEvaluated.map(({ reason }) => reason)).toEqual(['unresolved-reference'])
  })

  it('valuesFiles: in place of the chart’s values.yaml, from the root of the source', async () => {
    const unit = await expandRelease(
      `${fromGit}    valuesFiles:\n    - charts/podinfo/values-prod.yaml\n    - charts/podinfo/values.yaml\n`,
    )
    expect([source(unit).defaults, source(unit).values]).toEqual([
      'charts/podinfo/values-prod.yaml',
      [{ kind: 'file', file: 'charts/podinfo/values.yaml' }],
    ])
    const own = await expandRelease(`${fromGit}    valuesFiles: [charts/podinfo/values.yaml, ./charts/podinfo/values-prod.yaml]\n`)
    expect([source(own).defaults, source(own).values]).toEqual([undefined, [{ kind: 'file', file: 'charts/podinfo/values-prod.yaml' }]])
    const old = await expandRelease(`${fromGit}    valuesFile: charts/podinfo/values-prod.yaml\n`)
    expect(source(old).defaults).toBe('charts/podinfo/values-prod.yaml')
  })

  it('ignoreMissingValuesFiles', async () => {
    const files = `${fromGit}    valuesFiles: [charts/podinfo/values.yaml, nowhere.yaml]\n`
    expect((await expandRelease(files)).notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
    expect((await expandRelease(`${files}    ignoreMissingValuesFiles: true\n`)).notEvaluated).toEqual([])
  })
})

describe('the release', () => {
  it.each([
    ['releaseName', 'releaseName: my-podinfo\ntargetNamespace: web\n', 'my-podinfo'],
    ['the name', '', 'podinfo'],
    ['target namespace and name', 'targetNamespace: web\n', 'web-podinfo'],
  ])('releaseName: %s', async (_name, spec, name) => {
    expect(source(await expandRelease(spec + fromGit)).releaseName).toBe(name)
  })

  it('releaseName: over 53 characters shortened with a hash', async () => {
    const files = release(`targetNamespace: a-very-lengthy-target-namespace\n${fromGit}`)
    files['clusters/release.yaml'] = files['clusters/release.yaml'].replace(
      'name: podinfo, namespace: apps',
      'name: with-a-nice-object-name, namespace: apps',
    )
    expect(source(await expandOne(files)).releaseName).toBe('a-very-lengthy-target-namespace-with-a-n-97af5d7f41f3')
  })

  it('targetNamespace', async () => {
    const unit = await expandRelease(`targetNamespace: web\n${fromGit}`)
    expect([unit.targetNamespace, source(unit).namespace]).toEqual(['web', 'web'])
  })

  it.each([
    ['install: {crds: Skip}', true],
    ['install: {skipCRDs: true}', true],
    ['install: {crds: CreateReplace}', false],
    ['install: {crds: CreateReplace, skipCRDs: true}', false],
  ])('%s', async (install, skipped) => {
    expect(source(await expandRelease(`${install}\n${fromGit}`)).skipCrds).toBe(skipped)
  })

  it.each(['install', 'upgrade'])('%s.disableSchemaValidation', async (action) => {
    expect(source(await expandRelease(`${action}: {disableSchemaValidation: true}\n${fromGit}`)).skipSchema).toBe(true)
  })

  it('test.enable', async () => {
    expect(source(await expandRelease(`test: {enable: true}\n${fromGit}`)).skipTests).toBe(false)
  })

  it('driftDetection changes nothing', async () => {
    const drift = 'driftDetection:\n  mode: enabled\n  ignore:\n  - {paths: ["/spec/replicas"]}\n'
    expect((await expandRelease(drift + fromGit)).sources).toEqual((await expandRelease(fromGit)).sources)
  })

  it('dependsOn, suspend, kubeConfig', async () => {
    const unit = await expandRelease(`dependsOn: [{name: backend}]\nsuspend: true\nkubeConfig: {secretRef: {name: prod}}\n${fromGit}`)
    expect(unit).toMatchObject({ dependsOn: ['apps/backend'], suspended: true, destination: 'apps/prod' })
  })
})

describe('values', () => {
  const maps = `${configMap('prod-env-values', 'values-prod.yaml: |\n  replicaCount: 2\nvalues.yaml: |\n  a: b', 'apps')}---\n`
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: {name: prod-tls-values, namespace: apps}\ndata: {crt: Y2VydA==, quoted: InRydWUi, values.yaml: YTogYwo=}\n---\n'

  it('values: inline', async () => {
    const unit = await expandRelease(`values:\n  replicaCount: 2\n${fromGit}`)
    expect(source(unit).values).toEqual([
      { kind: 'object', value: { replicaCount: 2 }, field: { manifest: unit.manifest, path: ['spec', 'values'] } },
    ])
  })

  it('valuesFrom: in the order given, inline values over them', async () => {
    const from =
      'valuesFrom:\n- {kind: ConfigMap, name: prod-env-values, valuesKey: values-prod.yaml}\n- {kind: Secret, name: prod-tls-values}\nvalues: {x: y}\n'
    const unit = await expandRelease(from + fromGit, maps + secret)
    expect(unit.notEvaluated).toEqual([])
    expect(
      source(unit).values.map((input) =>
        input.kind === 'text' ? [input.text, input.field.manifest.ref.kind, input.field.path] : input.kind,
      ),
    ).toEqual([['replicaCount: 2\n', 'ConfigMap', ['data', 'values-prod.yaml']], ['a: c\n', 'Secret', ['data', 'values.yaml']], 'object'])
  })

  it('valuesFrom.targetPath: over everything; quoted as text, literal as it is', async () => {
    const from = [
      'valuesFrom:',
      '- {kind: Secret, name: prod-tls-values, valuesKey: crt, targetPath: tls.crt, optional: true}',
      '- {kind: Secret, name: prod-tls-values, valuesKey: quoted, targetPath: flag}',
      "- {kind: ConfigMap, name: prod-env-values, targetPath: 'externalConfig.application\\.yml.content', literal: true}\n",
    ].join('\n')
    const unit = await expandRelease(from + fromGit, maps + secret)
    expect(source(unit).parameters!.map(({ form, key, value, field }) => [form, key, value, field!.path.join('/')])).toEqual([
      ['set', 'tls.crt', 'cert', 'data/crt'],
      ['string', 'flag', 'true', 'data/quoted'],
      ['literal', 'externalConfig.application\\.yml.content', 'a: b\n', 'data/values.yaml'],
    ])
    expect(source(unit).values).toEqual([])
  })

  it('valuesFrom: one that is absent is named, unless it is optional', async () => {
    const from = 'valuesFrom:\n- {kind: ConfigMap, name: nowhere}\n- {kind: ConfigMap, name: nowhere, optional: true}\n'
    const unit = await expandRelease(from + fromGit)
    expect([unit.sources.length, reasons(unit)]).toEqual([1, ['unresolved-reference clusters/release.yaml:13']])
    const keys =
      'valuesFrom:\n- {kind: ConfigMap, name: prod-env-values, valuesKey: nothing}\n- {kind: ConfigMap, name: prod-env-values, valuesKey: nothing, optional: true}\n'
    expect((await expandRelease(keys + fromGit, maps)).notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
  })

  it('valuesFrom: only of the namespace of the HelmRelease', async () => {
    const from = 'valuesFrom:\n- {kind: ConfigMap, name: prod-env-values}\n'
    const unit = await expandRelease(from + fromGit, maps.replace('namespace: apps', 'namespace: web'))
    expect(unit.notEvaluated.map(({ reason }) => reason)).toEqual(['unresolved-reference'])
  })

  it('an encrypted Secret is named', async () => {
    const encrypted = secret.replace('crt: Y2VydA==', 'crt: "ENC[AES256_GCM,data:x]"')
    const unit = await expandRelease(
      `valuesFrom: [{kind: Secret, name: prod-tls-values, valuesKey: crt, targetPath: tls.crt}]\n${fromGit}`,
      encrypted,
    )
    expect(unit.notEvaluated.map(({ reason }) => reason)).toEqual(['unknown-value'])
  })

  it('upgrade.preserveValues: values of the cluster are not known', async () => {
    expect(reasons(await expandRelease(`upgrade: {preserveValues: true}\n${fromGit}`))).toEqual(['unknown-value clusters/release.yaml:12'])
  })
})

describe('postRenderers', () => {
  const spec = `postRenderers:
  - kustomize:
      patches:
        - target: {version: v1, kind: ConfigMap, name: podinfo}
          patch: |
            - op: add
              path: /metadata/labels
              value: {environment: production}
      images:
        - name: docker.io/bitnami/metrics-server
          newTag: 0.4.1-debian-10-r54
  - kustomize:
      patchesStrategicMerge:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: podinfo, namespace: default}, data: {a: b}}
`

  it('kustomize.patches and kustomize.images: one kustomization after the other over what the chart gives', async () => {
    const unit = await expandRelease(spec + fromGit)
    expect(unit.notEvaluated).toEqual([])
    const [first, second] = source(unit).postRender!
    expect(first!.kustomization).toMatchObject({
      resources: ['helm-output.yaml'],
      images: [{ name: 'docker.io/bitnami/metrics-server', newTag: '0.4.1-debian-10-r54' }],
    })
    expect(first!.origins.map(({ path, field }) => [path.join('.'), field.path.join('.')])).toEqual([
      ['patches.0', 'spec.postRenderers.0.kustomize.patches.0'],
      ['images.0', 'spec.postRenderers.0.kustomize.images.0'],
    ])
    expect(Object.keys(second!.kustomization)).toContain('patchesStrategicMerge')
  })

  it('commonMetadata: last, on the objects alone', async () => {
    const unit = await expandRelease(`commonMetadata: {labels: {team: shop}}\n${spec}${fromGit}`)
    const last = source(unit).postRender!.at(-1)!
    expect(JSON.parse((last.kustomization.transformers as string[])[0]!)).toEqual({
      apiVersion: 'builtin',
      kind: 'LabelTransformer',
      metadata: { name: 'common-labels' },
      labels: { team: 'shop' },
      fieldSpecs: [{ path: 'metadata/labels', create: true }],
    })
  })
})
