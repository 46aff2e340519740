import { afterAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../../src/engines/client.ts'
import { openFiles } from '../../../src/files.ts'
import { type ArgoContext, argoTemplates } from '../../../src/gitops/argocd/index.ts'
import type { Json } from '../../../src/model.ts'
import { locateFields } from '../../../src/provenance/fields.ts'
import { repository } from '../../scan/repository.ts'
import { expandFiles, expandFolder, ownUrl } from './expand.ts'

const hasty = openEngine('helm', { deadlineMs: 4000 })
afterAll(() => hasty.close())

interface Options {
  goTemplate?: boolean
  options?: string[]
  template?: Json
  spec?: { [field: string]: Json }
  listTemplate?: Json
}

const set = (
  elements: object[],
  { goTemplate = true, options = ['missingkey=error'], template = {}, spec = {}, listTemplate }: Options,
  name = 'set',
) =>
  JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: 'argocd' },
    spec: {
      goTemplate,
      goTemplateOptions: options,
      generators: [{ list: { elements, ...(listTemplate === undefined ? {} : { template: listTemplate }) } }],
      template,
      ...spec,
    },
  })

const source = { repoURL: ownUrl, path: 'app' }
const named = (name: string, spec: { [field: string]: Json } = {}) => ({ metadata: { name }, spec: { project: 'p', source, ...spec } })

async function expanded(elements: object[], options: Options, context: Partial<ArgoContext> = {}) {
  return await expandFiles({ 'set.yaml': set(elements, options), 'app/Chart.yaml': 'name: x', 'app/values.large.yaml': '' }, context)
}

async function objects(elements: object[], options: Options) {
  const { applications, notEvaluated } = await expanded(elements, options)
  expect(notEvaluated).toEqual([])
  return applications.map(({ manifest }) => manifest.object as { [field: string]: Json } & { metadata: Json; spec: Json })
}

const namesOf = async (elements: object[], options: Options) =>
  (await objects(elements, options)).map(({ metadata }) => (metadata as { name: string }).name)

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/
describe('goTemplate', () => {
  test('basic usage', async () => {
    const elements = ['engineering-dev', 'engineering-prod', 'finance-preprod'].map((cluster, i) => ({
      cluster,
      url: `https://${i}.2.3.4`,
    }))
    const template = named('{{.cluster}}-guestbook', { destination: { server: '{{.url}}', namespace: 'guestbook' } })
    const found = await objects(elements, { template })
    expect(found.map(({ metadata }) => metadata)).toEqual(
      elements.map(({ cluster }) => ({ name: `${cluster}-guestbook`, namespace: 'argocd' })),
    )
    expect(found[2]!.spec).toMatchObject({ destination: { server: 'https://2.2.3.4' } })
  })
  test('fallbacks for unset parameters', async () => {
    const elements = [{ cluster: 'engineering-dev' }, { cluster: 'engineering-prod', nameSuffix: '-my-name-suffix' }]
    expect(await namesOf(elements, { template: named('{{.cluster}}{{dig "nameSuffix" "" .}}') })).toEqual([
      'engineering-dev',
      'engineering-prod-my-name-suffix',
    ])
  })
  test('goTemplateOptions: missingkey=error', async () => {
    const { applications, notEvaluated } = await expanded([{ a: 'x' }, { b: 'y' }], { template: named('{{.a}}') })
    expect(applications.map(({ name }) => name)).toEqual(['x'])
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('map has no entry for key "a"') }])
  })
  test.each([[[]], [['missingkey=invalid']], [['missingkey=default']]])('goTemplateOptions: %j', async (options) => {
    expect(await namesOf([{ a: 'x' }], { options, template: named('{{.b}}') })).toEqual(['<no value>'])
  })
  test('an option that does not exist', async () => {
    const { notEvaluated } = await expanded([{ a: 'x' }], { options: ['missingkey=nonsense'], template: named('{{.a}}') })
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: expect.stringContaining('unrecognized option: missingkey=nonsense') },
    ])
  })
  test('each text is a template of its own: a range across fields fails', async () => {
    const parameters = ['{{range .parameters}}', '{{.name}}', '{{end}}'].map((name) => ({ name }))
    const { applications, notEvaluated } = await expanded([{ parameters: [] }], {
      template: named('a', { source: { ...source, helm: { parameters } } }),
    })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([{ message: expect.stringContaining('failed to parse template {{range .parameters}}') }])
  })
  test('keys are templates, numbers and booleans are not', async () => {
    const helm = { valuesObject: { '{{.key}}': { n: 1, b: true, list: ['{{.key}}'] } } }
    const [found] = await objects([{ key: 'k' }], { template: named('a', { source: { ...source, helm } }) })
    expect(found!.spec).toMatchObject({ source: { helm: { valuesObject: { k: { n: 1, b: true, list: ['k'] } } } } })
  })
  test.each([
    ['normalize', '{{ .x | normalize }}', 'Feat_A/b.', 'feat-a-b'],
    ['slugify', '{{ .x | slugify }}', 'A.b c: d', 'a-b-c-d'],
    ['slugify with a length cuts between words', '{{ cat .x | slugify 23 }}', 'my-long-branch-name-with-words', 'my-long-branch-name'],
    [
      'slugify not smart cuts at the length',
      '{{ cat .x | slugify 23 false }}',
      'my-long-branch-name-with-words',
      'my-long-branch-name-wit',
    ],
    ['toYaml', '{{ dict "a" (list 1 .x) | toYaml }}', 'b', 'a:\n- 1\n- b'],
    ['fromYaml', '{{ (fromYaml .x).a.b }}', 'a: {b: c}', 'c'],
    ['fromYamlArray', '{{ index (fromYamlArray .x) 1 }}', '[a, b]', 'b'],
    ['base of sprig', '{{ base .x }}', 'a/b/c', 'c'],
    ['trunc, trimSuffix of sprig', '{{ .x | trunc 4 | trimSuffix "-" }}', 'abc-def', 'abc'],
  ])('function %s', async (_, name, x, wanted) => expect(await namesOf([{ x }], { template: named(name) })).toEqual([wanted]))
  test.each(['env "HOME"', 'expandenv "$HOME"', 'getHostByName "localhost"', 'include "x" .'])('no function %s', async (call) => {
    const { notEvaluated } = await expanded([{ x: 'y' }], { template: named(`{{ ${call} }}`) })
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: expect.stringContaining(`function "${call.split(' ')[0]}" not defined`) },
    ])
  })
})

