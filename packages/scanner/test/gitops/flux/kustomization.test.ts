import { describe, expect, it } from 'vitest'
import type { KustomizationSource } from '../../../src/discover/sources.ts'
import type { FluxUnit } from '../../../src/gitops/flux/index.ts'
import { build } from './build.ts'
import { configMap, expand, expandOne, gitRepository, kustomization, reasons } from './cluster.ts'

// The fields are those of https://fluxcd.io/flux/components/kustomize/kustomizations/; examples are cut down from there.

const deployment = (name = 'podinfo', more = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n${more}spec:\n  template:\n    spec:\n      containers:\n      - image: podinfo:1.0\n        name: app\n`
const cluster = (spec: string) => ({ 'clusters/apps.yaml': `${gitRepository()}---\n${kustomization(spec)}` })
const app = { 'deploy/kustomization.yaml': 'resources: [app.yaml]\n', 'deploy/app.yaml': deployment() }
const source = (unit: FluxUnit) => unit.sources[0] as KustomizationSource
const origin = (unit: FluxUnit, path: (string | number)[]) =>
  source(unit).edit?.origins.find((entry) => entry.path.join() === path.join())?.field.path

describe('spec.path and the kustomization there', () => {
  it('path: a folder with a kustomization of its own is built as it is', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy'), ...app })
    expect(unit.sources).toEqual([{ source: 'kustomization', folder: 'deploy' }])
    expect(unit).toMatchObject({ kind: 'flux-kustomization', name: 'apps', namespace: 'flux-system', notEvaluated: [], destination: '' })
  })

  it('path: blank is the root of the source', async () => {
    const unit = await expandOne({ ...cluster('prune: true'), 'kustomization.yaml': 'resources: [deploy/app.yaml]\n', ...app })
    expect(source(unit).folder).toBe('.')
  })

  it('path: one that leads out of the source stays at its root', async () => {
    expect(source(await expandOne({ ...cluster('path: ../../deploy/'), ...app })).folder).toBe('deploy')
  })

  it('path: a folder that is not there fails, at the line of the field', async () => {
    const unit = await expandOne({ ...cluster('path: ./nowhere'), ...app })
    expect(unit.sources).toEqual([])
    expect(reasons(unit)).toEqual(['render-failed clusters/apps.yaml:12'])
  })

  it('a kustomization is generated for plain manifests, with folders that have their own as one resource', async () => {
    const files = {
      ...cluster('path: ./deploy'),
      'deploy/app.yaml': deployment('one'),
      'deploy/a/two.yml': deployment('two'),
      'deploy/a-b.yaml': deployment('three'),
      'deploy/own/kustomization.yaml': 'namePrefix: own-\nresources: [app.yaml]\n',
      'deploy/own/app.yaml': deployment('four'),
      'deploy/own/deep/kustomization.yaml': 'resources: []\n',
      'deploy/notes.md': '# Notes\n',
      'deploy/values.json': '{}',
      'deploy/.sops.yaml': 'creation_rules: []\n',
    }
    const unit = await expandOne(files)
    expect(source(unit).edit!.kustomization.resources).toEqual(['./a/two.yml', './a-b.yaml', './app.yaml', './own'])
    expect(origin(unit, [])).toEqual(['spec', 'path'])
    expect([...(await build(unit, files)).matchAll(/^ {2}name: (.*)$/gm)].map((match) => match[1])).toEqual([
      'two',
      'three',
      'one',
      'own-four',
    ])
  })

  it('a folder without manifests deploys nothing', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy'), 'deploy/README.md': 'later\n' })
    expect([unit.sources, unit.notEvaluated]).toEqual([[], []])
    const empty = await expandOne({ ...cluster('path: ./deploy'), 'deploy/kustomization.yaml': 'resources: []\n' })
    expect([empty.sources, empty.notEvaluated]).toEqual([[], []])
  })

  it('a kustomization that cannot be read is left to kustomize, which says why', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy\ntargetNamespace: apps'), 'deploy/kustomization.yaml': 'resources: [\n' })
    expect(unit.sources).toEqual([{ source: 'kustomization', folder: 'deploy' }])
  })

  it('ignore: files are left out of the generated kustomization', async () => {
    const files = {
      ...cluster('path: ./deploy\nignore: |\n  *-test.yaml'),
      'deploy/a.yaml': deployment(),
      'deploy/a-test.yaml': deployment('t'),
    }
    expect(source(await expandOne(files)).edit!.kustomization.resources).toEqual(['./a.yaml'])
  })
})

describe('what a Kustomization adds', () => {
  it('targetNamespace: in place of the kustomization’s namespace', async () => {
    const files = {
      ...cluster('path: ./deploy\ntargetNamespace: apps'),
      ...app,
      'deploy/kustomization.yaml': 'namespace: old\nresources: [app.yaml]\n',
    }
    const unit = await expandOne(files)
    expect(unit.targetNamespace).toBe('apps')
    expect(origin(unit, ['namespace'])).toEqual(['spec', 'targetNamespace'])
    expect(await build(unit, files)).toContain('  namespace: apps\n')
  })

  it('namePrefix and nameSuffix', async () => {
    const files = { ...cluster('path: ./deploy\nnamePrefix: prefix-\nnameSuffix: -suffix'), ...app }
    const unit = await expandOne(files)
    expect(origin(unit, ['namePrefix'])).toEqual(['spec', 'namePrefix'])
    expect(await build(unit, files)).toContain('  name: prefix-podinfo-suffix\n')
  })

  it('patches: after those of the kustomization, strategic merge and JSON 6902', async () => {
    const spec = `path: ./deploy
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: not-used
      spec:
        replicas: 3
    target:
      kind: Deployment
      labelSelector: "app.kubernetes.io/part-of=my-app"
  - patch: |
      - op: add
        path: /spec/template/spec/securityContext
        value:
          runAsUser: 10000
    target:
      kind: Deployment
      name: podinfo
`
    const files = {
      ...cluster(spec),
      'deploy/kustomization.yaml':
        'resources: [app.yaml]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: podinfo}\n    spec: {replicas: 2}\n',
      'deploy/app.yaml': deployment('podinfo', '  labels:\n    app.kubernetes.io/part-of: my-app\n'),
    }
    const unit = await expandOne(files)
    expect(origin(unit, ['patches', 1])).toEqual(['spec', 'patches', 0])
    expect(origin(unit, ['patches', 0])).toBeUndefined()
    expect(await build(unit, files)).toMatch(/replicas: 3[\s\S]*runAsUser: 10000/)
  })

  it('patchesStrategicMerge and patchesJson6902 (v1beta2)', async () => {
    const spec = `path: ./deploy
patchesStrategicMerge:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: podinfo}
    spec: {replicas: 5}
