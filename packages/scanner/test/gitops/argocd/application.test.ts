import { describe, expect, test } from 'vitest'
import type { ConfiguredRepository } from '../../../src/gitops/argocd/index.ts'
import { expandFiles, ownUrl } from './expand.ts'

/** An Application with this source, or these sources. */
function application(source: string, name = 'guestbook'): string {
  const indented = source
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
  const key = source.trim().startsWith('- ') ? 'sources' : 'source'
  return `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: web}
  ${key}:
${indented}
`
}

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`
const chart = 'apiVersion: v2\nname: demo\nversion: 1.0.0\n'

async function one(source: string, files: Record<string, string> = {}, repositories: ConfiguredRepository[] = []) {
  const { applications } = await expandFiles({ 'apps.yaml': application(source), ...files }, { repositories })
  expect(applications).toHaveLength(1)
  return applications[0]!
}

const source = (path: string, more = '') => `repoURL: ${ownUrl}\ntargetRevision: main\npath: ${path}\n${more}`

describe('directory (docs/user-guide/directory.md)', () => {
  const files = {
    'd/config.json': '{}',
    'd/deployment.yaml': configMap('a'),
    'd/notes.txt': 'x',
    'd/env-use2/configmap.yaml': configMap('b'),
    'd/env-usw2/configmap.yml': configMap('c'),
  }
  const filesOf = async (options: string, more = {}) => {
    const { sources, notEvaluated } = await one(source('d', options), { ...files, ...more })
    expect(notEvaluated).toEqual([])
    return sources.flatMap((found) => (found.source === 'plain' ? found.files : [found.source]))
  }

  test('only the files of the folder by default', async () => {
    expect(await filesOf('')).toEqual(['d/config.json', 'd/deployment.yaml'])
  })
  test('recurse', async () => {
    expect(await filesOf('directory: {recurse: true}')).toEqual([
      'd/config.json',
      'd/deployment.yaml',
      'd/env-use2/configmap.yaml',
      'd/env-usw2/configmap.yml',
    ])
  })
  test('include: several patterns in braces; a star passes over folders', async () => {
    expect(await filesOf("directory: {recurse: true, include: '{*.yml,*.yaml}'}")).toEqual([
      'd/deployment.yaml',
      'd/env-use2/configmap.yaml',
      'd/env-usw2/configmap.yml',
    ])
    expect(await filesOf("directory: {recurse: true, include: 'env-use2/*'}")).toEqual(['d/env-use2/configmap.yaml'])
  })
  test('exclude goes before include', async () => {
    expect(await filesOf("directory: {recurse: true, exclude: '{config.json,env-usw2/*}', include: '*.yaml'}")).toEqual([
      'd/deployment.yaml',
      'd/env-use2/configmap.yaml',
    ])
  })
  test('a file with the mark +argocd:skip-file-rendering is none of the manifests', async () => {
    expect(await filesOf('', { 'd/skipped.yaml': `# +argocd:skip-file-rendering\n${configMap('s')}` })).not.toContain('d/skipped.yaml')
  })
  test('a hidden folder is read when the Application names it', async () => {
    const { sources } = await one(source('.argo/web'), { '.argo/web/a.yaml': configMap('a') })
    expect(sources).toEqual([{ source: 'plain', files: ['.argo/web/a.yaml'] }])
  })
  test('Jsonnet is refused by name', async () => {
    const { sources, notEvaluated } = await one(source('d'), { ...files, 'd/a.jsonnet': '{}' })
    expect(sources).toEqual([])
    expect(notEvaluated).toMatchObject([
      { file: 'apps.yaml', line: 13, reason: 'render-failed', message: expect.stringContaining('d/a.jsonnet is Jsonnet') },
    ])
  })
  test('Jsonnet that exclude takes away is no matter', async () => {
    expect(await filesOf("directory: {exclude: '*.jsonnet'}", { 'd/a.jsonnet': '{}' })).toEqual(['d/config.json', 'd/deployment.yaml'])
  })
  test('an invalid pattern is an error at its line', async () => {
    const { notEvaluated } = await one(source('d', "directory: {include: '{a'}"), files)
    expect(notEvaluated).toMatchObject([
      { line: 14, reason: 'render-failed', message: expect.stringContaining('"{a" is no valid pattern') },
    ])
  })
})

