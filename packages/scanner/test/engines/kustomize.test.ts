import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { buildKustomizations } from '../../src/engines/kustomizations.ts'

const kustomize = openEngine('kustomize')
const helm = openEngine('helm')
afterAll(() => Promise.all([kustomize.close(), helm.close()]))

const build = async (files: Record<string, string>, directory = 'overlay') => {
  const [only] = await buildKustomizations({ kustomize, helm, files, directories: [directory] })
  return only!
}
const configMap = (name: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}`

test('bases, components, patches, images, replacements and generators, with the origin of each object', async () => {
  const files = {
    'base/kustomization.yaml': 'resources: [app.yaml]\n',
    'base/app.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers: [{name: c, image: "shop:1"}]\n',
    'parts/extra/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [cm.yaml]\n',
    'parts/extra/cm.yaml': configMap('extra', 'data: {k: v}\n'),
    'overlay/kustomization.yaml': [
      'resources: [../base]',
      'components: [../parts/extra]',
      'namePrefix: p-',
      'images: [{name: shop, newTag: "2"}]',
      'patches: [{path: patch.yaml}]',
      'replacements: [{source: {kind: ConfigMap, name: extra, fieldPath: data.k}, targets: [{select: {kind: Deployment}, fieldPaths: [spec.paused], options: {create: true}}]}]',
      'configMapGenerator: [{name: gen, literals: [a=b]}]',
    ].join('\n'),
    'overlay/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {replicas: 3}\n',
  }
  const { objects, error } = await build(files)
  expect(error).toBeUndefined()
  expect(objects.map(({ origin }) => origin)).toEqual([
    { file: 'base/app.yaml' },
    { configuredIn: 'overlay/kustomization.yaml', configuredBy: 'ConfigMapGenerator' },
    { file: 'parts/extra/cm.yaml' },
  ])
  expect(objects[0]!.yaml).toBe(
    [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata:',
      '  name: p-app',
      'spec:',
      '  paused: v',
      '  replicas: 3',
      '  template:',
      '    spec:',
      '      containers:',
      '      - image: shop:2',
      '        name: c',
      '',
    ].join('\n'),
  )
  expect(objects[1]!.yaml).toMatch(/name: p-gen-[a-z0-9]{10}\n/)
  expect(objects.some(({ yaml }) => yaml.includes('kubernetes.io/origin'))).toBe(false)
})

test('recording origins does not change what is built', async () => {
  // The annotations of one object are copied into another; the engine's own must not be among them.
  const files = {
    'overlay/kustomization.yaml':
      'resources: [a.yaml, b.yaml]\nreplacements: [{source: {kind: ConfigMap, name: a, fieldPath: metadata.annotations}, targets: [{select: {name: b}, fieldPaths: [data]}]}]\n',
    'overlay/a.yaml': configMap('a', '  annotations: {x: y}\n'),
    'overlay/b.yaml': configMap('b', 'data: {k: v}\n'),
  }
  const copied = await build(files)
  expect(copied.objects[1]!.yaml).toContain('  x: "y"\n')
  expect(copied.objects[1]!.yaml).not.toContain('origin')
  expect(copied.objects[1]!.origin).toEqual({ file: 'overlay/b.yaml' })
  const own = {
    'overlay/kustomization.yaml': 'resources: [cm.yaml]\nbuildMetadata: [originAnnotations]\n',
    'overlay/cm.yaml': configMap('a'),
  }
  const { objects } = await build(own)
  expect(objects).toEqual([
    {
      yaml: `${configMap('a').replace('  name: a\n', '')}  annotations:\n    config.kubernetes.io/origin: |\n      path: cm.yaml\n  name: a\n`,
      origin: { file: 'overlay/cm.yaml' },
    },
  ])
})

const chart = {
  'overlay/charts/web/Chart.yaml': 'apiVersion: v2\nname: web-chart\nversion: 0.1.0\n',
  'overlay/charts/web/values.yaml': 'a: chart\nb: chart\nc: chart\n',
  'overlay/charts/web/templates/cm.yaml': `${configMap('{{ .Release.Name }}')}  namespace: {{ .Release.Namespace }}\ndata: {a: {{ .Values.a }}, b: {{ .Values.b }}, c: {{ .Values.c }}, k: {{ .Capabilities.KubeVersion.Version | quote }}}\n`,
  'overlay/charts/web/templates/test.yaml': `${configMap('test')}  annotations: {helm.sh/hook: test}\n`,
  'overlay/charts/web/templates/hook.yaml': `${configMap('hook')}  annotations: {helm.sh/hook: pre-install}\n`,
  'overlay/charts/web/crds/crd.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: crd\n',
}
const entry = (more: string) => `namePrefix: p-\nhelmCharts:\n- name: web\n  releaseName: rel\n  namespace: ns\n${more}`
const names = ({ objects }: Awaited<ReturnType<typeof build>>) => objects.map(({ yaml }) => /\n {2}name: (.*)/.exec(yaml)![1])

test('helmCharts renders a local chart and works on with its objects', async () => {
  const result = await build({ ...chart, 'overlay/kustomization.yaml': entry('  kubeVersion: "1.31"\n  valuesInline: {b: inline}\n') })
  expect(result.error).toBeUndefined()
  expect(names(result)).toEqual(['p-rel', 'p-hook', 'p-test'])
  expect(result.objects[0]).toEqual({
    yaml: configMap('x', 'data:\n  a: chart\n  b: inline\n  c: chart\n  k: v1.31\n')
      .replace('metadata:\n  name: x\n', '')
      .replace('apiVersion: v1\nkind: ConfigMap\ndata', 'apiVersion: v1\ndata')
      .concat('kind: ConfigMap\nmetadata:\n  name: p-rel\n  namespace: ns\n'),
    origin: { file: 'overlay/charts/web/templates/cm.yaml' },
  })
})

test('helmCharts: hooks, tests, CRDs and values files as in Kustomize', async () => {
  const kustomization = entry(
    '  skipHooks: true\n  includeCRDs: true\n  valuesFile: v.yaml\n  additionalValuesFiles: [w.yaml]\n  valuesMerge: merge\n  valuesInline: {a: inline, b: inline}\n',
  )
  const files = { ...chart, 'overlay/kustomization.yaml': kustomization, 'overlay/v.yaml': 'a: file\n', 'overlay/w.yaml': 'c: more\n' }
  const result = await build(files)
  expect(names(result)).toEqual(['crd', 'p-rel'])
  expect(result.objects[1]!.yaml).toContain('  a: file\n  b: inline\n  c: more\n')
  expect(names(await build({ ...files, 'overlay/kustomization.yaml': kustomization.replace('skipHooks', 'skipTests') }))).toEqual([
    'crd',
    'p-rel',
    'p-hook',
  ])
})

test('helmCharts that cannot be rendered say why', async () => {
  const error = async (kustomization: string, more = {}) =>
    (await build({ ...chart, ...more, 'overlay/kustomization.yaml': kustomization })).error?.message
  expect(await error('helmCharts: [{name: db, repo: "https://charts.example.org", version: 1.2.3}]\n')).toBe(
    "helmCharts: chart db of https://charts.example.org would be downloaded; vendor it at 'overlay/charts/db-1.2.3/db'",
  )
  expect(await error('helmCharts: [{name: db}]\n')).toBe("helmCharts: no chart found at 'overlay/charts/db'")
  expect(await error(entry(''), { 'overlay/charts/web/templates/cm.yaml': '{{ fail "no" }}' })).toBe(
    'chart overlay/charts/web: execution error at (web-chart/templates/cm.yaml:1:3): no',
  )
  expect(await error(entry('  valuesMerge: other\n'))).toContain('valuesMerge must be one of [merge override replace]')
})

test('crds, configurations and openapi work as upstream', async () => {
  const custom = (kind: string, more: string) => `apiVersion: example.org/v1\nkind: ${kind}\nmetadata: {name: x}\n${more}`
  const files = {
    'overlay/kustomization.yaml':
      'resources: [r.yaml, cm.yaml]\nnamePrefix: p-\nconfigurations: [c.yaml]\nopenapi: {path: schema.json}\npatches: [{path: patch.yaml}]\n',
    'overlay/c.yaml': 'nameReference: [{kind: ConfigMap, fieldSpecs: [{kind: Thing, path: spec/ref}]}]\n',
    'overlay/cm.yaml': configMap('cm'),
    'overlay/r.yaml': custom('Thing', 'spec: {ref: cm, list: [{name: a, v: 1}, {name: b, v: 2}]}\n'),
    'overlay/patch.yaml': custom('Thing', 'spec: {list: [{name: b, v: 3}]}\n'),
    'overlay/schema.json': JSON.stringify({
      definitions: {
        Thing: {
          properties: {
            spec: {
              properties: {
                list: {
                  type: 'array',
                  items: { type: 'object' },
                  'x-kubernetes-patch-merge-key': 'name',
                  'x-kubernetes-patch-strategy': 'merge',
                },
              },
            },
          },
          'x-kubernetes-group-version-kind': [{ group: 'example.org', version: 'v1', kind: 'Thing' }],
        },
      },
    }),
  }
  const { objects } = await build(files)
  expect(objects[0]!.yaml).toContain('  list:\n  - name: b\n    v: 3\n  - name: a\n    v: 1\n  ref: p-cm\n')
})

test('faults name the directory and no path of the machine', async () => {
  const error = async (files: Record<string, string>) => (await build(files)).error
  const kustomization = (text: string) => ({ 'overlay/kustomization.yaml': text })
  expect(await error(kustomization('kind: Component\n'))).toEqual({
    message: 'a Component is not built alone, only as part of a kustomization that names it',
    file: 'overlay/kustomization.yaml',
  })
  expect(await error(kustomization('resorces: []\n'))).toEqual({
    message: 'invalid Kustomization: json: unknown field "resorces"',
    file: 'overlay/kustomization.yaml',
  })
  expect(
    (await error({ ...kustomization('resources: [../other]\n'), 'other/kustomization.yaml': 'resources: [../overlay]\n' }))?.message,
  ).toContain("cycle detected: candidate root 'overlay' contains visited root 'overlay'")
  expect((await error(kustomization('resources: [missing.yaml]\n')))?.message).toContain("'overlay/missing.yaml' doesn't exist")
  expect((await error({ 'overlay/x.yaml': 'a: 1\n' }))?.message).toContain("unable to find one of 'kustomization.yaml'")
})

test('several directories are built in one request, in the given order', async () => {
  const files = { 'a/kustomization.yaml': 'resources: [x.yaml]\n', 'a/x.yaml': configMap('x'), 'kustomization.yaml': 'resources: [a]\n' }
  const builds = await buildKustomizations({ kustomize, helm, files, directories: ['.', 'missing', 'a'] })
  expect(builds.map(({ directory, objects, error }) => [directory, objects[0]?.origin.file, error === undefined])).toEqual([
    ['.', 'a/x.yaml', true],
    ['missing', undefined, false],
    ['a', 'a/x.yaml', true],
  ])
})
