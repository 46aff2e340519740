import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import type { Path } from '../../src/model.ts'
import { type ChartCase, chartCase, describePlace, type Files, openCase, placesIn } from './helm-render.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

const chartYaml = (name = 'shop', more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n${more}`
const places = async (one: ChartCase, path: Path, kind = 'Deployment') =>
  (await placesIn(engine, one, kind, path)).map((place) => describePlace(place, one.files))

const deployment: Files = {
  'Chart.yaml': chartYaml(),
  'values.yaml': 'image:\n  repository: shop/web\n  tag: "1.0"\nreplicas: 2\nresources: {}\nsecurityContext:\n  runAsNonRoot: true\n',
  'templates/_helpers.tpl': '{{ define "shop.name" }}{{ default .Chart.Name .Values.nameOverride }}-web{{ end }}\n',
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          imagePullPolicy: {{ .Values.image.pullPolicy | default "Always" }}
          securityContext:
            {{- toYaml .Values.securityContext | nindent 12 }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          {{- with .Values.livenessProbe }}
          livenessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
`,
}
const web = chartCase('web', deployment)
const container: Path = ['spec', 'template', 'spec', 'containers', 0]

test('text of a template', async () => {
  expect(await places(web, ['spec', 'template', 'spec', 'hostNetwork'])).toEqual(['template | templates/web.yaml:9 | true'])
  expect(await places(web, [...container, 'name'])).toEqual(['template | templates/web.yaml:11 | web'])
})

test('a value: the key of the values file, then the action', async () => {
  expect(await places(web, ['spec', 'replicas'])).toEqual([
    'values | values.yaml:4 | 2 | replicas',
    'template | templates/web.yaml:6 | {{ .Values.replicas }}',
  ])
  expect(await places(web, [...container, 'image'])).toEqual([
    'values | values.yaml:2 | shop/web | image.repository',
    'values | values.yaml:3 | "1.0" | image.tag',
    'template | templates/web.yaml:12 | {{ .Values.image.repository }}',
    'template | templates/web.yaml:12 | {{ .Values.image.tag }}',
  ])
})

test('values of toYaml', async () => {
  expect(await places(web, [...container, 'securityContext', 'runAsNonRoot'])).toEqual([
    'values | values.yaml:7 | true | securityContext.runAsNonRoot',
    'template | templates/web.yaml:15 | {{- toYaml .Values.securityContext | nindent 12 }}',
  ])
})

test('a default: the literal, and the key that would set it', async () => {
  expect(await places(web, [...container, 'imagePullPolicy'])).toEqual([
    'literal | templates/web.yaml:13 | Always',
    'would-set | values.yaml:1 | image | image.pullPolicy | parent',
  ])
})

test('an include: text of the helper and what it prints, then where it was called', async () => {
  expect(await places(web, ['metadata', 'name'])).toEqual([
    'values | Chart.yaml:2 | shop | name',
    'template | templates/_helpers.tpl:1 | -web',
    'template | templates/_helpers.tpl:1 | {{ default .Chart.Name .Values.nameOverride }}',
    'include | templates/web.yaml:4 | {{ include "shop.name" . }}',
    'would-set | values.yaml:1 | image | nameOverride | document',
  ])
})

test('missing fields: the parent, and the key that would set them', async () => {
  expect(await places(web, [...container, 'resources', 'limits'])).toEqual([
    'would-set | values.yaml:5 | resources | resources.limits | parent',
    'template | templates/web.yaml:16 | resources | parent',
  ])
  expect(await places(web, [...container, 'securityContext', 'readOnlyRootFilesystem'])).toEqual([
    'would-set | values.yaml:6 | securityContext | securityContext.readOnlyRootFilesystem | parent',
    'template | templates/web.yaml:14 | securityContext | parent',
  ])
  expect(await places(web, [...container, 'livenessProbe'])).toEqual([
    'template | templates/web.yaml:11 | name | parent',
    'would-set | values.yaml:1 | image | livenessProbe | document',
  ])
  expect(await places(web, ['spec', 'template', 'spec', 'automountServiceAccountToken'])).toEqual([
    'template | templates/web.yaml:8 | spec | parent',
  ])
})

