import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import type { EngineError } from '../../src/engines/error.ts'
import type { HelmRenderAnswer, HelmRenderRequest } from '../../src/engines/operations.ts'
import { tar } from '../images/support/tar.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

const chart = (name = 'shop', more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n${more}`
const render = (files: HelmRenderRequest['files'], options: Partial<HelmRenderRequest> = {}) =>
  engine.call<HelmRenderAnswer>('helm.render', { files: { 'Chart.yaml': chart(), ...files }, ...options })
const texts = async (files: HelmRenderRequest['files'], options: Partial<HelmRenderRequest> = {}) =>
  Object.fromEntries((await render(files, options)).documents.map(({ template, text }) => [template, text.trim()]))
const fault = (files: HelmRenderRequest['files'], options: Partial<HelmRenderRequest> = {}): Promise<EngineError> =>
  render(files, options).then(
    () => Promise.reject(new Error('rendered')),
    (error) => error,
  )

test('values files and overrides apply in the order of helm template', async () => {
  const keys = ['chart', 'first', 'second', 'json', 'set', 'string', 'file', 'literal']
  const files = {
    'values.yaml': keys.map((key) => `${key}: chart\n`).join(''),
    'templates/a.yaml': 'all: {{ .Values | toJson }}\n',
  }
  const options: Partial<HelmRenderRequest> = {
    values: [
      {
        file: 'one.yaml',
        text: keys
          .slice(1)
          .map((key) => `${key}: first\n`)
          .join(''),
      },
      {
        file: 'two.yaml',
        text: keys
          .slice(2)
          .map((key) => `${key}: second\n`)
          .join(''),
      },
    ],
    setJson: ['json={"a":[1]}', '{"set": "json"}'],
    set: ['set=5,list={a,b}'],
    setString: ['string=5'],
    setFile: [{ key: 'file', text: 'a=b,c\n' }],
    setLiteral: ['literal=x,y=z'],
  }
  const all = (await texts(files, options))['shop/templates/a.yaml']!
  expect(JSON.parse(all.slice('all: '.length))).toEqual({
    chart: 'chart',
    first: 'first',
    second: 'second',
    json: { a: [1] },
    set: 5,
    list: ['a', 'b'],
    string: '5',
    file: 'a=b,c\n',
    literal: 'x,y=z',
  })
})

test('release and capabilities are those of the request', async () => {
  const files = {
    'templates/a.yaml':
      'r: {{ .Release.Name }}/{{ .Release.Namespace }}/{{ .Release.IsUpgrade }}/{{ .Release.IsInstall }}\n' +
      'k: {{ .Capabilities.KubeVersion }}/{{ .Capabilities.APIVersions.Has "a.example/v1" }}/{{ .Capabilities.APIVersions.Has "apps/v1" }}\n',
  }
  expect(await texts(files)).toEqual({
    'shop/templates/a.yaml': 'r: release-name/default/false/true\nk: v1.37.0/false/true',
  })
  const options = { releaseName: 'prod', namespace: 'web', isUpgrade: true, kubeVersion: '1.30.4', apiVersions: ['a.example/v1'] }
  expect(await texts(files, options)).toEqual({ 'shop/templates/a.yaml': 'r: prod/web/true/false\nk: v1.30.4/true/true' })
  expect((await texts(files, { nameTemplate: '{{ "ABC" | lower }}' }))['shop/templates/a.yaml']).toMatch(/^r: abc\//)
  expect((await fault(files, { releaseName: 'Not_a_name' })).message).toContain('release name "Not_a_name": invalid')
})

test('documents come in the order of helm template: CRDs, order of installation, hooks; NOTES.txt, blank and partial files do not', async () => {
  const hook = (events: string) => `kind: Job\nmetadata:\n  name: h\n  annotations: {helm.sh/hook: "${events}"}\n`
  const { documents } = await render(
    {
      'crds/crd.yaml': 'kind: CustomResourceDefinition\n',
      'templates/a.yaml': 'kind: Deployment\n---\nkind: ConfigMap\n--- # comment\n\n---\nkind: Namespace\n',
      'templates/hook.yaml': hook('pre-install,post-upgrade'),
      'templates/tests/test.yaml': hook('test'),
      'templates/NOTES.txt': 'Thank you\n',
      'templates/_helpers.tpl': 'kind: Nothing\n',
      'templates/blank.yaml': '{{ if false }}kind: Nothing{{ end }}\n',
    },
    { includeCrds: true },
  )
  expect(documents.map(({ template, text, ...flags }) => [template.slice(5), /kind: (\w+)/.exec(text)?.[1], flags])).toEqual([
    ['crds/crd.yaml', 'CustomResourceDefinition', { crd: true }],
    ['templates/a.yaml', 'Namespace', {}],
    ['templates/a.yaml', 'ConfigMap', {}],
    ['templates/a.yaml', 'Deployment', {}],
    // Helm counts what follows `---` on its line as text of the document.
    ['templates/a.yaml', undefined, {}],
    ['templates/hook.yaml', 'Job', { hook: ['pre-install', 'post-upgrade'] }],
    ['templates/tests/test.yaml', 'Job', { hook: ['test'], test: true }],
  ])
})

test('subcharts in folders and archives, with conditions, aliases and values of the parent', async () => {
  const template = 'sub: {{ .Values.x }}{{ .Values.global.g }}\n'
  const archive = gzipSync(tar({ 'packed/Chart.yaml': chart('packed'), 'packed/templates/a.yaml': template }))
  const files = {
    'Chart.yaml': chart(
      'shop',
      'dependencies:\n- {name: dir, version: "*"}\n- {name: packed, version: "*", alias: other}\n- {name: idle, version: "*", condition: idle.enabled}\n',
    ),
    'values.yaml': 'global: {g: 9}\ndir: {x: 1}\nother: {x: 2}\nidle: {enabled: false}\n',
    'charts/dir/Chart.yaml': chart('dir'),
    'charts/dir/templates/a.yaml': template,
    'charts/idle/Chart.yaml': chart('idle'),
    'charts/idle/templates/a.yaml': template,
    'charts/packed-1.tgz': { base64: archive.toString('base64') },
  }
  expect(await texts(files)).toEqual({
    'shop/charts/dir/templates/a.yaml': 'sub: 19',
    'shop/charts/other/templates/a.yaml': 'sub: 29',
  })
  const { 'charts/dir/Chart.yaml': _, ...without } = files
  delete (without as Record<string, unknown>)['charts/dir/templates/a.yaml']
  expect((await fault(without)).message).toContain("missing in charts/ (run 'helm dependency build'): dir")
})

test('library charts help others and are refused alone', async () => {
  const library = { 'Chart.yaml': chart('lib', 'type: library\n'), 'templates/_l.tpl': '{{ define "lib.x" }}from: library{{ end }}' }
  const inside = Object.fromEntries(Object.entries(library).map(([name, text]) => [`charts/lib/${name}`, text]))
  expect(await texts({ ...inside, 'templates/a.yaml': '{{ include "lib.x" . }}\n' })).toEqual({
    'shop/templates/a.yaml': 'from: library',
  })
  expect((await fault(library)).message).toBe('library charts are not installable')
})

test('.helmignore, byte order marks and files beside templates', async () => {
  const files = {
    '.helmignore': '# comment\nsecret/\n*.bak\n',
    'Chart.yaml': `\uFEFF${chart()}`,
    'secret/templates/x.yaml': 'a: 1\n',
    'secret/key.txt': 'k',
    'plain.txt': '\uFEFFtext',
    'templates/a.yaml': '\uFEFFa: "{{ .Files.Get "plain.txt" }}|{{ .Files.Get "secret/key.txt" }}"\n',
    'templates/b.yaml.bak': 'never: 1\n',
  }
  expect(await texts(files)).toEqual({ 'shop/templates/a.yaml': 'a: "text|"' })
})

test('faults name template and line, the innermost of a chain of includes', async () => {
  const at = async (text: string, helpers = '') => {
    const { message, file, line, failure } = await fault({ 'templates/a.yaml': text, 'templates/_h.tpl': helpers })
    expect(failure).toBe('refused')
    return [message.split('\n').at(-1)!.trim(), file, line]
  }
  expect(await at('a: 1\n{{ fail "not so" }}\n')).toEqual([
    'execution error at (shop/templates/a.yaml:2:3): not so',
    'shop/templates/a.yaml',
    2,
  ])
  expect(await at('\n\n{{ required "x is needed" .Values.x }}')).toEqual([
    'execution error at (shop/templates/a.yaml:3:3): x is needed',
    'shop/templates/a.yaml',
    3,
  ])
  expect(await at('{{ include "b" . }}', '{{ define "b" }}\n\n{{ .Values.a.b.c }}{{ end }}')).toEqual([
    'nil pointer evaluating interface {}.b',
    'shop/templates/_h.tpl',
    3,
  ])
  expect(await at('a: 1\n{{ if }}\n')).toEqual([
    'parse error at (shop/templates/a.yaml:2): missing value for if',
    'shop/templates/a.yaml',
    2,
  ])
  expect((await at('a: b: c\n')).slice(1)).toEqual(['shop/templates/a.yaml', undefined])
  expect(await fault({}, { values: [{ file: 'env/prod.yaml', text: 'a: [' }] })).toMatchObject({ file: 'env/prod.yaml' })
})

test('a schema of values gives every fault; skipSchema passes over it', async () => {
  const files = {
    'values.yaml': 'replicas: many\nlevel: {name: z}\n',
    'values.schema.json':
      '{"properties":{"replicas":{"type":"integer"},"level":{"properties":{"name":{"enum":["x","y"]}}},"must":{}},"required":["must"]}',
    'templates/a.yaml': 'a: 1\n',
  }
  const { message } = await fault(files)
  expect(message).toContain("- at '/replicas': got string, want integer")
  expect(message).toContain("- at '/level/name': value must be one of 'x', 'y'")
  expect(message).toContain("- at '': missing property 'must'")
  expect(await texts(files, { skipSchema: true })).toEqual({ 'shop/templates/a.yaml': 'a: 1' })
})

test('kubeVersion of a chart is a condition', async () => {
  const files = { 'Chart.yaml': chart('shop', 'kubeVersion: ">=1.33.0-0"\n'), 'templates/a.yaml': 'a: 1\n' }
  expect(Object.keys(await texts(files))).toHaveLength(1)
  expect((await fault(files, { kubeVersion: 'v1.32.9' })).message).toBe(
    'chart requires kubeVersion: >=1.33.0-0 which is incompatible with Kubernetes v1.32.9',
  )
})