describe('tool detection (docs/user-guide/tool_detection.md)', () => {
  const toolOf = async (files: Record<string, string>, options = '') => {
    const { sources, notEvaluated } = await one(source('d', options), files)
    expect(notEvaluated).toEqual([])
    return sources[0]?.source
  }
  test('Helm: there is a Chart.yaml', async () => expect(await toolOf({ 'd/Chart.yaml': chart })).toBe('chart'))
  test.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])('Kustomize: there is a %s', async (name) =>
    expect(await toolOf({ [`d/${name}`]: 'resources: []\n' })).toBe('kustomization'),
  )
  test('otherwise a directory', async () => expect(await toolOf({ 'd/a.yaml': configMap('a') })).toBe('plain'))
  test('what is configured explicitly goes first', async () =>
    expect(await toolOf({ 'd/Chart.yaml': chart, 'd/a.yaml': configMap('a') }, 'directory: {recurse: true}')).toBe('plain'))
  test('options of two tools are an error', async () => {
    const { notEvaluated } = await one(source('d', 'helm: {}\ndirectory: {}'), { 'd/a.yaml': configMap('a') })
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: 'The source has options of helm and directory; Argo CD takes one.' },
    ])
  })
  test('a config management plugin is not evaluated', async () => {
    const { sources, notEvaluated } = await one(source('d', 'plugin: {name: kasane}'), { 'd/a.yaml': configMap('a') })
    expect(sources).toEqual([])
    expect(notEvaluated).toMatchObject([
      { reason: 'unresolved-reference', line: 14, message: expect.stringContaining('config management plugin') },
    ])
  })
})

describe('where a source is', () => {
  test('in another repository', async () => {
    const { sources, notEvaluated, targetRevisions } = await one(
      'repoURL: https://token@git.example.com/other/repo.git\ntargetRevision: v1\npath: d',
    )
    expect(sources).toEqual([])
    expect(targetRevisions).toEqual(['v1'])
    expect(notEvaluated).toMatchObject([{ file: 'apps.yaml', line: 11, reason: 'remote-source' }])
    expect(notEvaluated[0]!.message).toContain('https://git.example.com/other/repo.git')
  })
  test('in this repository under a URL that is not known', async () => {
    const { notEvaluated } = await one('repoURL: https://git.example.com/mirror/deploy.git\npath: d', { 'd/a.yaml': configMap('a') })
    expect(notEvaluated).toMatchObject([{ reason: 'remote-source', message: expect.stringContaining('with path: .') }])
  })
  test('in another repository of which the configuration knows a copy', async () => {
    const files = { 'checkout/d/a.yaml': configMap('a') }
    const { sources, paths } = await one('repoURL: git@git.example.com:other/repo\npath: d', files, [
      { url: 'https://git.example.com/other/repo.git', path: 'checkout' },
    ])
    expect(sources).toEqual([{ source: 'plain', files: ['checkout/d/a.yaml'] }])
    expect(paths).toEqual(['checkout/d'])
  })
  test('a chart of a registry', async () => {
    const { notEvaluated } = await one('repoURL: registry.example.com/charts\nchart: redis\ntargetRevision: 1.0.0')
    expect(notEvaluated).toMatchObject([
      { line: 12, reason: 'remote-source', message: expect.stringContaining('The chart redis of registry.example.com/charts') },
    ])
  })
  test('a chart of a registry of which the configuration knows a copy', async () => {
    const { sources } = await one('repoURL: oci://registry.example.com/charts\nchart: redis', { 'vendor/redis/Chart.yaml': chart }, [
      { url: 'registry.example.com/charts', chart: 'redis', path: 'vendor/redis' },
    ])
    expect(sources).toMatchObject([{ source: 'chart', chart: { folder: 'vendor/redis' }, releaseName: 'guestbook', namespace: 'web' }])
  })
  test('a path that does not exist', async () => {
    const { notEvaluated } = await one(source('nowhere'))
    expect(notEvaluated).toMatchObject([{ line: 13, reason: 'render-failed', message: 'The path nowhere does not exist here.' }])
  })
  test.each(['../outside', '/../outside', 'a/../../outside'])('the path %s', async (path) => {
    const { sources, notEvaluated } = await one(source(path))
    expect(sources).toEqual([])
    expect(notEvaluated).toMatchObject([{ reason: 'outside-root' }])
  })
  test('no source at all', async () => {
    const text = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {project: p}\n'
    const { applications } = await expandFiles({ 'a.yaml': text })
    expect(applications[0]!.notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'The Application has no source.' }])
  })
})