test('an object as a whole, mappings and keys of lists', async () => {
  expect(await places(web, [])).toEqual(['template | templates/web.yaml:1 | apiVersion | document'])
  expect(await places(web, ['spec', 'template'])).toEqual(['template | templates/web.yaml:7 | template'])
  expect(await places(web, container)).toEqual(['template | templates/web.yaml:11 | name'])
  expect(await places(web, ['status', 'phase'])).toEqual(['template | templates/web.yaml:1 | apiVersion | document'])
})

test('an item of a list has the places of the text that it stands in', async () => {
  const files: Files = {
    'Chart.yaml': chartYaml(),
    'values.yaml': 'a: one\n',
    'templates/list.yaml':
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: c}\n    data:\n      k: {{ .Values.a }}\n',
  }
  const one = chartCase('list', files)
  const { trace } = await openCase(engine, one)
  const at = { text: 0, document: 0, itemPath: ['items', 0] }
  const [data, missing] = await trace(at).places([
    ['data', 'k'],
    ['data', 'none', 'deep'],
  ])
  expect(data!.map((place) => describePlace(place, files))).toEqual([
    'values | values.yaml:1 | one | a',
    'template | templates/list.yaml:8 | {{ .Values.a }}',
  ])
  expect(missing!.map((place) => describePlace(place, files))).toEqual(['template | templates/list.yaml:7 | data | parent'])
})

test('what only the release names: where the object asks for it, then the helper', async () => {
  const files: Files = {
    'Chart.yaml': chartYaml(),
    'values.yaml': '{}\n',
    'templates/_h.tpl': '{{ define "full" }}{{ .Release.Name | trunc 63 }}{{ end }}\n',
    'templates/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include "full" . }}\n',
  }
  expect(await places(chartCase('full', files), ['metadata', 'name'])).toEqual([
    'include | templates/web.yaml:4 | {{ include "full" . }}',
    'template | templates/_h.tpl:1 | {{ .Release.Name | trunc 63 }}',
  ])
})

const branches = chartCase('branches', {
  'Chart.yaml': chartYaml(),
  'values.yaml': `podSecurityContext:
  fsGroup: 1
probe:
  enabled: false
pullSecrets: []
twice: {a: 1}
twice: {b: 2}
`,
  'templates/_h.tpl': `{{ define "extras" -}}
{{ with .Values.extraEnv }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
stdin: false
{{- end }}
`,
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {{ .Values.twice | toJson }}
spec:
  template:
    spec:
      {{- if .Values.pullSecrets }}
      imagePullSecrets: {{ toYaml .Values.pullSecrets | nindent 8 }}
      {{- end }}
      securityContext:
        {{- toYaml .Values.podSecurityContext | nindent 8 }}
        runAsUser: 1
      containers:
        - name: web
          {{- if .Values.probe.enabled }}
          livenessProbe:
            exec: {command: [a]}
          {{- end }}
          {{- if .Values.hardened }}
          securityContext:
            {{- toYaml .Values.hardened | nindent 12 }}
          {{- end }}
          {{- include "extras" . | nindent 10 }}
`,
})

test('missing fields: conditions that print their value would set it, others decide; columns tell levels apart', async () => {
  const pod: Path = ['spec', 'template', 'spec']
  expect(await places(branches, [...pod, 'imagePullSecrets'])).toEqual([
    'template | templates/web.yaml:8 | spec | parent',
    'would-set | values.yaml:5 | pullSecrets | pullSecrets',
  ])
  expect(await places(branches, [...container, 'livenessProbe', 'exec'])).toEqual([
    'template | templates/web.yaml:16 | name | parent',
    'decides | values.yaml:4 | false | probe.enabled',
  ])
  expect(await places(branches, [...container, 'securityContext', 'runAsNonRoot'])).toEqual([
    'template | templates/web.yaml:16 | name | parent',
    'would-set | values.yaml:1 | podSecurityContext | hardened.runAsNonRoot | document',
  ])
  expect(await places(branches, [...pod, 'securityContext', 'runAsNonRoot'])).toEqual([
    'template | templates/web.yaml:12 | securityContext | parent',
    'would-set | values.yaml:1 | podSecurityContext | podSecurityContext.runAsNonRoot | parent',
  ])
  expect(await places(branches, [...container, 'env'])).toEqual([
    'template | templates/web.yaml:16 | name | parent',
    'would-set | values.yaml:1 | podSecurityContext | extraEnv | document',
  ])
})

test('keys that stand twice in a values file: the last one counts', async () => {
  expect((await places(branches, ['metadata', 'annotations', 'b']))[0]).toBe('values | values.yaml:7 | 2 | twice.b')
})
