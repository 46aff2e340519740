import { describe, expect, it } from 'vitest'
import { unitTree, unitTreeMermaid } from '../../src/report/unit-tree.ts'
import { found, judge, missed } from '../scan/judge.ts'
import { privileged, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { application, deployed } from './units.ts'

const calm = (name: string) => privilegedPod(name).replace('privileged: true', 'privileged: false')

/** A chart whose pod is privileged by `p` or `field.p`, and not by itself. */
const chart = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'web/values.yaml': 'p: false\nfield: {p: false}\n',
  'web/templates/pod.yaml': privilegedPod().replace('privileged: true', 'privileged: {{ or .Values.p .Values.field.p }}'),
}
const on = '    helm: {parameters: [{name: p, value: "true"}]}\n'
const shop = application('shop', 'web', { source: on })
const several = (...paths: string[]) =>
  application('shop', 'x').replace(
    / {2}source:\n.*\n.*\n/,
    `  sources:\n${paths.map((path) => `    - {repoURL: https://git.example/shop.git, path: ${path}}\n`).join('')}`,
  )

const source = 'sourceRef: {kind: GitRepository, name: flux-system}'
const meta = 'metadata: {name: flux-system, namespace: flux-system}'
const cluster = (patches: string) =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n${meta}\nspec: {url: https://git.example/shop.git}\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n${meta}\nspec:\n  path: ./prod\n  ${source}\n  patches:\n${patches}`
const release = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web, namespace: flux-system}\nspec:\n  chart: {spec: {chart: ./web, ${source}}}\n  ${values}\n`
const patch = (kind: string, path: string, value: string) =>
  `    - target: {kind: ${kind}}\n      patch: |\n        - {op: replace, path: ${path}, value: ${value}}\n`

/** What a change could do so that what is deployed is not what is judged. */
const attempts: Record<string, Record<string, string>> = {
  'an apiVersion with an escape': { 'apps/shop.yaml': shop.replace(/argoproj.io\/v1alpha1/, '"argoproj\\x2eio/v1alpha1"'), ...chart },
  'an apiVersion with an escaped slash': { 'apps/shop.yaml': shop.replace(/argoproj.io\/v1alpha1/, '"argoproj.io\\/v1alpha1"'), ...chart },
  'an apiVersion that a chart puts together': {
    'apps/Chart.yaml': 'apiVersion: v2\nname: apps\nversion: 0.1.0\n',
    'apps/values.yaml': 'group: argoproj.io\n',
    'apps/templates/shop.yaml': shop.replace('argoproj.io', '{{ .Values.group }}'),
    ...chart,
  },
  'an Application in the values of another one': {
    'apps/root.yaml': application('root', 'extra', {
      source: `    helm:\n      valuesObject:\n        objects: [${JSON.stringify(objectOf())}]\n`,
    }),
    'extra/Chart.yaml': 'apiVersion: v2\nname: extra\nversion: 0.1.0\n',
    'extra/templates/all.yaml': '{{- range .Values.objects }}\n---\n{{ toYaml . }}\n{{- end }}\n',
    ...chart,
  },
  'an Application of the same name in another control plane': {
    'dev/root.yaml': application('root', 'dev-apps'),
    'dev-apps/shop.yaml': application('shop', 'web'),
    'prod/shop.yaml': shop,
    ...chart,
  },
  'a patch of a release in a value called field': {
    'prod/flux-system/sync.yaml': cluster(patch('HelmRelease', '/spec/values/field/p', 'true')),
    'prod/web.yaml': release('values: {field: {p: false}}'),
    ...chart,
  },
  'a patch of the values in a ConfigMap': {
    'prod/flux-system/sync.yaml': cluster(patch('ConfigMap', '/data/values.yaml', '"p: true"')),
    'prod/values.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: flux-system}\ndata: {values.yaml: "p: false"}\n',
    'prod/web.yaml': release('valuesFrom: [{kind: ConfigMap, name: values}]'),
    ...chart,
  },
  'a hidden folder': {
    'apps/shop.yaml': application('shop', 'shop', { source: '    directory: {recurse: true}\n' }),
    'shop/calm.yaml': calm('calm'),
    'shop/.later/pod.yaml': privilegedPod(),
  },
  'an Application in a hidden folder': {
    'apps/root.yaml': application('root', 'shop', { source: '    directory: {recurse: true}\n' }),
    'shop/calm.yaml': calm('calm'),
    'shop/.later/shop.yaml': shop,
    ...chart,
  },
  'a folder of a package manager': {
    'apps/shop.yaml': application('shop', 'shop', { source: '    directory: {recurse: true}\n' }),
    'shop/calm.yaml': calm('calm'),
    'shop/node_modules/pod.yaml': privilegedPod(),
  },
  'a file of a generator in a hidden folder': {
    'apps/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: shop, namespace: argocd}
spec:
  generators: [{git: {repoURL: https://git.example/shop.git, files: [{path: "envs/**/config.yaml"}]}}]
  template:
    metadata: {name: "shop-{{p}}"}
    spec:
      project: default
      source: {repoURL: https://git.example/shop.git, path: web, helm: {parameters: [{name: p, value: "{{p}}"}]}}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
`,
    'envs/dev/config.yaml': 'p: "false"\n',
    'envs/.prod/config.yaml': 'p: "true"\n',
    ...chart,
  },
  'a source beside that of the source hydrator': {
    'apps/shop.yaml': several('calm').replace(
      '  destination:',
      '  sourceHydrator:\n    drySource: {repoURL: https://git.example/shop.git, path: web, helm: {parameters: [{name: p, value: "true"}]}}\n    syncSource: {targetBranch: env, path: web}\n  destination:',
    ),
    'calm/pod.yaml': calm('calm'),
    ...chart,
  },
  'an object without a name in two sources': {
    'apps/shop.yaml': several('one', 'two'),
    'one/pod.yaml': privilegedPod().replace('name: debug', 'generateName: debug-'),
    'two/pod.yaml': calm('debug').replace('name: debug', 'generateName: debug-'),
  },
}

