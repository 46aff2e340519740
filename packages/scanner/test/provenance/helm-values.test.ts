import { afterAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import type { JsonObject, Manifest, Path } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/index.ts'
import { chartTraces } from '../../src/provenance/helm.ts'
import type { FieldOf } from '../../src/provenance/place.ts'
import {
  type ChartCase,
  chartCase,
  describePlace,
  type Files,
  memoryFiles,
  openCase,
  placesIn,
  render,
  traceRender,
} from './helm-render.ts'
import { shapes } from './shapes.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

const all = new Map(shapes().map((one) => [one.name, one]))
const opened = new Map<string, ReturnType<typeof openCase>>()
/** The places of a path in the document of a shape that has a text. */
const places = async (name: string, path: Path, has = ''): Promise<string[]> => {
  const one = all.get(name)!
  if (!opened.has(name)) opened.set(name, openCase(engine, one))
  const { documents, trace } = await opened.get(name)!
  const text = documents.findIndex((document) => document.text.includes(has))
  const [found] = await trace({ text, document: 0, itemPath: [] }).places([path])
  return found!.map((place) => describePlace(place, one.files))
}

test('the last values file that has a key wins; lists are replaced as a whole', async () => {
  const of = async (key: string) => (await places('several-values-files', ['data', key]))[0]
  expect(await of('a')).toBe('values | values.yaml:1 | base | a')
  expect(await of('b')).toBe('values | env/one.yaml:1 | one | b')
  expect(await of('c')).toBe('values | env/two.yaml:1 | two | c')
  expect(await of('item')).toBe('values | env/one.yaml:5 | q | list[1]')
})

test('values of an alias stand below its name in the parent, else in the subchart', async () => {
  expect(await places('alias', ['data', 'size'], 'name: sessions')).toEqual([
    'values | values.yaml:2 | 64m | sessions.size',
    'template | charts/store/templates/a.yaml:7 | {{ .Values.size }}',
  ])
  expect((await places('alias', ['data', 'size'], 'name: cache'))[0]).toBe('values | values.yaml:4 | 32m | cache.size')
  expect((await places('alias', ['data', 'policy'], 'name: sessions'))[0]).toBe('values | charts/store/values.yaml:2 | lru | policy')
  expect(await places('alias', ['data', 'kind'], 'name: sessions')).toEqual(['template | charts/store/templates/a.yaml:9 | memory'])
})

test('globals: of the parent, of the parent for the subchart, of the subchart', async () => {
  const of = async (key: string) => (await places('globals', ['data', key], 'mirror'))[0]
  expect(await of('registry')).toBe('values | values.yaml:2 | registry.example | global.registry')
  expect(await of('zone')).toBe('values | values.yaml:3 | north | global.nested.zone')
  expect(await of('mirror')).toBe('values | values.yaml:6 | second | child.global.mirror')
  expect(await of('pull')).toBe('values | charts/child/values.yaml:2 | slow | global.pull')
})

test('a chart in an archive: the values of the chart around it, never its template', async () => {
  expect(await places('archive', ['data', 'memory'], 'name: packed')).toEqual(['values | values.yaml:2 | 1Gi | redis.memory'])
  expect(await places('archive', ['data', 'user'], 'name: packed')).toEqual(['would-set | values.yaml:1 | redis | redis.user | parent'])
  expect(await places('archive', ['data', 'fixed'], 'name: packed')).toEqual(['would-set | values.yaml:1 | redis | redis'])
})

test('a dependency in another folder of the repository', async () => {
  const files: Files = {
    'apps/shop/Chart.yaml':
      'apiVersion: v2\nname: shop\nversion: 1.2.3\ndependencies:\n- {name: common, version: "*", repository: "file://../../shared/common"}\n',
    'apps/shop/values.yaml': 'common:\n  size: large\n',
    'shared/common/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 1.0.0\n',
    'shared/common/values.yaml': 'size: small\ncolor: red\n',
    'shared/common/templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  size: {{ .Values.size }}\n  color: {{ .Values.color }}\n  text: here\n',
  }
  const one = chartCase('file dependency', files, {}, 'apps/shop')
  const first = async (key: string) => describePlace((await placesIn(engine, one, 'ConfigMap', ['data', key]))[0]!, files)
  expect(await first('size')).toBe('values | apps/shop/values.yaml:2 | large | common.size')
  expect(await first('color')).toBe('values | shared/common/values.yaml:2 | red | color')
  expect(await first('text')).toBe('template | shared/common/templates/a.yaml:7 | here')
})

test('a library chart: its text, and where it was included', async () => {
  expect(await places('library', ['data', 'net'])).toEqual([
    'template | charts/common/templates/_config.tpl:11 | shared',
    'include | templates/a.yaml:1 | {{ include "common.config" (dict "top" . "extra" (dict "cpu" .Values.cpu "disk" "slow")) }}',
  ])
  expect((await places('library', ['data', 'cpu']))[0]).toBe('values | values.yaml:2 | 100m | cpu')
  expect((await places('library', ['data', 'disk']))[0]).toBe('literal | templates/a.yaml:1 | slow')
})

test('import-values lead to the subchart', async () => {
  expect((await places('import-values', ['data', 'own']))[0]).toBe('values | values.yaml:1 | here | own')
  expect((await places('import-values', ['data', 'shared']))[0]).toBe('values | charts/child/values.yaml:3 | common | exports.data.shared')
  expect((await places('import-values', ['data', 'deep']))[0]).toBe('values | charts/child/values.yaml:5 | sea | inner.deep')
})

test('text that went through functions', async () => {
  expect(await places('tpl', ['data', 'host'])).toEqual([
    'values | values.yaml:2 | example | domain',
    'values | values.yaml:1 | "{{ .Values.domain }}-site" | host',
    'template | templates/a.yaml:7 | {{ tpl .Values.host . }}',
  ])
  const image = await places('printf', ['data', 'image'])
  expect(image.slice(0, 3)).toEqual([
    'values | values.yaml:2 | registry.example | image.registry',
    'values | values.yaml:3 | team/web | image.name',
    'values | values.yaml:4 | "3.1" | image.tag',
  ])
  expect((await places('required', ['data', 'owner']))[0]).toBe('values | values.yaml:2 | ann | owner')
  expect((await places('merge', ['metadata', 'labels', 'c']))[0]).toBe('values | values.yaml:2 | four | own.c')
  expect((await places('merge', ['data', 'security', 'runAsUser']))[0]).toBe('values | values.yaml:3 | 1000 | security.runAsUser')
  expect((await places('from-yaml', ['data', 'x']))[0]).toBe('values | values.yaml:6 | ex | object.x')
  expect((await places('set', ['data', 'sum']))[0]).toBe('values | values.yaml:1 | calm | base.mode')
  expect((await places('set', ['data', 'fixed']))[0]).toBe('literal | templates/a.yaml:9 | stone')
  expect((await places('range', ['data', 'ports', 1, 'port']))[0]).toBe('values | values.yaml:6 | 9090 | ports[1].port')
})

test('columns count UTF-16 units', async () => {
  expect((await places('unicode', ['data', 'name']))[0]).toBe('values | values.yaml:3 | 상점 | name')
  expect(await places('unicode', ['data', 'after'])).toEqual(['template | templates/a.yaml:11 | plain'])
})

test('lines of a file that a template reads', async () => {
  const [first] = await places('files', ['data', 'app.conf'])
  expect(first).toMatch(/^template \| files\/app.conf:1 \| port=80/)
})

test('objects that are read, merged and printed keep the places of their scalars', async () => {
  const first = async (...path: Path) => (await places('library-overrides', path))[0]
  expect(await first('spec', 'ports', 0, 'port')).toBe('template | templates/_h.tpl:11 | 80')
  expect(await first('spec', 'ports', 0, 'name')).toBe('template | templates/_h.tpl:10 | http')
  expect(await first('spec', 'ports', 0, 'targetPort')).toBe('values | values.yaml:1 | 8080 | port')
  expect(await first('metadata', 'labels', 'tier')).toBe('template | templates/_h.tpl:18 | back')
})

test('a file of crds/ is its own text; a hook is rendered', async () => {
  expect(await places('crds', ['spec', 'scope'], 'CustomResourceDefinition')).toEqual(['written | crds/widgets.yaml:6 | Namespaced'])
  expect((await places('hooks', ['spec', 'mode'], 'kind: Job'))[0]).toBe('template | templates/job.yaml:10 | once')
})

describe('values that are written inline', () => {
  const files: Files = {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.2.3\n',
    'values.yaml': 'a: base\nb: base\nc: base\nd: base\n',
    'templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: {{ .Values.a }}\n  b: {{ .Values.b }}\n  c: {{ .Values.c }}\n  d: {{ .Values.d }}\n',
    'app.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  values: |\n    a: text\n    b: text\n    c: text\n  valuesObject:\n    b: object\n    c: object\n  parameters:\n    - name: c\n      value: parameter\n',
  }
  const object = readDocuments(files['app.yaml'] as string).documents[0]!.value as JsonObject
  const manifest: Manifest = {
    object,
    ref: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace: '', name: 'shop' },
    unit: 'shop',
    origin: { kind: 'file', file: 'app.yaml', document: 0, itemPath: [] },
  }
  const field = (...path: Path): FieldOf => ({ manifest, path })
  const one: ChartCase = chartCase('inline', files, {
    values: [
      { kind: 'text', text: 'a: text\nb: text\nc: text\n', field: field('spec', 'values') },
      { kind: 'object', value: { b: 'object', c: 'object' }, field: field('spec', 'valuesObject') },
    ],
    parameters: [{ form: 'set', key: 'c', value: 'parameter', field: field('spec', 'parameters', 0, 'value') }],
  })
  const first = async (key: string) => {
    const [place] = await placesIn(engine, one, 'ConfigMap', ['data', key])
    return describePlace(place!, files)
  }

  test('text of a block scalar, an object, a parameter, and what none of them has', async () => {
    expect(await first('a')).toBe('values | app.yaml:6 | text | a')
    expect(await first('b')).toBe('values | app.yaml:10 | object | b')
    expect(await first('c')).toBe('values | app.yaml:14 | parameter | c')
    expect(await first('d')).toBe('values | values.yaml:4 | base | d')
  })
})