describe('several sources (docs/user-guide/multiple_sources.md)', () => {
  test('each is taken; sources goes before source', async () => {
    const text = application(`- ${source('one').replaceAll('\n', '\n  ')}\n- ${source('two').replaceAll('\n', '\n  ')}`)
    const { applications } = await expandFiles({
      'apps.yaml': `${text}  source: {repoURL: ${ownUrl}, path: three}\n`,
      'one/a.yaml': configMap('a'),
      'two/b.yaml': configMap('b'),
      'three/c.yaml': configMap('c'),
    })
    expect(applications[0]).toMatchObject({ paths: ['one', 'two'], targetRevisions: ['main', 'main'], notEvaluated: [] })
  })
  test('one that is remote does not keep the others back', async () => {
    const { sources, notEvaluated } = await one(
      `- repoURL: ${ownUrl}\n  path: one\n- repoURL: https://elsewhere.example.com/x\n  path: two`,
      {
        'one/a.yaml': configMap('a'),
      },
    )
    expect(sources).toEqual([{ source: 'plain', files: ['one/a.yaml'] }])
    expect(notEvaluated).toMatchObject([{ reason: 'remote-source', line: 13 }])
  })
  const external = `- repoURL: https://prometheus-community.github.io/helm-charts
  chart: prometheus
  targetRevision: 15.7.1
  helm: {valueFiles: [$values/charts/prometheus/values.yaml]}
- repoURL: ${ownUrl}
  targetRevision: dev
  ref: values`
  const vendored = [{ url: 'https://prometheus-community.github.io/helm-charts', path: 'vendor' }]
  test('values files of a source with ref, relative to the top of its repository', async () => {
    const files = { 'vendor/prometheus/Chart.yaml': chart, 'charts/prometheus/values.yaml': 'a: 1\n' }
    const { sources, notEvaluated } = await one(external, files, vendored)
    expect(notEvaluated).toEqual([])
    expect(sources).toMatchObject([{ source: 'chart', values: [{ kind: 'file', file: 'charts/prometheus/values.yaml' }] }])
  })
  test('variables behind the ref are replaced', async () => {
    const files = { 'vendor/prometheus/Chart.yaml': chart, 'charts/guestbook/values.yaml': 'a: 1\n' }
    const { sources } = await one(external.replace('charts/prometheus', 'charts/$ARGOCD_APP_NAME'), files, vendored)
    expect(sources).toMatchObject([{ source: 'chart', values: [{ kind: 'file', file: 'charts/guestbook/values.yaml' }] }])
  })
  test('a source with ref and path gives manifests too', async () => {
    const files = { 'd/a.yaml': configMap('a') }
    const { sources } = await one(`- repoURL: ${ownUrl}\n  path: d\n  ref: values`, files)
    expect(sources).toEqual([{ source: 'plain', files: ['d/a.yaml'] }])
  })
  test('a ref to a repository that is elsewhere', async () => {
    const text = external.replace(ownUrl, 'https://elsewhere.example.com/values')
    const { notEvaluated } = await one(text, { 'vendor/prometheus/Chart.yaml': chart }, vendored)
    expect(notEvaluated).toMatchObject([
      { reason: 'remote-source', line: 14, message: expect.stringContaining('$values/charts/prometheus/values.yaml') },
    ])
  })
  test('a ref that no source has', async () => {
    const { notEvaluated } = await one(external.replace('ref: values', 'ref: other'), { 'vendor/prometheus/Chart.yaml': chart }, vendored)
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: 'No source has the ref that $values/charts/prometheus/values.yaml names.' },
    ])
  })
})

