import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../../src/engines/client.ts'
import { openFiles } from '../../../src/files.ts'
import { argoTemplates, expandArgo } from '../../../src/gitops/argocd/index.ts'
import type { Json, JsonObject, Manifest } from '../../../src/model.ts'
import { random } from '../../parse/random.ts'
import { repository } from '../../scan/repository.ts'
import { expandFiles, ownUrl } from './expand.ts'

const helm = openEngine('helm')
afterAll(() => helm.close())

const spec = (path: string): JsonObject => ({
  project: 'p',
  destination: { server: 'https://kubernetes.default.svc', namespace: 'x' },
  sources: [
    {
      repoURL: ownUrl,
      path,
      targetRevision: 'main',
      helm: {
        valueFiles: ['values.yaml', '$v/plain/a.yaml', 'env/*.yaml'],
        values: 'a: 1',
        valuesObject: { a: 1 },
        parameters: [{ name: 'a', value: '$ARGOCD_APP_NAME', forceString: true }],
        fileParameters: [{ name: 'b', path: 'values.yaml' }],
      },
    },
    {
      repoURL: ownUrl,
      path: 'kustomize',
      kustomize: {
        images: ['a:1'],
        replicas: [{ name: 'a', count: 1 }],
        commonLabels: { a: 'b' },
        patches: [{ path: 'values.yaml' }],
        components: ['c'],
      },
    },
    { repoURL: ownUrl, path: 'plain', directory: { recurse: true, include: '*.yaml', exclude: 'x' }, ref: 'v' },
  ],
})
const templates: JsonObject[] = [
  { kind: 'Application', spec: spec('chart') },
  {
    kind: 'ApplicationSet',
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      templatePatch: 'spec: {project: "{{.a}}"}',
      generators: [
        {
          list: { elements: [{ a: 'chart' }], elementsYaml: '[{a: plain}]' },
          selector: { matchLabels: { a: 'chart' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] },
        },
        {
          matrix: {
            generators: [
              {
                git: {
                  repoURL: ownUrl,
                  directories: [{ path: '*', exclude: false }],
                  values: { v: '{{.path.path}}' },
                  pathParamPrefix: 'p',
                },
              },
              {
                merge: {
                  mergeKeys: ['a'],
                  generators: [
                    { list: { elements: [{ a: '{{.p.path.path}}' }] } },
                    { git: { repoURL: ownUrl, files: [{ path: '*.json' }] } },
                  ],
                },
              },
            ],
          },
        },
        { clusters: { selector: { matchLabels: { a: 'b' } }, values: { a: 'b' }, flatList: true } },
      ],
      template: { metadata: { name: '{{.a}}', labels: { a: 'b' } }, spec: spec('{{.a}}') },
    },
  },
  { kind: 'AppProject', spec: { sourceRepos: ['*'] } },
]

/** Puts something of another type in places of a value. */
function shaken(value: Json, next: (limit: number) => number): Json {
  const odd: Json[] = [
    null,
    0,
    -1,
    true,
    '',
    '..',
    '/',
    '{{',
    '{{.a',
    '$',
    '${',
    '*',
    '[',
    '\u0000',
    'a\nb',
    [],
    {},
    [null],
    { a: null },
    { '': {} },
  ]
  if (next(25) === 0) return odd[next(odd.length)]!
  if (Array.isArray(value)) return value.map((item) => shaken(item, next))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shaken(item, next)]))
}

test('objects of any shape are read or named; nothing else is read, nothing rejects', async () => {
  const root = repository({
    'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
    'chart/values.yaml': '',
    'chart/env/a.yaml': '',
    'kustomize/kustomization.yaml': 'images: [{name: a}]\n',
    'kustomize/c/kustomization.yaml': 'kind: Component\n',
    'plain/a.yaml': '',
    'plain/a.json': '{"a": "chart"}',
  })
  const { below: next } = random(25)
  const manifests = Array.from({ length: 400 }, (_, i): Manifest => {
    const { kind, spec: template } = templates[i % templates.length]!
    const object = { apiVersion: 'argoproj.io/v1alpha1', kind: kind!, metadata: { name: `n${i}` }, spec: shaken(template!, next) }
    const ref = { apiVersion: 'argoproj.io/v1alpha1', kind: kind as string, namespace: 'argocd', name: `n${i}` }
    return { object, ref, unit: 'u', origin: { kind: 'file', file: 'plain/a.yaml', document: 0, itemPath: [] } }
  })
  const files = [
    'chart/Chart.yaml',
    'chart/env/a.yaml',
    'chart/values.yaml',
    'kustomize/c/kustomization.yaml',
    'kustomize/kustomization.yaml',
    'plain/a.json',
    'plain/a.yaml',
  ]
  const { applications, notEvaluated } = await expandArgo(manifests, {
    sources: openFiles(root),
    remotes: [ownUrl],
    repositories: [],
    clusters: [{ name: 'c', server: 's', labels: { a: 'b' } }],
    files,
    kubernetesVersion: '1.34.0',
    template: argoTemplates(helm),
  })
  expect(applications.length).toBeGreaterThan(150)
  expect(notEvaluated.length).toBeGreaterThan(50)
  const read = applications.flatMap(({ sources }) =>
    sources.flatMap((source) =>
      source.source === 'plain'
        ? source.files
        : source.source === 'chart'
          ? [`${source.chart.folder}/Chart.yaml`, ...source.values.flatMap((value) => (value.kind === 'file' ? [value.file] : []))]
          : [`${source.folder}/kustomization.yaml`],
    ),
  )
  expect([...new Set(read)].sort()).toEqual(files.filter((file) => file !== 'kustomize/c/kustomization.yaml'))
  for (const { message, reason } of [...notEvaluated, ...applications.flatMap((application) => application.notEvaluated)]) {
    expect(message).toMatch(/\S/)
    expect(reason).toMatch(/^(render-failed|remote-source|unresolved-reference|outside-root)$/)
  }
})

test('a path that is a file', async () => {
  const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {repoURL: '${ownUrl}', path: d/a.yaml}}\n`
  const { applications } = await expandFiles({ 'a.yaml': text, 'd/a.yaml': '' })
  expect(applications[0]!.notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'The path d/a.yaml is no folder.' }])
})