describe('fasttemplate (without goTemplate)', () => {
  const fast = { goTemplate: false }
  test('names with and without spaces; what is unknown stays', async () => {
    expect(await namesOf([{ a: 'x' }], { ...fast, template: named('{{a}}-{{ a }}-{{b}}-{{}}-{{ .a }}') })).toEqual([
      'x-x-{{b}}-{{}}-{{ .a }}',
    ])
  })
  test('a tag that does not end', async () => {
    const { notEvaluated } = await expanded([{ a: 'x' }], { ...fast, template: named('{{a}}-{{a') })
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('invalid template') }])
  })
  test('no functions', async () => {
    expect(await namesOf([{ a: 'x' }], { ...fast, template: named('{{ a | upper }}') })).toEqual(['{{ a | upper }}'])
  })
})

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/
describe('generator templates', () => {
  test('the template of the generator goes before that of the ApplicationSet', async () => {
    const listTemplate = {
      metadata: {},
      spec: { project: 'default', source: { targetRevision: 'HEAD', repoURL: ownUrl, path: 'override/{{ .cluster }}' }, destination: {} },
    }
    const template = named('{{ .cluster }}-guestbook', {
      source: { ...source, targetRevision: 'x', helm: { releaseName: 'r' } },
      destination: { server: '{{ .url }}', namespace: 'guestbook' },
    })
    const [found] = await objects([{ cluster: 'dev', url: 'https://1.2.3.4' }], { template, listTemplate })
    expect(found).toMatchObject({
      metadata: { name: 'dev-guestbook' },
      spec: {
        project: 'default',
        source: { path: 'override/dev', targetRevision: 'HEAD', helm: { releaseName: 'r' } },
        destination: { server: 'https://1.2.3.4', namespace: 'guestbook' },
      },
    })
  })
  test('one of a generator inside of another one is not processed', async () => {
    const list = { list: { elements: [{ a: 'b' }], template: named('never') } }
    const { applications } = await expanded([], {
      template: named('{{.a}}'),
      spec: { generators: [{ matrix: { generators: [list, { list: { elements: [{ c: 'd' }] } }] } }] },
    })
    expect(applications.map(({ name }) => name)).toEqual(['b'])
  })
})