patchesJson6902:
  - target: {version: v1, kind: Deployment, name: podinfo}
    patch:
      - {op: add, path: /metadata/labels, value: {tier: web}}
`
    const files = { ...cluster(spec), ...app }
    files['clusters/apps.yaml'] = files['clusters/apps.yaml'].replace(
      'kustomize.toolkit.fluxcd.io/v1\n',
      'kustomize.toolkit.fluxcd.io/v1beta2\n',
    )
    const unit = await expandOne(files)
    expect(origin(unit, ['patchesJson6902', 0])).toEqual(['spec', 'patchesJson6902', 0])
    expect(await build(unit, files)).toMatch(/tier: web[\s\S]*replicas: 5/)
  })

  it('images: overlaid on those of the kustomization, the last one of a name wins', async () => {
    const spec = `path: ./deploy
images:
- name: podinfo
  newName: my-registry/podinfo
  newTag: v1
- name: podinfo
  newTag: 1.8.0
- name: other
  digest: sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3
`
    const files = {
      ...cluster(spec),
      ...app,
      'deploy/kustomization.yaml': 'resources: [app.yaml]\nimages: [{name: podinfo, digest: sha256:00}]\n',
    }
    const unit = await expandOne(files)
    expect(source(unit).edit!.kustomization.images).toEqual([
      { name: 'podinfo', newName: 'my-registry/podinfo', newTag: '1.8.0' },
      { name: 'other', digest: 'sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3' },
    ])
    expect(source(unit).edit!.origins.map(({ path, field }) => [path.join('.'), field.path.join('.')])).toEqual([
      ['images.0.newName', 'spec.images.0.newName'],
      ['images.0.newTag', 'spec.images.1.newTag'],
      ['images.1', 'spec.images.2'],
    ])
    expect(await build(unit, files)).toContain('image: my-registry/podinfo:1.8.0\n')
  })

  it('components and ignoreMissingComponents', async () => {
    const parts = {
      'parts/ingress/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: c-\n',
    }
    const files = {
      ...cluster('path: ./deploy\nignoreMissingComponents: true\ncomponents:\n- ../parts/ingress\n- ../parts/tls'),
      ...app,
      ...parts,
    }
    const unit = await expandOne(files)
    expect(source(unit).edit!.kustomization.components).toEqual(['../parts/ingress'])
    expect(await build(unit, files)).toContain('  name: c-podinfo\n')
    const strict = await expandOne({ ...files, ...cluster('path: ./deploy\ncomponents:\n- ../parts/ingress\n- ../parts/tls') })
    expect(source(strict).edit!.kustomization.components).toEqual(['../parts/ingress', '../parts/tls'])
    const remote = await expandOne({ ...files, ...cluster('path: ./deploy\ncomponents: ["https://github.com/example/parts"]') })
    expect(reasons(remote)).toEqual(['render-failed clusters/apps.yaml:13'])
  })

  it('commonMetadata: labels and annotations of the objects alone, in place of the same keys', async () => {
    const spec =
      'path: ./deploy\ncommonMetadata:\n  labels: {team: shop, cost: "${not}"}\n  annotations: {owner: shop}\npostBuild: {substitute: {a: b}}'
    const files = { ...cluster(spec), ...app, 'deploy/app.yaml': deployment('podinfo', '  labels:\n    team: old\n') }
    const unit = await expandOne(files)
    // `$${` is how the text `${` is written where variables are substituted, and Flux substitutes nothing here
    expect((await build(unit, files)).replace('$${', '${')).toBe(
      deployment('podinfo', '')
        .replace('metadata:\n', 'metadata:\n  annotations:\n    owner: shop\n  labels:\n    cost: ${not}\n    team: shop\n')
        .replace('  name: podinfo\n', '  name: podinfo\n'),
    )
    expect(origin(unit, ['transformers', 0])).toEqual(['spec', 'commonMetadata', 'labels'])
  })

  it('buildMetadata', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy\nbuildMetadata: [originAnnotations]'), ...app })
    expect(source(unit).edit!.kustomization.buildMetadata).toEqual(['originAnnotations'])
  })
})

describe('what is kept for the tree', () => {
  it('dependsOn', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy\ndependsOn:\n- name: cert-manager\n- {name: x, namespace: infra}'), ...app })
    expect(unit.dependsOn).toEqual(['flux-system/cert-manager', 'infra/x'])
  })

  it('suspend: judged all the same', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy\nsuspend: true'), ...app })
    expect([unit.suspended, unit.sources.length]).toEqual([true, 1])
  })

  it('kubeConfig: another cluster', async () => {
    const secret = await expandOne({ ...cluster('path: ./deploy\nkubeConfig:\n  secretRef: {name: prod-kubeconfig}'), ...app })
    expect(secret.destination).toBe('flux-system/prod-kubeconfig')
    const map = await expandOne({ ...cluster('path: ./deploy\nkubeConfig:\n  configMapRef: {name: kubeconfig}'), ...app })
    expect(map.destination).toBe('flux-system/kubeconfig')
  })

  it('decryption: encrypted files are built as they are', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  token: ENC[AES256_GCM,data:x]\nsops:\n  version: 3.8.1\n'
    const files = { ...cluster('path: ./deploy\ndecryption: {provider: sops}'), 'deploy/secret.yaml': secret }
    expect(await build(await expandOne(files), files)).toContain('token: ENC[AES256_GCM,data:x]')
  })

  it('the order of units is that of the objects', async () => {
    const two = `${gitRepository()}---\n${kustomization('path: ./deploy', 'b')}---\n${kustomization('path: ./deploy', 'a')}`
    expect((await expand({ 'clusters/all.yaml': two, ...app })).map(({ name }) => name)).toEqual(['b', 'a'])
  })
})

describe('postBuild', () => {
  const variables = (unit: FluxUnit) =>
    Object.fromEntries(Object.entries(source(unit).substitution?.variables ?? {}).map(([name, { value }]) => [name, value]))
  const vars = (data: string) => `${configMap('cluster-vars', data, 'flux-system')}---\n`
  const from = 'path: ./deploy\npostBuild:\n  substituteFrom:\n  - {kind: ConfigMap, name: cluster-vars}\n'

  it('substitute: inline variables, without line breaks', async () => {
    const unit = await expandOne({
      ...cluster('path: ./deploy\npostBuild:\n  substitute:\n    env: prod\n    key: |\n      a\n      b'),
      ...app,
    })
    expect(variables(unit)).toEqual({ env: 'prod', key: 'ab' })
    expect(source(unit).substitution!.variables.env!.field!.path).toEqual(['spec', 'postBuild', 'substitute', 'env'])
    expect(source(unit).substitution!.strict).toBe(false)
  })

  it('substituteFrom: ConfigMaps and Secrets, later ones and inline variables win', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: cluster-secret-vars, namespace: flux-system}\ndata: {b: c2VjcmV0, c: c2VjcmV0}\nstringData: {d: text}\n---\n'
    const spec = `${from}  - {kind: Secret, name: cluster-secret-vars}\n  substitute: {c: inline}\n`
    const files = { ...cluster(spec), ...app }
    files['clusters/apps.yaml'] = vars('a: map\nb: map') + secret + files['clusters/apps.yaml']
    const unit = await expandOne(files)
    expect(variables(unit)).toEqual({ a: 'map', b: 'secret', c: 'inline', d: 'text' })
    const { field } = source(unit).substitution!.variables.b!
    expect([field!.manifest.ref.kind, field!.path]).toEqual(['Secret', ['data', 'b']])
    expect(unit.notEvaluated).toEqual([])
  })

  it('optional: one that is absent has no variables, so nothing is substituted', async () => {
    const unit = await expandOne({ ...cluster(from.replace('cluster-vars}', 'cluster-vars, optional: true}')), ...app })
    expect([source(unit).substitution, unit.notEvaluated]).toEqual([undefined, []])
  })

  it('one that is absent and not optional is named, and its variables are empty', async () => {
    const unit = await expandOne({ ...cluster(from), ...app })
    expect(source(unit).substitution).toEqual({ variables: {}, strict: false })
    expect(reasons(unit)).toEqual(['unresolved-reference clusters/apps.yaml:15'])
  })

  it('an encrypted Secret is named', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: flux-system}\nstringData: {a: "ENC[AES256_GCM,data:x]"}\nsops: {version: 3.8.1}\n---\n'
    const files = { ...cluster('path: ./deploy\npostBuild:\n  substituteFrom:\n  - {kind: Secret, name: s}\n'), ...app }
    files['clusters/apps.yaml'] = secret + files['clusters/apps.yaml']
    expect(reasons(await expandOne(files))).toEqual(['unknown-value clusters/apps.yaml:21'])
  })

  it('substituteStrategy Always: defaults count without any variable', async () => {
    const unit = await expandOne({ ...cluster('path: ./deploy\npostBuild: {substituteStrategy: Always}'), ...app })
    expect(source(unit).substitution).toEqual({ variables: {}, strict: false })
    expect(source(await expandOne({ ...cluster('path: ./deploy\npostBuild: {}'), ...app })).substitution).toBeUndefined()
  })

  it('names of variables that Flux refuses fail', async () => {
    const files = { ...cluster(from), ...app }
    files['clusters/apps.yaml'] = vars('app.conf: x') + files['clusters/apps.yaml']
    expect((await expandOne(files)).notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
    const number = await expandOne({ ...cluster('path: ./deploy\npostBuild: {substitute: {replicas: 3}}'), ...app })
    expect(number.notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
  })

  it('StrictPostBuildSubstitutions of the cluster’s kustomize-controller', async () => {
    const controller =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: kustomize-controller, namespace: flux-system}\nspec: {template: {spec: {containers: [{args: ["--feature-gates=ExternalArtifact=true,StrictPostBuildSubstitutions=true"]}]}}}\n'
    const files = { ...cluster('path: ./deploy\npostBuild: {substitute: {a: b}}'), ...app, 'clusters/gotk-components.yaml': controller }
    expect(source((await expand(files))[0]!).substitution!.strict).toBe(true)
  })
})