describe('overrides in git (docs/user-guide/parameters.md, "Store Overrides In Git")', () => {
  const files = {
    'd/kustomization.yaml': 'resources: []\n',
    'd/.argocd-source.yaml':
      'path: elsewhere\nkustomize:\n  images:\n    - gcr.io/heptio-images/ks-guestbook-demo:0.2\n  namePrefix: all-\n',
  }
  test('.argocd-source.yaml', async () => {
    const { sources } = await one(source('d', 'kustomize: {nameSuffix: -app}'), files)
    const [found] = sources
    expect(found).toMatchObject({
      folder: 'd',
      edit: {
        kustomization: {
          namePrefix: 'all-',
          nameSuffix: '-app',
          images: [{ name: 'gcr.io/heptio-images/ks-guestbook-demo', newTag: '0.2' }],
        },
      },
    })
    const origins = found!.source === 'kustomization' ? found!.edit!.origins : []
    expect(origins.find(({ path }) => path[0] === 'namePrefix')!.field).toMatchObject({
      manifest: { origin: { file: 'd/.argocd-source.yaml' } },
      path: ['kustomize', 'namePrefix'],
    })
    expect(origins.find(({ path }) => path[0] === 'nameSuffix')!.field).toMatchObject({
      manifest: { origin: { file: 'apps.yaml' } },
      path: ['spec', 'source', 'kustomize', 'nameSuffix'],
    })
  })
  test('.argocd-source-<application>.yaml goes last', async () => {
    const more = {
      ...files,
      'd/.argocd-source-guestbook.yaml': 'kustomize: {namePrefix: own-}\n',
      'd/.argocd-source-other.yaml': 'kustomize: {namePrefix: other-}\n',
    }
    const { sources } = await one(source('d'), more)
    expect(sources).toMatchObject([{ edit: { kustomization: { namePrefix: 'own-' } } }])
  })
  test('one that cannot be read is an error', async () => {
    const { notEvaluated } = await one(source('d'), { ...files, 'd/.argocd-source.yaml': 'a: [\n' })
    expect(notEvaluated).toMatchObject([{ reason: 'parse-failed', message: expect.stringContaining('d/.argocd-source.yaml') }])
  })
})

test('source hydrator: what is deployed comes from drySource (docs/user-guide/source-hydrator.md)', async () => {
  const text = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: my-app}
spec:
  destination: {name: in-cluster, namespace: web}
  sourceHydrator:
    drySource: {repoURL: '${ownUrl}', path: chart, targetRevision: HEAD, helm: {values: 'a: 1'}}
    syncSource: {targetBranch: environments/dev, path: my-app}
`
  const { applications } = await expandFiles({ 'a.yaml': text, 'chart/Chart.yaml': chart })
  expect(applications[0]).toMatchObject({
    project: 'default',
    destination: { name: 'in-cluster', namespace: 'web' },
    targetRevisions: ['HEAD'],
    sources: [
      {
        source: 'chart',
        values: [{ kind: 'text', text: 'a: 1', field: { path: ['spec', 'sourceHydrator', 'drySource', 'helm', 'values'] } }],
      },
    ],
  })
})

test('AppProject: bound to its Applications, that of their namespace first', async () => {
  const project = (namespace: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: default, namespace: ${namespace}}\n`
  const { applications } = await expandFiles({
    'apps.yaml': application(source('d')),
    'd/a.yaml': configMap('a'),
    'p.yaml': `${project('aaa')}---\n${project('argocd')}`,
  })
  expect(applications[0]!.appProject?.ref.namespace).toBe('argocd')
  const elsewhere = await expandFiles({ 'apps.yaml': application(source('d')), 'd/a.yaml': configMap('a'), 'p.yaml': project('control') })
  expect(elsewhere.applications[0]!.appProject?.ref.namespace).toBe('control')
  const alone = await one(source('d'), { 'd/a.yaml': configMap('a') })
  expect(alone.appProject).toBeUndefined()
  expect(alone.notEvaluated).toEqual([])
})
