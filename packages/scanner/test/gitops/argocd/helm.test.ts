import { describe, expect, test } from 'vitest'
import type { ChartSource } from '../../../src/discover/sources.ts'
import { expandFiles, ownUrl } from './expand.ts'

/** An Application of the chart at `charts/demo` with these options of `helm`, written in YAML with an indent of 6. */
const application = (options: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: helm-guestbook, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: web}
  source:
    repoURL: ${ownUrl}
    targetRevision: main
    path: charts/demo
    helm:
${options
  .trim()
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
`
const files = { 'charts/demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n', 'charts/demo/values.yaml': 'a: 0\n' }

async function expanded(options: string, more: Record<string, string> = {}) {
  const { applications } = await expandFiles({ 'apps.yaml': application(options), ...files, ...more })
  const [{ sources, notEvaluated }] = applications as [(typeof applications)[0]]
  return { chart: sources[0] as ChartSource | undefined, notEvaluated }
}

async function chart(options: string, more: Record<string, string> = {}): Promise<ChartSource> {
  const { chart: found, notEvaluated } = await expanded(options, more)
  expect(notEvaluated).toEqual([])
  return found!
}

const filesOf = async (options: string, more: Record<string, string> = {}) =>
  (await chart(options, more)).values.map((input) => (input.kind === 'file' ? input.file : input.kind))

// https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
describe('values files', () => {
  test('relative to the chart, to the top with a leading slash, in order', async () => {
    const more = { 'charts/demo/values-production.yaml': '', 'charts/common.yaml': '', 'env/x.yaml': '' }
    expect(await filesOf('valueFiles: [../common.yaml, values-production.yaml, /env/x.yaml]', more)).toEqual([
      'charts/common.yaml',
      'charts/demo/values-production.yaml',
      'env/x.yaml',
    ])
  })
  test('a missing one is an error at its line', async () => {
    const { notEvaluated } = await expanded('valueFiles:\n- values-none.yaml')
    expect(notEvaluated).toMatchObject([
      { file: 'apps.yaml', line: 13, reason: 'render-failed', message: 'The values file charts/demo/values-none.yaml does not exist.' },
    ])
  })
  test('ignoreMissingValueFiles', async () => {
    const more = { 'charts/demo/values-common.yaml': '' }
    const options = 'valueFiles: [values-common.yaml, values-optional-override.yaml]\nignoreMissingValueFiles: true'
    expect(await filesOf(options, more)).toEqual(['charts/demo/values-common.yaml'])
  })
  test('a remote one', async () => {
    const { notEvaluated } = await expanded('valueFiles: [https://user:token@raw.example.com/values.yaml]')
    expect(notEvaluated).toMatchObject([
      { reason: 'remote-source', message: expect.stringContaining('https://raw.example.com/values.yaml') },
    ])
  })
  test.each(['../../../outside.yaml', '/../outside.yaml'])('outside of the repository: %s', async (file) => {
    const { chart: found, notEvaluated } = await expanded(`valueFiles: [${file}]`)
    expect(found).toBeUndefined()
    expect(notEvaluated).toMatchObject([{ reason: 'outside-root' }])
  })
  test('build environment variables in the path', async () => {
    const more = { 'charts/demo/helm-guestbook/web.yaml': '' }
    expect(await filesOf('valueFiles: ["$ARGOCD_APP_NAME/${ARGOCD_APP_NAMESPACE}.yaml"]', more)).toEqual([
      'charts/demo/helm-guestbook/web.yaml',
    ])
  })
})

describe('glob patterns in values files', () => {
  const envs = (...names: string[]) => Object.fromEntries(names.map((name) => [`charts/demo/envs/${name}`, '']))
  const below = (found: string[]) => found.map((file) => file.replace('charts/demo/', ''))
  test('a pattern stands for its files in the order of their names', async () => {
    const more = { ...envs('b.yaml', 'a.yaml', 'nested/c.yaml'), 'charts/demo/base.yaml': '', 'charts/demo/final.yaml': '' }
    const found = await filesOf('valueFiles: [base.yaml, envs/*.yaml, final.yaml]', more)
    expect(below(found)).toEqual(['base.yaml', 'envs/a.yaml', 'envs/b.yaml', 'final.yaml'])
  })
  test('two stars: files of a folder before those of its folders', async () => {
    const found = await filesOf('valueFiles: [envs/**/*.yaml]', envs('z.yaml', 'nested/c.yaml', 'a.yaml'))
    expect(below(found)).toEqual(['envs/a.yaml', 'envs/z.yaml', 'envs/nested/c.yaml'])
  })
  test('a file that is named stands where it is named', async () => {
    const found = await filesOf('valueFiles: [envs/*.yaml, envs/prod.yaml]', envs('prod.yaml', 'base.yaml', 'qa.yaml'))
    expect(below(found)).toEqual(['envs/base.yaml', 'envs/qa.yaml', 'envs/prod.yaml'])
  })
  test('a file that two patterns match stands at the first', async () => {
    const found = await filesOf('valueFiles: [envs/*.yaml, envs/**/*.yaml]', envs('prod.yaml', 'nested/prod.yaml'))
    expect(below(found)).toEqual(['envs/prod.yaml', 'envs/nested/prod.yaml'])
  })
  test('variables are replaced first', async () => {
    const found = await filesOf('valueFiles: [envs/$ARGOCD_APP_NAME/*.yaml]', envs('helm-guestbook/a.yaml', 'other/a.yaml'))
    expect(below(found)).toEqual(['envs/helm-guestbook/a.yaml'])
  })
  test('no match is an error, unless missing files are ignored', async () => {
    const { notEvaluated } = await expanded('valueFiles: [none/*.yaml]')
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('charts/demo/none/*.yaml') }])
    expect(await filesOf('valueFiles: [none/*.yaml]\nignoreMissingValueFiles: true')).toEqual([])
  })
})

describe('values', () => {
  test('valuesObject, with the way to its lines', async () => {
    const { values } = await chart('valuesObject:\n  ingress:\n    enabled: true')
    expect(values).toMatchObject([
      { kind: 'object', value: { ingress: { enabled: true } }, field: { path: ['spec', 'source', 'helm', 'valuesObject'] } },
    ])
  })
  test('values as text', async () => {
    const { values } = await chart('values: |\n  ingress:\n    enabled: true')
    expect(values).toMatchObject([
      { kind: 'text', text: 'ingress:\n  enabled: true\n', field: { path: ['spec', 'source', 'helm', 'values'] } },
    ])
  })
  test('precedence: values files, then valuesObject, which is taken in place of values; parameters are over all', async () => {
    const options = 'parameters: [{name: a, value: "1"}]\nvalues: "a: 2"\nvaluesObject: {a: 3}\nvalueFiles: [x.yaml]'
    const found = await chart(options, { 'charts/demo/x.yaml': 'a: 4\n' })
    expect(found.values.map(({ kind }) => kind)).toEqual(['file', 'object'])
    expect(found.parameters).toMatchObject([{ form: 'set', key: 'a', value: '1' }])
  })
})

describe('parameters', () => {
  const parameters = async (options: string, more: Record<string, string> = {}) =>
    (await chart(options, more)).parameters!.map(({ form, key, value }) => `${form} ${key}=${value}`)
  test('set, and a string with forceString', async () => {
    expect(
      await parameters('parameters:\n- {name: service.type, value: LoadBalancer}\n- {name: tag, value: "1.20", forceString: true}'),
    ).toEqual(['set service.type=LoadBalancer', 'string tag=1.20'])
  })
  test('of one name the last one', async () => {
    expect(await parameters('parameters:\n- {name: param1, value: value2}\n- {name: param1, value: value1}')).toEqual(['set param1=value1'])
  })
  test('a comma is part of the value, but in a list', async () => {
    expect(await parameters("parameters:\n- {name: a, value: 'x,y\\,z'}\n- {name: b, value: '{x,y}'}")).toEqual([
      'set a=x\\,y\\,z',
      'set b={x,y}',
    ])
  })
  test('build environment: variables, and a dollar sign that is none', async () => {
    const options =
      'parameters:\n- {name: app, value: $ARGOCD_APP_NAME}\n- {name: pw, value: a$$b}\n- {name: p, value: "${ARGOCD_APP_PROJECT_NAME}/$ARGOCD_APP_SOURCE_PATH@$KUBE_VERSION"}'
    expect(await parameters(options)).toEqual(['set app=helm-guestbook', 'set pw=a$b', 'set p=default/charts/demo@1.34.0'])
  })
  test('fileParameters', async () => {
    expect(await parameters('fileParameters:\n- {name: some.key, path: files/a.txt}', { 'charts/demo/files/a.txt': 'x' })).toEqual([
      'file some.key=charts/demo/files/a.txt',
    ])
    const { notEvaluated } = await expanded('fileParameters:\n- {name: some.key, path: files/none.txt}')
    expect(notEvaluated).toMatchObject([{ line: 13, message: 'The file charts/demo/files/none.txt does not exist.' }])
  })
  test('each leads to its line', async () => {
    const { parameters: found } = await chart('parameters:\n- {name: a, value: "1"}\n- {name: b, value: "2"}')
    expect(found!.map(({ field }) => field!.path)).toEqual([0, 1].map((i) => ['spec', 'source', 'helm', 'parameters', i, 'value']))
  })
})

describe('options', () => {
  test('release name and namespace by default', async () => {
    expect(await chart('{}')).toMatchObject({ releaseName: 'helm-guestbook', namespace: 'web', chart: { folder: 'charts/demo' } })
  })
  test.each([
    ['releaseName: myRelease', { releaseName: 'myRelease' }],
    ['namespace: other', { namespace: 'other' }],
    ['skipCrds: true', { skipCrds: true }],
    ['skipTests: true', { skipTests: true }],
    ['skipSchemaValidation: true', { skipSchema: true }],
    ['kubeVersion: v1.30.0', { kubeVersion: 'v1.30.0' }],
    ['apiVersions: [traefik.io/v1alpha1/TLSOption]', { apiVersions: ['traefik.io/v1alpha1/TLSOption'] }],
    ['passCredentials: true\nversion: v3', { releaseName: 'helm-guestbook' }],
  ])('%s', async (options, wanted) => expect(await chart(options)).toMatchObject(wanted))
  test('Helm options where there is no chart', async () => {
    const { applications } = await expandFiles({ 'apps.yaml': application('{}'), 'charts/demo/a.yaml': '' })
    expect(applications[0]!.notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'There is no chart at charts/demo.' }])
  })
})