describe('templatePatch', () => {
  const element = { cluster: 'engineering-dev', autoSync: true, prune: true, valueFiles: ['values.large.yaml', 'values.debug.yaml'] }
  const templatePatch = `spec:
  source:
    helm:
      valueFiles:
      {{- range $valueFile := .valueFiles }}
        - {{ $valueFile }}
      {{- end }}
{{- if .autoSync }}
  syncPolicy:
    automated:
      prune: {{ .prune }}
{{- end }}
`
  test('adds what texts alone cannot say', async () => {
    const [first, second] = await objects([element, { ...element, cluster: 'b', autoSync: false }], {
      template: named('{{.cluster}}'),
      spec: { templatePatch },
    })
    expect(first!.spec).toMatchObject({
      source: { ...source, helm: { valueFiles: element.valueFiles } },
      syncPolicy: { automated: { prune: true } },
    })
    expect(second!.spec).not.toHaveProperty('syncPolicy')
  })
  test('what it sets is what is deployed', async () => {
    const { applications } = await expanded([{ ...element, valueFiles: ['values.large.yaml'] }], {
      template: named('{{.cluster}}'),
      spec: { templatePatch },
    })
    expect(applications[0]!.sources).toMatchObject([{ source: 'chart', values: [{ kind: 'file', file: 'app/values.large.yaml' }] }])
  })
  test('JSON patch', async () => {
    const patch = `[{"op": "replace", "path": "/spec/source/helm/valueFiles", "value": {{ toJson .valueFiles }}}
      {{- if .autoSync }},{"op": "add", "path": "/spec/syncPolicy", "value": {"automated": {"prune": {{ .prune }}}}}{{ end }}]`
    const template = named('{{.cluster}}', { source: { ...source, helm: { valueFiles: ['x'] } } })
    const [found] = await objects([element], { template, spec: { templatePatch: patch } })
    expect(found!.spec).toMatchObject({ source: { helm: { valueFiles: element.valueFiles } }, syncPolicy: { automated: { prune: true } } })
  })
  test('lists are replaced, finalizers are added to, null removes, the project stays', async () => {
    const template = {
      metadata: { name: 'a', finalizers: ['one'], labels: { keep: '1', drop: '1' } },
      spec: { project: 'p', source: { ...source, helm: { valueFiles: ['x', 'y'], valuesObject: { a: { b: 1 } } } } },
    }
    const patch =
      'metadata: {finalizers: [two], labels: {drop: null}}\nspec: {project: other, source: {helm: {valueFiles: [z], valuesObject: {a: {c: 2}}}}}'
    const [found] = await objects([{ x: 'y' }], { template, spec: { templatePatch: patch } })
    expect(found).toMatchObject({
      metadata: { finalizers: ['two', 'one'], labels: { keep: '1' } },
      spec: { project: 'p', source: { helm: { valueFiles: ['z'], valuesObject: { a: { b: 1, c: 2 } } } } },
    })
    expect((found!.metadata as { labels: object }).labels).toEqual({ keep: '1' })
  })
  test('an empty spec clears the Application', async () => {
    const { applications } = await expanded([{ x: 'y' }], { template: named('a'), spec: { templatePatch: 'spec:' } })
    expect(applications[0]!.notEvaluated).toMatchObject([{ message: 'The Application has no source.' }])
  })
  test('one that is no YAML', async () => {
    const { applications, notEvaluated } = await expanded([{ x: 'y' }], { template: named('a'), spec: { templatePatch: 'a: [' } })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('invalid templatePatch') }])
  })
})

describe('hostile templates', () => {
  const bombs = {
    time: '{{range until 100000}}{{range until 100000}}{{end}}{{end}}',
    memory: '{{ repeat 2000000000 "x" | len }}',
    text: '{{range until 1000000}}0123456789{{end}}',
    recursion: '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}',
  }
  test.each(Object.entries(bombs))(
    '%s: a sentence, and other ApplicationSets are not kept back',
    async (_, name) => {
      const root = repository({
        'a.yaml': set([{ x: 'y' }], { template: named(name) }),
        'b.yaml': set([{ x: 'y' }], { template: named('{{.x}}') }, 'b'),
        'app/a.yaml': '',
      })
      const { applications, notEvaluated } = await expandFolder(root, { template: argoTemplates(hasty) })
      expect(applications.map(({ name: found }) => found)).toEqual(['y'])
      expect(notEvaluated).toMatchObject([{ file: 'a.yaml', reason: 'render-failed' }])
      expect(notEvaluated[0]!.message.length).toBeLessThan(600)
      const start = performance.now()
      expect((await expandFolder(root, { template: argoTemplates(hasty) })).notEvaluated).toEqual(notEvaluated)
      expect(performance.now() - start).toBeLessThan(4000)
    },
    30_000,
  )
})

test('a field of a generated Application is at its line in the ApplicationSet', async () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: set
spec:
  generators:
    - list:
        elements:
          - name: web
  template:
    metadata:
      name: '{{name}}'
    spec:
      source:
        repoURL: ${ownUrl}
        path: '{{name}}'
        helm:
          parameters:
            - name: image.tag
              value: '1'
`
  const root = repository({ 'set.yaml': text, 'web/Chart.yaml': 'name: x' })
  const { applications } = await expandFolder(root)
  const chart = applications[0]!.sources[0]!
  const field = chart.source === 'chart' ? chart.parameters![0]!.field! : undefined
  expect(await locateFields([field!], openFiles(root))).toMatchObject([{ file: 'set.yaml', startLine: 20, precision: 'field' }])
  const missing = await expandFolder(repository({ 'set.yaml': text, 'other/a.yaml': '' }))
  expect(missing.applications[0]!.notEvaluated).toMatchObject([
    { file: 'set.yaml', line: 16, message: 'The path web does not exist here.' },
  ])
})
