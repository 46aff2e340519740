import { describe, expect, it } from 'vitest'
import type { KustomizationSource } from '../../../src/discover/sources.ts'
import type { FluxUnit } from '../../../src/gitops/flux/index.ts'
import { configMap, expandOne, gitRepository, here, indent, kustomization, reasons } from './cluster.ts'

// Fields of https://fluxcd.io/flux/components/source/gitrepositories/ and its neighbours, and of
// https://fluxcd.io/flux/components/source/artifactgenerators/; examples are cut down from there.

const app = { 'deploy/kustomization.yaml': 'resources: [map.yaml]\n', 'deploy/map.yaml': configMap('app') }
const folder = (unit: FluxUnit) => (unit.sources[0] as KustomizationSource | undefined)?.folder
const resources = (unit: FluxUnit) => (unit.sources[0] as KustomizationSource | undefined)?.edit?.kustomization.resources
const source = (kind: string, spec: string, name = 'flux-system') =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n${indent(spec)}`
const from = (kind: string, spec = 'path: ./deploy') => kustomization(spec).replace('kind: GitRepository', `kind: ${kind}`)

describe('GitRepository', () => {
  const apps = (repository: string, spec = 'path: ./deploy') => ({ 'clusters/apps.yaml': `${repository}---\n${kustomization(spec)}` })

  it.each([
    ['branch', 'ref: {branch: main}', 'main'],
    ['tag', 'ref: {tag: v1.0.0, branch: main}', 'v1.0.0'],
    ['semver', 'ref: {semver: ">=1.0.0 <2.0.0", tag: v1.0.0}', '>=1.0.0 <2.0.0'],
    ['name', 'ref: {name: refs/pull/420/head, semver: "*"}', 'refs/pull/420/head'],
    ['commit', 'ref: {branch: main, commit: 363a6a8fe6a7f13e05d34c163b0ef02a777da20a}', '363a6a8fe6a7f13e05d34c163b0ef02a777da20a'],
    ['none: the branch master', '', 'master'],
  ])('ref: %s', async (_name, ref, revision) => {
    expect((await expandOne({ ...apps(gitRepository(ref)), ...app })).targetRevisions).toEqual([revision])
  })

  it('url: another repository is remote, named with its URL and the way to map it', async () => {
    const files = { ...apps(gitRepository('ref: {tag: "6"}', 'flux-system', 'https://github.com/stefanprodan/podinfo')), ...app }
    const unit = await expandOne(files)
    expect([unit.sources, reasons(unit), unit.targetRevisions]).toEqual([[], ['remote-source clusters/apps.yaml:12'], ['6']])
    expect(unit.notEvaluated[0]!.message).toContain('https://github.com/stefanprodan/podinfo')
    expect(unit.notEvaluated[0]!.message).toContain('`repositories:`')
    const mapped = await expandOne(
      { ...files, 'vendor/podinfo/deploy/map.yaml': configMap('podinfo') },
      { mapped: { 'https://github.com/stefanprodan/podinfo': 'vendor/podinfo' } },
    )
    expect(folder(mapped)).toBe('vendor/podinfo/deploy')
  })

  it('url: credentials in it are not repeated', async () => {
    const unit = await expandOne(apps(gitRepository('', 'flux-system', 'https://user:secret@example.com/other')))
    expect(unit.notEvaluated[0]!.message).toContain(' is at https://example.com/other, ')
  })

  it('one that no object defines is named, except that of flux bootstrap', async () => {
    const bootstrap = await expandOne({ 'clusters/apps.yaml': kustomization('path: ./deploy'), ...app })
    expect([folder(bootstrap), bootstrap.notEvaluated]).toEqual(['deploy', []])
    const missing = await expandOne({
      'clusters/apps.yaml': kustomization('path: ./deploy').replace('name: flux-system}', 'name: apps}'),
      ...app,
    })
    expect([missing.sources, reasons(missing)]).toEqual([[], ['unresolved-reference clusters/apps.yaml:5']])
    const elsewhere = await expandOne({ 'clusters/apps.yaml': kustomization('path: ./nowhere') })
    expect(reasons(elsewhere)).toEqual(['unresolved-reference clusters/apps.yaml:6'])
  })

  it('sourceRef.namespace: in another namespace', async () => {
    const shared = gitRepository().replace('namespace: flux-system', 'namespace: shared')
    const files = { ...apps(shared), ...app }
    expect(folder(await expandOne({ ...files, ...apps(shared, 'path: ./deploy') }))).toBe('deploy')
    const named = kustomization('path: ./deploy').replace('name: flux-system}', 'name: flux-system, namespace: shared}')
    expect(
      folder(await expandOne({ ...files, 'clusters/apps.yaml': `${shared.replace(here, 'https://example.com/other')}---\n${named}` })),
    ).toBeUndefined()
    expect(folder(await expandOne({ ...files, 'clusters/apps.yaml': `${shared}---\n${named}` }))).toBe('deploy')
  })

  it('gotk-sync.yaml: the repository that the file itself is deployed from, whatever its URL', async () => {
    const sync = `${gitRepository('ref: {branch: main}', 'flux-system', 'ssh://git@git.example.com/fleet')}---\n${kustomization('path: ./clusters/prod')}`
    const unit = await expandOne({ 'clusters/prod/flux-system/gotk-sync.yaml': sync })
    expect([folder(unit), resources(unit)]).toEqual(['clusters/prod', ['./flux-system/gotk-sync.yaml']])
    const inside = await expandOne({ 'clusters/fleet/clusters/prod/flux-system/gotk-sync.yaml': sync })
    expect(folder(inside)).toBe('clusters/fleet/clusters/prod')
    const root = await expandOne({ 'clusters/flux-system/gotk-sync.yaml': sync.replace('./clusters/prod', './') })
    expect(folder(root)).toBe('clusters')
    const other = await expandOne({ 'clusters/prod/flux-system/gotk-sync.yaml': sync.replace('./clusters/prod', './clusters/dev') })
    expect(reasons(other)).toEqual(['remote-source clusters/prod/flux-system/gotk-sync.yaml:12'])
  })

  it('ignore: what is left out of the artifact is not in a generated kustomization', async () => {
    const ignore = 'ignore: |\n  # exclude all\n  /*\n  # include deploy dir\n  !/deploy\n  /deploy/**/*.txt.yaml\n  /deploy/later/\n'
    const files = {
      ...apps(gitRepository(ignore)),
      'deploy/map.yaml': configMap('a'),
      'deploy/deep/map.yaml': configMap('b'),
      'deploy/deep/notes.txt.yaml': 'x',
      'deploy/later/map.yaml': configMap('c'),
      'other/map.yaml': configMap('d'),
    }
    expect(resources(await expandOne(files))).toEqual(['./deep/map.yaml', './map.yaml'])
    const outside = await expandOne({ ...files, ...apps(gitRepository(ignore), 'path: ./other') })
    expect([outside.sources, reasons(outside)]).toEqual([[], ['render-failed clusters/apps.yaml:19']])
  })

  it('ignore: a base that is left out of the artifact fails', async () => {
    const files = {
      ...apps(gitRepository('ignore: |\n  /base/'), 'path: ./deploy'),
      'deploy/kustomization.yaml': 'resources: [../base]\n',
      'base/kustomization.yaml': 'resources: [map.yaml]\n',
      'base/map.yaml': configMap('a'),
    }
    expect(reasons(await expandOne(files))).toEqual(['render-failed clusters/apps.yaml:14'])
    expect(folder(await expandOne({ ...files, ...apps(gitRepository('ignore: |\n  /bases/')) }))).toBe('deploy')
  })

  it('.sourceignore files and default exclusions, which ignore may overrule', async () => {
    const files = {
      ...apps(gitRepository()),
      '.sourceignore': '*-draft.yaml\n',
      'deploy/.sourceignore': '/local.yaml\n!kept-draft.yaml\n',
      'deploy/map.yaml': configMap('a'),
      'deploy/a-draft.yaml': 'x',
      'deploy/kept-draft.yaml': configMap('b'),
      'deploy/local.yaml': 'x',
      'deploy/deep/local.yaml': configMap('c'),
      'deploy/.sops.yaml': 'x',
      'deploy/.github/workflow.yaml': 'x',
    }
    expect(resources(await expandOne(files))).toEqual(['./deep/local.yaml', './kept-draft.yaml', './map.yaml'])
    const overruled = await expandOne({ ...files, ...apps(gitRepository('ignore: "!/deploy/local.yaml"')) })
    expect(resources(overruled)).toEqual(['./deep/local.yaml', './kept-draft.yaml', './local.yaml', './map.yaml'])
  })

  it('sparseCheckout: only the folders that are checked out', async () => {
    const files = {
      ...apps(gitRepository('sparseCheckout: [deploy/a]')),
      'deploy/a/map.yaml': configMap('a'),
      'deploy/b/map.yaml': configMap('b'),
    }
    expect(resources(await expandOne(files))).toEqual(['./a/map.yaml'])
    expect(reasons(await expandOne({ ...files, ...apps(gitRepository('sparseCheckout: [other]')) }))).toEqual([
      'render-failed clusters/apps.yaml:13',
    ])
  })

  it('include: a folder of another repository is a part of this one', async () => {
    const include = 'include:\n  - repository: {name: other}\n    fromPath: deploy/kubernetes\n    toPath: base/app\n'
    const other = gitRepository('', 'other', 'https://github.com/example/other')
    const files = { 'clusters/apps.yaml': `${gitRepository(include)}---\n${other}---\n${kustomization('path: ./base/app/x')}`, ...app }
    expect(reasons(await expandOne(files))).toEqual(['remote-source clusters/apps.yaml:21'])
    const vendored = { ...files, 'vendor/other/deploy/kubernetes/x/map.yaml': configMap('x') }
    expect(folder(await expandOne(vendored, { mapped: { 'https://github.com/example/other': 'vendor/other' } }))).toBe(
      'vendor/other/deploy/kubernetes/x',
    )
    const apart = await expandOne({ ...files, 'clusters/apps.yaml': files['clusters/apps.yaml'].replace('./base/app/x', './deploy') })
    expect([folder(apart), apart.notEvaluated]).toEqual(['deploy', []])
  })

  it('a root that is a part of its repository', async () => {
    const files = { ...apps(gitRepository('', 'flux-system', 'https://github.com/example/mono'), 'path: ./examples/shop/deploy'), ...app }
    const part = { mapped: { 'https://github.com/example/mono': { folder: '.', prefix: 'examples/shop' } } }
    expect(folder(await expandOne(files, part))).toBe('deploy')
    const outside = { ...files, ...apps(gitRepository('', 'flux-system', 'https://github.com/example/mono'), 'path: ./platform') }
    expect(reasons(await expandOne(outside, part))).toEqual(['unresolved-reference clusters/apps.yaml:11'])
  })
})

describe('other sources of manifests', () => {
  it('OCIRepository: mapped by its URL', async () => {
    const files = {
      'clusters/apps.yaml': `${source('OCIRepository', 'url: oci://ghcr.io/example/manifests/app\nref: {semver: ">= 1.0"}')}---\n${from('OCIRepository')}`,
      ...app,
    }
    expect(reasons(await expandOne(files))).toEqual(['remote-source clusters/apps.yaml:12'])
    const unit = await expandOne(files, { mapped: { 'oci://ghcr.io/example/manifests/app': '.' } })
    expect([folder(unit), unit.targetRevisions]).toEqual(['deploy', ['>= 1.0']])
  })

  it('Bucket: called by its endpoint and name', async () => {
    const files = {
      'clusters/apps.yaml': `${source('Bucket', 'endpoint: minio.example.com\nbucketName: example')}---\n${from('Bucket')}`,
      ...app,
    }
    expect((await expandOne(files)).notEvaluated[0]!.message).toContain('minio.example.com/example')
    expect(folder(await expandOne(files, { mapped: { 'minio.example.com/example': '.' } }))).toBe('deploy')
  })

  it('a kind that Flux does not take fails', async () => {
    expect(reasons(await expandOne({ 'clusters/apps.yaml': from('HelmRepository'), ...app }))).toEqual([
      'render-failed clusters/apps.yaml:5',
    ])
  })
})

describe('ArtifactGenerator', () => {
  const generator = (copy: string, name = 'apps') =>
    `apiVersion: source.extensions.fluxcd.io/v1beta1\nkind: ArtifactGenerator\nmetadata: {name: g, namespace: flux-system}\nspec:\n  sources:\n    - {alias: repo, kind: GitRepository, name: flux-system}\n    - {alias: other, kind: GitRepository, name: other}\n  artifacts:\n    - name: ${name}\n      copy:\n${indent(copy, '        ')}`
  const other = gitRepository('', 'other', 'https://github.com/example/other')
  const cluster = (copy: string, spec: string) => ({
    'clusters/apps.yaml': [
      gitRepository('ref: {branch: main}'),
      other,
      generator(copy),
      from('ExternalArtifact', spec).replace('name: flux-system}\n', 'name: apps}\n'),
    ].join('---\n'),
  })
  const files = {
    'deploy/frontend/map.yaml': configMap('frontend'),
    'deploy/base/map.yaml': configMap('base'),
    'deploy/base/kustomization.yaml': 'resources: [map.yaml]\n',
    'deploy/prod/kustomization.yaml': 'resources: [../base]\n',
  }

  it('decomposition: a folder of a repository', async () => {
    const unit = await expandOne({ ...cluster('- {from: "@repo/deploy/frontend/**", to: "@artifact/"}', 'path: ./'), ...files })
    expect([folder(unit), unit.targetRevisions, unit.notEvaluated]).toEqual(['deploy/frontend', ['main'], []])
  })

  it('folders that stand to each other as in the repository', async () => {
    const copy = '- {from: "@repo/deploy/base/**", to: "@artifact/base/"}\n- {from: "@repo/deploy/prod/**", to: "@artifact/prod/"}'
    const unit = await expandOne({ ...cluster(copy, 'path: ./prod'), ...files })
    expect([folder(unit), unit.notEvaluated]).toEqual(['deploy/prod', []])
  })

  it('a base that is not copied fails', async () => {
    const unit = await expandOne({ ...cluster('- {from: "@repo/deploy/prod/**", to: "@artifact/prod/"}', 'path: ./prod'), ...files })
    expect([unit.sources, unit.notEvaluated.map(({ reason }) => reason)]).toEqual([[], ['render-failed']])
  })

  it('a base that is copied from elsewhere is named', async () => {
    const copy = '- {from: "@repo/deploy/frontend/**", to: "@artifact/base/"}\n- {from: "@repo/deploy/prod/**", to: "@artifact/prod/"}'
    const unit = await expandOne({ ...cluster(copy, 'path: ./prod'), ...files })
    expect([unit.sources, unit.notEvaluated.map(({ reason }) => reason)]).toEqual([[], ['unresolved-reference']])
  })

  it('composition: a part from another repository is remote, the others are not', async () => {
    const copy =
      '- {from: "@repo/deploy/frontend/**", to: "@artifact/app/frontend/"}\n- {from: "@other/deploy/**", to: "@artifact/app/backend/"}'
    const whole = await expandOne({ ...cluster(copy, 'path: ./app'), ...files })
    expect(whole.notEvaluated.map(({ reason }) => reason)).toEqual(['remote-source'])
    expect(folder(await expandOne({ ...cluster(copy, 'path: ./app/frontend'), ...files }))).toBe('deploy/frontend')
  })

  it('a folder without /** is copied as a folder, globs and exclude limit the files', async () => {
    const named = await expandOne({ ...cluster('- {from: "@repo/deploy/frontend", to: "@artifact/x/"}', 'path: ./x/frontend'), ...files })
    expect(folder(named)).toBe('deploy/frontend')
    const globbed = { ...files, 'deploy/frontend/other.yml': configMap('other'), 'deploy/frontend/deep/map.yaml': configMap('deep') }
    const some = await expandOne({
      ...cluster('- {from: "@repo/deploy/**/*.yaml", to: "@artifact/"}', 'path: ./deploy/frontend'),
      ...globbed,
    })
    expect(resources(some)).toEqual(['./deep/map.yaml', './map.yaml'])
    const less = await expandOne({
      ...cluster('- {from: "@repo/deploy/frontend/**", to: "@artifact/", exclude: ["*.yml", "deep/**"]}', 'path: ./'),
      ...globbed,
    })
    expect(resources(less)).toEqual(['./map.yaml'])
  })

  it('an artifact that nothing generates is named', async () => {
    const unit = await expandOne({ 'clusters/apps.yaml': from('ExternalArtifact'), ...app })
    expect(reasons(unit)).toEqual(['unresolved-reference clusters/apps.yaml:5'])
  })

  it('Merge and Extract are named', async () => {
    const copy = '- {from: "@repo/deploy/frontend/**", to: "@artifact/", strategy: Extract}'
    const unit = await expandOne({ ...cluster(copy, 'path: ./'), ...files })
    expect(unit.notEvaluated.map(({ reason }) => reason)).toEqual(['unresolved-reference'])
  })
})