function objectOf(): object {
  const spec = {
    project: 'default',
    source: { repoURL: 'https://git.example/shop.git', path: 'web', helm: { parameters: [{ name: 'p', value: 'true' }] } },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
  }
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'shop', namespace: 'argocd' }, spec }
}

describe('a privileged pod is seen in spite of', () => {
  for (const [what, files] of Object.entries(attempts)) {
    it(what, async () => expect(found(await judge(repository(files)), privileged)).not.toEqual([]))
  }
})

it('an Application whose apiVersion no file mentions is named', async () => {
  const files = {
    'apps/Chart.yaml': 'apiVersion: v2\nname: apps\nversion: 0.1.0\n',
    'apps/templates/shop.yaml': shop.replace('argoproj.io', '{{ "argo" }}{{ "proj.io" }}'),
    ...chart,
  }
  expect((await judge(repository(files))).notEvaluated).toMatchObject([
    { file: 'apps/templates/shop.yaml', reason: 'unresolved-reference' },
  ])
})

it.each<[string, Record<string, string>, string]>([
  [
    'an operation with a source of its own',
    { 'apps/shop.yaml': `${application('shop', 'web')}operation: {sync: {source: {path: web, helm: {values: "p: true"}}}}\n`, ...chart },
    'unresolved-reference apps/shop.yaml',
  ],
  [
    'an object that SOPS has encrypted',
    { 'pod.yaml': `${privilegedPod().replace(': true', ': "ENC[AES256_GCM,data:dHJ1ZQ==,type:bool]"')}sops: {mac: "ENC[a]"}\n` },
    'unknown-value pod.yaml',
  ],
])('%s is named', async (_, files, expected) => expect(missed(await judge(repository(files)))).toEqual([expected]))

it('folders that rules of .gitignore take long for do not keep a scan from its end', { timeout: 20_000 }, async () => {
  const files = { '.gitignore': `${'x/**/'.repeat(10)}y\n`, [`${'x/'.repeat(60)}pod.yaml`]: privilegedPod() }
  expect(found(await judge(repository(files)), privileged)).toHaveLength(1)
})

it('a folder whose path is the id of an Application is a unit of its own', async () => {
  const files = { 'apps/shop.yaml': application('shop', 'web'), ...chart, 'application/argocd/shop/pod.yaml': privilegedPod() }
  const { units, findings } = await judge(repository(files))
  expect(units.map(({ id }) => id)).toEqual(['application/argocd/shop', 'application/argocd/shop#files', 'apps'])
  expect(new Set(findings.filter(({ ruleId }) => ruleId === privileged).map(({ unit }) => unit))).toEqual(
    new Set(['application/argocd/shop#files']),
  )
})

it('more Applications than anybody has are an error', { timeout: 60_000 }, async () => {
  const items = Array.from({ length: 10_001 }, (_, i) => ({ ...objectOf(), metadata: { name: `shop-${i}`, namespace: 'argocd' } }))
  const files = { 'apps/all.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), ...chart }
  const result = await deployed(files)
  expect(result.notEvaluated.map(({ reason }) => reason)).toEqual(['render-failed'])
})

it('a name cannot write to the terminal through the tree', () => {
  const id = 'application/argocd/\u001b[31mred\n::error::forged'
  const unit = { id, kind: 'argocd-application' as const, path: 'web', environment: '', destination: '', rendersFrom: [], objects: 1 }
  expect(unitTreeMermaid(unitTree([unit])).split('\n')).toHaveLength(3)
  expect(unitTreeMermaid(unitTree([unit]))).not.toContain('\u001b')
})
