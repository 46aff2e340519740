import { gzipSync } from 'node:zlib'
import type { ChartSource } from '../../src/discover/sources.ts'
import { tar } from '../images/support/tar.ts'
import { type ChartCase, chartCase, type Files } from './helm-render.ts'

/** Small charts, one for each way that text and values take through Helm. */
export function shapes(): ChartCase[] {
  return [
    shape('include', {
      'values.yaml': 'app: web\nlevel: debug\n',
      'templates/_h.tpl':
        '{{ define "labels" }}\napp.example/name: {{ .Values.app }}\napp.example/part: storefront\n{{- end }}\n{{ define "inner" }}{{ include "labels" . }}{{ end }}\n',
      'templates/a.yaml': config(
        'labels:\n    {{- include "inner" . | nindent 4 }}\n    tier: front',
        'level: {{ .Values.level | quote }}',
      ),
    }),
    shape('template', {
      'values.yaml': 'color: red\n',
      'templates/_h.tpl': '{{ define "body" }}color: {{ .color }}\n  size: small{{ end }}\n',
      'templates/a.yaml': config('labels: {a: b}', '{{ template "body" .Values }}'),
    }),
    shape('tpl', {
      'values.yaml': 'host: "{{ .Values.domain }}-site"\ndomain: example\nextra: |\n  first: {{ .Values.domain }}\n  second: plain\n',
      'templates/a.yaml': config('labels: {a: b}', 'host: {{ tpl .Values.host . }}\n  {{- tpl .Values.extra . | nindent 2 }}'),
    }),
    shape('to-yaml', {
      'values.yaml':
        'labels:\n  team: shop\n  tier: web\nlist:\n  - alpha\n  - beta\nnested:\n  deep:\n    leaf: green\n  items:\n    - name: one\n      mode: fast\n',
      'templates/a.yaml': config(
        'labels: {{- toYaml .Values.labels | nindent 4 }}',
        'list:\n    {{- .Values.list | toYaml | nindent 4 }}\n  nested: {{ toYaml .Values.nested | nindent 4 }}\n  json: {{ .Values.labels | toJson | quote }}',
      ),
    }),
    shape('range', {
      'values.yaml': 'env:\n  MODE: fast\n  LEVEL: high\nports:\n  - {name: http, port: 8080}\n  - {name: admin, port: 9090}\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        '{{- range $key, $value := .Values.env }}\n  {{ $key }}: {{ $value | quote }}\n  {{- end }}\n  ports:\n  {{- range .Values.ports }}\n  - name: {{ .name }}\n    port: {{ .port }}\n    protocol: TCP\n  {{- end }}',
      ),
    }),
    shape('with', {
      'values.yaml': 'probe:\n  path: /health\n  port: 8080\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        '{{- with .Values.probe }}\n  path: {{ .path }}\n  port: {{ .port }}\n  scheme: HTTP\n  {{- end }}',
      ),
    }),
    shape('alias', {
      'Chart.yaml': chartYaml('dependencies:\n- {name: cache, version: "*", alias: sessions}\n- {name: cache, version: "*"}\n'),
      'values.yaml': 'sessions:\n  size: 64m\ncache:\n  size: 32m\n',
      'charts/store/Chart.yaml': chartYaml('', 'cache'),
      'charts/store/values.yaml': 'size: 16m\npolicy: lru\n',
      'charts/store/templates/a.yaml': config(
        'labels: {app: cache}',
        'size: {{ .Values.size }}\n  policy: {{ .Values.policy }}\n  kind: memory',
      ).replace('name: settings', 'name: {{ .Chart.Name }}'),
    }),
    shape('globals', {
      'Chart.yaml': chartYaml('dependencies:\n- {name: child, version: "*"}\n'),
      'values.yaml': 'global:\n  registry: registry.example\n  nested: {zone: north}\nchild:\n  global:\n    mirror: second\n',
      'templates/a.yaml': config('labels: {a: b}', 'registry: {{ .Values.global.registry }}'),
      'charts/child/Chart.yaml': chartYaml('', 'child'),
      'charts/child/values.yaml': 'global:\n  pull: slow\n',
      'charts/child/templates/b.yaml': config(
        'labels: {a: b}',
        'registry: {{ .Values.global.registry }}\n  zone: {{ .Values.global.nested.zone }}\n  mirror: {{ .Values.global.mirror }}\n  pull: {{ .Values.global.pull }}',
      ),
    }),
    shape('archive', {
      'Chart.yaml': chartYaml('dependencies:\n- {name: packed, version: "*", alias: redis}\n'),
      'values.yaml': 'redis:\n  memory: 1Gi\n',
      'templates/a.yaml': config('labels: {a: b}', 'mode: plain'),
      'charts/packed-1.2.3.tgz': gzipSync(
        tar({
          'packed/Chart.yaml': chartYaml('', 'packed'),
          'packed/values.yaml': 'memory: 64Mi\nuser: root\n',
          'packed/templates/b.yaml': config(
            'labels: {a: b}',
            'memory: {{ .Values.memory }}\n  user: {{ .Values.user }}\n  fixed: inside',
          ).replace('settings', 'packed'),
        }),
      ),
    }),
    shape('library', {
      'Chart.yaml': chartYaml('dependencies:\n- {name: common, version: "*"}\n'),
      'values.yaml': 'team: payments\ncpu: 100m\n',
      'templates/a.yaml': '{{ include "common.config" (dict "top" . "extra" (dict "cpu" .Values.cpu "disk" "slow")) }}\n',
      'charts/common/Chart.yaml': chartYaml('type: library\n', 'common'),
      'charts/common/templates/_config.tpl':
        '{{ define "common.config" -}}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  labels:\n    team: {{ .top.Values.team }}\ndata:\n  cpu: {{ .extra.cpu }}\n  disk: {{ .extra.disk }}\n  net: shared\n{{- end }}\n',
    }),
    shape('library-overrides', {
      'values.yaml': 'port: 8080\n',
      'templates/_h.tpl':
        '{{ define "merged" }}{{ $own := fromYaml (include (index . 1) (index . 0)) }}{{ $base := fromYaml (include (index . 2) (index . 0)) }}{{ toYaml (merge $own $base) }}{{ end }}\n{{ define "base" }}\napiVersion: v1\nkind: Service\nmetadata:\n  name: base\nspec:\n  type: ClusterIP\n  ports:\n    - name: http\n      port: 80\n      targetPort: {{ .Values.port }}\n{{ end }}\n{{ define "own" }}\nmetadata:\n  name: settings\n  labels:\n    tier: back\n{{ end }}\n',
      'templates/a.yaml': '{{ include "merged" (list . "own" "base") }}\n',
    }),
    shape('files', {
      'files/app.conf': 'port=80\nmode=dev\n',
      'files/b.conf': 'second=yes\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        'app.conf: |\n    {{- .Files.Get "files/app.conf" | nindent 4 }}\n  {{- (.Files.Glob "files/b*").AsConfig | nindent 2 }}\n  first: {{ index (.Files.Lines "files/app.conf") 0 }}',
      ),
    }),
    shape('required', {
      'values.yaml': 'tag: "2.0"\nowner: ann\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        'tag: {{ required "a tag is needed" .Values.tag | quote }}\n  owner: {{ .Values.owner | required "who" | upper }}',
      ),
    }),
    shape('default', {
      'values.yaml': 'a: ""\nb: set\nfallback: low\nnested: {}\n',
      'templates/_h.tpl':
        '{{ define "name" }}{{ $name := default .Chart.Name .Values.nameOverride }}{{ $name | trunc 63 | trimSuffix "-" }}{{ end }}\n',
      'templates/a.yaml': config(
        'labels: {name: {{ include "name" . }}}',
        'a: {{ .Values.a | default "alpha" }}\n  b: {{ default "beta" .Values.b }}\n  c: {{ coalesce .Values.a .Values.c .Values.fallback }}\n  d: {{ .Values.nested.missing | default "omega" }}',
      ),
    }),
    shape('ternary', {
      'values.yaml': 'open: true\nwarm: hot\ncold: ice\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        'state: {{ ternary .Values.warm .Values.cold .Values.open }}\n  text: {{ .Values.open | ternary "open" "shut" }}',
      ),
    }),
    shape('printf', {
      'values.yaml': 'image:\n  registry: registry.example\n  name: team/web\n  tag: "3.1"\n  port: 8443\nprefix: blue\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        'image: {{ printf "%s/%s:%s" .Values.image.registry .Values.image.name .Values.image.tag }}\n  url: {{ printf "https://%s:%d/%s" "host" (int .Values.image.port) "path" | quote }}\n  joined: {{ list .Values.prefix "green" | join "-" }}\n  cat: {{ cat .Values.prefix "sky" }}',
      ),
    }),
    shape('hooks', {
      'values.yaml': 'job: {image: tool, tag: "5"}\n',
      'templates/a.yaml': config('labels: {a: b}', 'k: v'),
      'templates/job.yaml':
        'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    "helm.sh/hook": pre-upgrade\n    "helm.sh/hook-weight": "-5"\nspec:\n  image: {{ .Values.job.image }}:{{ .Values.job.tag }}\n  mode: once\n',
    }),
    shape('crds', {
      'values.yaml': 'size: large\n',
      'crds/widgets.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: widgets.example\nspec:\n  scope: Namespaced\n',
      'templates/a.yaml': config('labels: {a: b}', 'size: {{ .Values.size }}'),
    }),
    shape('lookup', {
      'values.yaml': 'secret: start\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        '{{- $old := lookup "v1" "Secret" .Release.Namespace "keys" }}\n  key: {{ if $old }}{{ $old.data.key }}{{ else }}{{ .Values.secret | b64enc }}{{ end }}\n  has: {{ .Capabilities.APIVersions.Has "apps/v1" | quote }}\n  release: {{ .Release.Name }}-config',
      ),
    }),
    shape('merge', {
      'values.yaml': 'common: {a: one, b: two}\nown: {b: three, c: four}\nsecurity: {enabled: true, runAsUser: 1000, level: tight}\n',
      'templates/a.yaml': config(
        'labels: {{- merge (dict "z" "last") .Values.own .Values.common | toYaml | nindent 4 }}',
        'security: {{- omit .Values.security "enabled" | toYaml | nindent 4 }}\n  copy: {{- mergeOverwrite (deepCopy .Values.common) .Values.own | toYaml | nindent 4 }}',
      ),
    }),
    shape('from-yaml', {
      'values.yaml': 'raw: |\n  alpha: one\n  beta: two\n  list:\n    - name: first\nobject: {x: ex, y: why}\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        '{{- $raw := fromYaml .Values.raw }}\n  alpha: {{ $raw.alpha }}\n  beta: {{ get $raw "beta" }}\n  name: {{ (index $raw.list 0).name }}\n  {{- $o := .Values.object | toYaml | fromYaml }}\n  x: {{ $o.x }}\n  lit: {{ (fromYaml "q: inline").q }}',
      ),
    }),
    shape('set', {
      'values.yaml': 'base: {mode: calm}\nsuffix: east\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        '{{- $d := dict "k" .Values.suffix }}\n  {{- $_ := set $d "mode" .Values.base.mode }}\n  {{- $_ := set $d "fixed" "stone" }}\n  k: {{ $d.k }}\n  mode: {{ $d.mode | title }}\n  fixed: {{ $d.fixed }}\n  replaced: {{ .Values.suffix | replace "e" "E" }}\n  trimmed: {{ "  padded " | trim }}\n  sum: {{ .Values.base.mode | sha256sum | trunc 8 | quote }}',
      ),
    }),
    shape('random', {
      'values.yaml': 'length: 12\nnamed: {a: one, b: two, c: three}\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        'key: {{ randAlphaNum (int .Values.length) | quote }}\n  hash: {{ htpasswd "user" "password" | trunc 5 | quote }}\n  keys: {{ keys .Values.named | sortAlpha | join "," }}\n  fixed: stone',
      ),
    }),
    shape('unicode', {
      'values.yaml': '# ünï\ntitle: Grüße\nname: 상점\n',
      'templates/a.yaml':
        '# 안녕 🚀\n' +
        config('labels: {a: b}', '# ü {{ .Values.title }}\n  title: {{ .Values.title }}\n  name: {{ .Values.name }} # 🚀\n  after: plain'),
    }),
    shape(
      'several-values-files',
      {
        'values.yaml': 'a: base\nb: base\nc: base\nlist: [x, y]\n',
        'env/one.yaml': 'b: one\nc: one\nlist:\n  - p\n  - q\n',
        'env/two.yaml': 'c: two\n',
        'templates/a.yaml': config(
          'labels: {a: b}',
          'a: {{ .Values.a }}\n  b: {{ .Values.b }}\n  c: {{ .Values.c }}\n  item: {{ index .Values.list 1 }}',
        ),
      },
      { values: ['env/one.yaml', 'env/two.yaml'].map((file) => ({ kind: 'file', file })) },
    ),
    shape('import-values', {
      'Chart.yaml': chartYaml(
        'dependencies:\n- name: child\n  version: "*"\n  import-values:\n  - data\n  - {child: inner, parent: outer}\n',
      ),
      'values.yaml': 'own: here\n',
      'templates/a.yaml': config(
        'labels: {a: b}',
        'own: {{ .Values.own }}\n  shared: {{ .Values.shared }}\n  deep: {{ .Values.outer.deep }}',
      ),
      'charts/child/Chart.yaml': chartYaml('', 'child'),
      'charts/child/values.yaml': 'exports:\n  data:\n    shared: common\ninner:\n  deep: sea\n',
    }),
  ]
}

function shape(name: string, files: Files, more?: Partial<ChartSource>): ChartCase {
  return chartCase(name, { 'Chart.yaml': chartYaml(), ...files }, more)
}

function chartYaml(more = '', name = 'shop'): string {
  return `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n${more}`
}

function config(metadata: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  ${metadata}\ndata:\n  ${data}\n`
}