test('the map of a document that the recorder gave in another form is dropped', async () => {
  const one = all.get('hooks')!
  const { documents } = await render(engine, one)
  const other = documents.map((document, i) => (i === 0 ? { ...document, text: `${document.text}# other\n` } : document))
  let calls = 0
  const trace = chartTraces({
    documents: other,
    trace: () => {
      calls++
      return traceRender(engine, one)
    },
    source: one.source,
    sources: memoryFiles(one.files),
  })
  expect(calls).toBe(0)
  expect(await trace({ text: 0, document: 0, itemPath: [] }).places([['data', 'k'], ['kind']])).toEqual([[], []])
  const [places] = await trace({ text: 1, document: 0, itemPath: [] }).places([['spec', 'mode']])
  expect(places!.map((place) => describePlace(place, one.files))).toEqual(['template | templates/job.yaml:10 | once'])
  expect(calls).toBe(1)
})

test('a recorder that the engine refuses gives no places', async () => {
  const one = all.get('hooks')!
  const { documents } = await render(engine, one)
  const failing = { ...one, files: { ...one.files, 'templates/a.yaml': '{{ fail "no" }}' } }
  const trace = chartTraces({ documents, trace: () => traceRender(engine, failing), source: one.source, sources: memoryFiles(one.files) })
  expect(await trace({ text: 0, document: 0, itemPath: [] }).places([['kind']])).toEqual([[]])
})
