import { describe, expect, test } from 'vitest'
import type { ArgoContext, ArgoExpansion, ConfiguredCluster } from '../../../src/gitops/argocd/index.ts'
import { textAt } from '../../../src/json.ts'
import type { Json } from '../../../src/model.ts'
import { expandFiles, ownUrl } from './expand.ts'

interface Spec {
  generators: object[]
  template?: object
  [field: string]: unknown
}

const fast = {
  metadata: { name: '{{name}}' },
  spec: { project: 'default', source: { repoURL: ownUrl, path: 'app' }, destination: { server: '{{server}}', namespace: 'x' } },
}

const applicationSet = (spec: Spec) =>
  JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'set', namespace: 'argocd' },
    spec: { template: fast, ...spec },
  })

const expanded = (spec: Spec, files: Record<string, string> = {}, context: Partial<ArgoContext> = {}) =>
  expandFiles({ 'set.yaml': applicationSet(spec), 'app/a.yaml': '', ...files }, context)

/** Names of the Applications, which must be all that came of it. */
function names({ applications, notEvaluated }: ArgoExpansion): string[] {
  expect(notEvaluated).toEqual([])
  return applications.map(({ name }) => name)
}

/** A template whose name is this text, so that a test sees parameters in it. */
const named = (name: string, path = 'app') => ({
  metadata: { name },
  spec: {
    project: 'default',
    source: { repoURL: ownUrl, path },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'x' },
  },
})
const go = { goTemplate: true, goTemplateOptions: ['missingkey=error'] }
const config = (value: Json) => JSON.stringify(value)

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-List/
describe('list generator', () => {
  const elements = [
    { cluster: 'engineering-dev', url: 'https://kubernetes.default.svc' },
    { cluster: 'engineering-prod', url: 'https://kubernetes.default.svc', foo: 'bar' },
  ]
  test('an Application for each element', async () => {
    const template = named('{{cluster}}-guestbook', 'guestbook/{{cluster}}')
    const files = { 'guestbook/engineering-dev/a.yaml': '', 'guestbook/engineering-prod/a.yaml': '' }
    const result = await expanded({ generators: [{ list: { elements } }], template }, files)
    expect(names(result)).toEqual(['engineering-dev-guestbook', 'engineering-prod-guestbook'])
    expect(result.applications.map(({ paths }) => paths)).toEqual([['guestbook/engineering-dev'], ['guestbook/engineering-prod']])
    expect(result.applications[1]).toMatchObject({
      namespace: 'argocd',
      applicationSet: 'argocd/set',
      manifest: {
        ref: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace: 'argocd', name: 'engineering-prod-guestbook' },
        origin: {
          kind: 'generated',
          file: 'set.yaml',
          prefix: ['spec', 'template'],
          element: ['spec', 'generators', 0, 'list', 'elements', 1],
        },
      },
    })
  })
  test('values of an element', async () => {
    const element = { cluster: 'a', url: 'u', values: { additional: 'value' } }
    expect(names(await expanded({ generators: [{ list: { elements: [element] } }], template: named('{{values.additional}}') }))).toEqual([
      'value',
    ])
    const template = named('{{.values.additional}}')
    expect(names(await expanded({ ...go, generators: [{ list: { elements: [element] } }], template }))).toEqual(['value'])
  })
  test('a number is no text: an error without goTemplate', async () => {
    const generators = [{ list: { elements: [{ name: 'a', server: 's', port: 80 }] } }]
    const { applications, notEvaluated } = await expanded({ generators })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([
      { file: 'set.yaml', reason: 'render-failed', message: expect.stringContaining('port of the element') },
    ])
    const template = named('{{.name}}-{{.port}}')
    expect(names(await expanded({ ...go, generators, template }))).toEqual(['a-80'])
  })
  test('elementsYaml from a file of a git generator', async () => {
    const components = [1, 2].map((i) => ({ name: `component${i}`, chart: 'podinfo', version: `6.3.${i + 1}`, namespace: `component${i}` }))
    const spec = {
      ...go,
      generators: [
        {
          matrix: {
            generators: [
              { git: { repoURL: ownUrl, revision: 'HEAD', files: [{ path: 'list/elements.yaml' }] } },
              { list: { elements: [], elementsYaml: '{{ .key.components | toJson }}' } },
            ],
          },
        },
      ],
      template: {
        metadata: { name: '{{.name}}' },
        spec: {
          project: 'default',
          sources: [{ chart: '{{.chart}}', repoURL: 'charts.example.com', targetRevision: '{{.version}}' }],
          destination: { server: 'https://kubernetes.default.svc', namespace: '{{.namespace}}' },
        },
      },
    }
    const result = await expanded(spec, { 'list/elements.yaml': config({ key: { components } }) })
    expect(names(result)).toEqual(['component1', 'component2'])
    expect(result.applications.map(({ targetRevisions }) => targetRevisions[0])).toEqual(['6.3.2', '6.3.3'])
  })
  test('elementsYaml that is no list of objects', async () => {
    const { notEvaluated } = await expanded({ generators: [{ list: { elementsYaml: 'a: b' } }] })
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'elementsYaml must be a YAML list of objects.' }])
  })
})

const clusters: ConfiguredCluster[] = [
  { name: 'in-cluster', server: 'https://kubernetes.default.svc' },
  {
    name: 'staging_1',
    server: 'https://1.2.3.4',
    labels: { staging: 'true', type: 'staging', 'use-kafka': 'false' },
    annotations: { 'my-custom-annotation': 'v1' },
  },
  { name: 'production', server: 'https://2.4.6.8', labels: { type: 'production' }, project: 'apps' },
]

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Cluster/
describe('cluster generator', () => {
  const generate = async (generator: Json, name: string, spec: Partial<Spec> = go) =>
    names(await expanded({ ...spec, generators: [{ clusters: generator }], template: named(name) }, {}, { clusters }))
  test('all clusters, the local one too', async () => {
    expect(await generate({}, '{{.name}}-guestbook')).toEqual(['in-cluster-guestbook', 'staging_1-guestbook', 'production-guestbook'])
    expect(await generate({}, '{{name}}-guestbook', {})).toEqual(['in-cluster-guestbook', 'staging_1-guestbook', 'production-guestbook'])
  })
  test('nameNormalized, server, project', async () => {
    const selector = { matchLabels: { 'argocd.argoproj.io/secret-type': 'cluster' } }
    expect(await generate({ selector }, '{{.nameNormalized}} {{.server}} {{.project}}')).toEqual([
      'staging-1 https://1.2.3.4 ',
      'production https://2.4.6.8 apps',
    ])
  })
  test('a label selector leaves the local cluster out', async () => {
    expect(await generate({ selector: { matchLabels: { staging: 'true' } } }, '{{.name}}')).toEqual(['staging_1'])
    const expression = (operator: string, values?: string[]) => ({
      matchExpressions: [{ key: 'type', operator, ...(values && { values }) }],
    })
    expect(await generate({ selector: expression('In', ['staging', 'x']) }, '{{.name}}')).toEqual(['staging_1'])
    expect(await generate({ selector: expression('NotIn', ['staging']) }, '{{.name}}')).toEqual(['production'])
    const absent = { matchExpressions: [{ key: 'use-kafka', operator: 'NotIn', values: ['true'] }] }
    expect(await generate({ selector: absent }, '{{.name}}')).toEqual(['staging_1', 'production'])
    expect(await generate({ selector: expression('Exists') }, '{{.name}}')).toEqual(['staging_1', 'production'])
    expect(await generate({ selector: expression('DoesNotExist') }, '{{.name}}')).toEqual([])
  })
  test('labels and annotations', async () => {
    const selector = { matchLabels: { type: 'staging' } }
    const name =
      '{{ index .metadata.labels "type" }}{{ index .metadata.labels "none" }}-{{ index .metadata.annotations "my-custom-annotation" }}'
    expect(await generate({ selector }, name)).toEqual(['staging-v1'])
    expect(await generate({ selector }, '{{metadata.labels.type}}-{{metadata.annotations.my-custom-annotation}}', {})).toEqual([
      'staging-v1',
    ])
  })
  test('values, which may use the parameters of the cluster', async () => {
    const values = { revision: '{{index .metadata.annotations "my-custom-annotation"}}', clusterName: '{{.name}}' }
    const selector = { matchLabels: { type: 'staging' } }
    expect(await generate({ selector, values }, '{{.values.revision}}-{{.values.clusterName}}')).toEqual(['v1-staging_1'])
    expect(await generate({ selector, values: { revision: 'HEAD', name: '{{name}}' } }, '{{values.revision}}-{{values.name}}', {})).toEqual(
      ['HEAD-staging_1'],
    )
  })
  test('flatList: one Application for all', async () => {
    expect(
      await generate(
        { flatList: true, selector: { matchExpressions: [{ key: 'type', operator: 'Exists' }] } },
        '{{range .clusters}}{{.name}};{{end}}',
      ),
    ).toEqual(['staging_1;production;'])
  })
  test('without a list of clusters it says how to declare one', async () => {
    const { applications, notEvaluated } = await expanded({ generators: [{ clusters: {} }] })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([
      { reason: 'unresolved-reference', message: expect.stringContaining('clusters: of the configuration') },
    ])
  })
})

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
describe('git generator: directories', () => {
  const addons = {
    'cluster-addons/argo-workflows/kustomization.yaml': 'resources: []',
    'cluster-addons/prometheus_operator/Chart.yaml': 'name: x',
    'cluster-addons/prometheus_operator/templates/a.yaml': '',
    'cluster-addons/.hidden/a.yaml': '',
    'cluster-addons/README.md': '',
  }
  const git = (directories: Json, more: { [field: string]: Json } = {}) => ({
    git: { repoURL: ownUrl, revision: 'HEAD', directories, ...more },
  })
  test('a folder for each match, with the parameters of its path', async () => {
    const name = '{{.path.path}} {{index .path.segments 1}} {{.path.basename}} {{.path.basenameNormalized}}'
    const spec = { ...go, generators: [git([{ path: 'cluster-addons/*' }])], template: named(name, '{{.path.path}}') }
    const result = await expanded(spec, addons)
    expect(names(result)).toEqual([
      'cluster-addons/argo-workflows argo-workflows argo-workflows argo-workflows',
      'cluster-addons/prometheus_operator prometheus_operator prometheus_operator prometheus-operator',
    ])
    expect(result.applications.map(({ sources }) => sources[0]!.source)).toEqual(['kustomization', 'chart'])
  })
  test('without goTemplate', async () => {
    const template = named('{{path}} {{path[0]}} {{path[1]}} {{path.basename}} {{path.basenameNormalized}}')
    expect(names(await expanded({ generators: [git([{ path: 'cluster-addons/p*' }])], template }, addons))).toEqual([
      'cluster-addons/prometheus_operator cluster-addons prometheus_operator prometheus_operator prometheus-operator',
    ])
  })
  const letters = { 'd/e/a.yaml': '', 'd/f/a.yaml': '', 'd/g/a.yaml': '' }
  const found = async (directories: Json, files: Record<string, string> = letters) =>
    names(await expanded({ generators: [git(directories)], template: named('{{path}}') }, files))
  test('exclude goes before include, whatever the order', async () => {
    expect(
      await found([
        { path: 'd/e', exclude: false },
        { path: 'd/*', exclude: true },
      ]),
    ).toEqual([])
    expect(await found([{ path: 'd/*' }, { path: 'd/f', exclude: true }, { path: 'd/g', exclude: true }])).toEqual(['d/e'])
    expect(await found([{ path: 'd/*' }, { path: 'd/[f|g]', exclude: true }])).toEqual(['d/e'])
  })
  test('the root of the repository', async () => {
    const files = { 'one/a.yaml': '', 'donotdeploy/a.yaml': '', '.github/a.yaml': '' }
    expect(await found([{ path: '*' }, { path: 'donotdeploy', exclude: true }], files)).toEqual(['app', 'one'])
  })
  test('pathParamPrefix', async () => {
    const spec = {
      generators: [git([{ path: 'd/e' }], { pathParamPrefix: 'myRepo' })],
      template: named('{{myRepo.path}} {{myRepo.path.basename}} {{myRepo.path[0]}}'),
    }
    expect(names(await expanded(spec, letters))).toEqual(['d/e e d'])
    expect(names(await expanded({ ...spec, ...go, template: named('{{.myRepo.path.path}}') }, letters))).toEqual(['d/e'])
  })
  test('values', async () => {
    const values = { cluster: '{{path.basename}}-x' }
    expect(
      names(await expanded({ generators: [git([{ path: 'd/e' }], { values })], template: named('{{values.cluster}}') }, letters)),
    ).toEqual(['e-x'])
  })
  test('another repository', async () => {
    const generators = [{ git: { repoURL: 'https://elsewhere.example.com/x', directories: [{ path: '*' }] } }]
    const { notEvaluated } = await expanded({ generators })
    expect(notEvaluated).toMatchObject([
      { reason: 'remote-source', message: expect.stringContaining('repositories: of the configuration') },
    ])
    const copied = { repositories: [{ url: 'https://elsewhere.example.com/x', path: 'copy' }] }
    expect(names(await expanded({ generators, template: named('{{path}}') }, { 'copy/one/a.yaml': '' }, copied))).toEqual(['one'])
  })
  test('a root that is a part of its repository', async () => {
    const template = named('{{.path.path}}', '{{.path.path}}')
    const result = await expanded({ ...go, generators: [git([{ path: 'deploy/d/*' }])], template }, letters, { prefix: 'deploy' })
    expect(names(result)).toEqual(['deploy/d/e', 'deploy/d/f', 'deploy/d/g'])
    expect(result.applications.map(({ paths }) => paths[0])).toEqual(['d/e', 'd/f', 'd/g'])
  })
  test('an invalid pattern', async () => {
    const { notEvaluated } = await expanded({ generators: [git([{ path: 'd/[' }])] }, letters)
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('"d/[" is no valid pattern') }])
  })
})

describe('git generator: files', () => {
  const cluster = (name: string, address: string) =>
    config({ aws_account: '123456', asset_id: '11223344', cluster: { owner: 'cluster-admin@company.com', name, address } })
  const files = {
    'cluster-config/engineering/dev/config.json': cluster('engineering-dev', 'https://1.2.3.4'),
    'cluster-config/engineering/prod/config.json': cluster('engineering-prod', 'https://2.4.6.8'),
    'cluster-config/README.md': '',
  }
  const git = (path: string, more: { [field: string]: Json } = {}) => ({
    git: { repoURL: ownUrl, revision: 'HEAD', files: [{ path }], ...more },
  })
  test('fields of the files, flat', async () => {
    const template = {
      ...named('{{cluster.name}}-guestbook {{aws_account}}'),
      spec: { ...named('').spec, destination: { server: '{{cluster.address}}' } },
    }
    const result = await expanded({ generators: [git('cluster-config/**/config.json')], template }, files)
    expect(names(result)).toEqual(['engineering-dev-guestbook 123456', 'engineering-prod-guestbook 123456'])
    expect(result.applications.map(({ destination }) => destination.server)).toEqual(['https://1.2.3.4', 'https://2.4.6.8'])
  })
  test('fields of the files, nested with goTemplate', async () => {
    const template = named('{{.cluster.name}}-{{.asset_id}}')
    expect(names(await expanded({ ...go, generators: [git('cluster-config/**/config.json')], template }, files))).toEqual([
      'engineering-dev-11223344',
      'engineering-prod-11223344',
    ])
  })
  test('the parameters of the path', async () => {
    const odd = { 'clusters/cluster_A/my_config.json': '{"a": {"b": [1000000, true]}}' }
    const flat =
      '{{path}} {{path[0]}} {{path.basename}} {{path.basenameNormalized}} {{path.filename}} {{path.filenameNormalized}} {{a.b.0}} {{a.b.1}}'
    expect(names(await expanded({ generators: [git('clusters/*.json')], template: named(flat) }, odd))).toEqual([
      'clusters/cluster_A clusters cluster_A cluster-a my_config.json my-config.json 1e+06 true',
    ])
    const nested = '{{.path.path}} {{index .path.segments 1}} {{.path.filename}} {{.path.filenameNormalized}}'
    expect(names(await expanded({ ...go, generators: [git('clusters/*.json')], template: named(nested) }, odd))).toEqual([
      'clusters/cluster_A cluster_A my_config.json my-config.json',
    ])
  })
  test('a file with a list, a YAML file, a file that two patterns match', async () => {
    const more = { 'c/list.yaml': '- {name: a, server: s}\n- {name: b, server: s}\n', 'c/one.yaml': 'name: c\nserver: s\n' }
    const generator = { git: { repoURL: ownUrl, files: [{ path: 'c/*.yaml' }, { path: 'c/one.yaml' }] } }
    expect(names(await expanded({ generators: [generator] }, more))).toEqual(['a', 'b', 'c'])
  })
  test('exclude', async () => {
    const generator = {
      git: { repoURL: ownUrl, files: [{ path: 'cluster-config/*.json' }, { path: 'cluster-config/*/prod/*', exclude: true }] },
    }
    expect(names(await expanded({ generators: [generator], template: named('{{path.basename}}') }, files))).toEqual(['dev'])
  })
  // https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git-File-Globbing/
  test('a star passes over folders, which is the default', async () => {
    const charts = { 'charts/cluster1/mychart/values.yaml': 'a: b', 'charts/cluster1/mychart/charts/sub/values.yaml': 'a: b' }
    expect(names(await expanded({ generators: [git('charts/*/*/values.yaml')], template: named('{{path}}') }, charts))).toEqual([
      'charts/cluster1/mychart/charts/sub',
      'charts/cluster1/mychart',
    ])
  })
  test('values', async () => {
    const values = { who: '{{cluster.owner}}' }
    const spec = { generators: [git('cluster-config/engineering/dev', { values })], template: named('{{values.who}}') }
    expect(names(await expanded(spec, files))).toEqual(['cluster-admin@company.com'])
  })
  test('a file that holds something else makes the generator fail', async () => {
    const { applications, notEvaluated } = await expanded({ generators: [git('c/x.yaml')] }, { 'c/x.yaml': 'text' })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('c/x.yaml is no object') }])
  })
})

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Matrix/
describe('matrix generator', () => {
  const matrix = (...generators: object[]) => ({ matrix: { generators } })
  test('git directories and clusters', async () => {
    const files = { 'cluster-addons/argo-workflows/a.yaml': '', 'cluster-addons/prometheus-operator/a.yaml': '' }
    const selector = { matchLabels: { 'argocd.argoproj.io/secret-type': 'cluster' } }
    const generators = [matrix({ git: { repoURL: ownUrl, directories: [{ path: 'cluster-addons/*' }] } }, { clusters: { selector } })]
    expect(names(await expanded({ ...go, generators, template: named('{{.path.basename}}-{{.name}}') }, files, { clusters }))).toEqual([
      'argo-workflows-staging_1',
      'argo-workflows-production',
      'prometheus-operator-staging_1',
      'prometheus-operator-production',
    ])
  })
  test('parameters of the first in the second', async () => {
    const files = { 'cluster-config/engineering/staging/config.json': '{}', 'cluster-config/engineering/production/config.json': '{}' }
    const generators = [
      matrix(
        { git: { repoURL: ownUrl, files: [{ path: 'cluster-config/**/config.json' }] } },
        { clusters: { selector: { matchLabels: { type: '{{.path.basename}}' } } } },
      ),
    ]
    expect(names(await expanded({ ...go, generators, template: named('{{.name}}-guestbook') }, files, { clusters }))).toEqual([
      'production-guestbook',
      'staging_1-guestbook',
    ])
  })
  test('a parameter of both: the first wins', async () => {
    const files = {
      'test/stage.values.yaml': 'stageName: test\ncpuRequest: 100m\ndebugEnabled: true\n',
      'staging/stage.values.yaml': 'stageName: staging\n',
      'production/stage.values.yaml': 'stageName: production\nmemoryLimit: 512Mi\ndebugEnabled: false\n',
      'global.values.yaml': 'cpuRequest: 200m\nmemoryLimit: 256Mi\ndebugEnabled: true\n',
    }
    const git = (path: string) => ({ git: { repoURL: ownUrl, revision: 'HEAD', files: [{ path }] } })
    const generators = [matrix(git('**/stage.values.yaml'), git('global.values.yaml'))]
    const template = named('{{.stageName}} {{.cpuRequest}} {{.memoryLimit}} {{.debugEnabled}}')
    expect(names(await expanded({ goTemplate: true, generators, template }, files))).toEqual([
      'production 200m 512Mi false',
      'staging 200m 256Mi true',
      'test 100m 256Mi true',
    ])
  })
  test('two git generators with pathParamPrefix', async () => {
    const target = (region: string, clusterName: string) => config({ region, clusterName })
    const files = {
      'apps/app-one.json': config({ appName: 'app-one' }),
      'apps/app-two.json': config({ appName: 'app-two' }),
      'targets/app-one/east-cluster-one.json': target('east', 'cluster-one'),
      'targets/app-one/east-cluster-two.json': target('east', 'cluster-two'),
      'targets/app-two/east-cluster-one.json': target('east', 'cluster-one'),
      'targets/app-two/west-cluster-three.json': target('west', 'cluster-three'),
    }
    const git = (path: string, pathParamPrefix: string) => ({ git: { repoURL: ownUrl, files: [{ path }], pathParamPrefix } })
    const generators = [matrix(git('apps/*.json', 'app'), git('targets/{{.appName}}/*.json', 'target'))]
    const template = named('{{.appName}} {{.app.path.filename}} {{.region}} {{.clusterName}} {{.target.path.path}}')
    expect(names(await expanded({ ...go, generators, template }, files))).toEqual([
      'app-one app-one.json east cluster-one targets/app-one',
      'app-one app-one.json east cluster-two targets/app-one',
      'app-two app-two.json east cluster-one targets/app-two',
      'app-two app-two.json west cluster-three targets/app-two',
    ])
    const fasttemplate = [matrix(git('apps/*.json', 'app'), git('targets/{{appName}}/*.json', 'target'))]
    expect(
      names(await expanded({ generators: fasttemplate, template: named('{{appName}} {{target.path.filename}}') }, files)),
    ).toHaveLength(4)
  })
  test('without goTemplate two values of one parameter are an error', async () => {
    const git = (path: string) => ({ git: { repoURL: ownUrl, directories: [{ path }] } })
    const { applications, notEvaluated } = await expanded({ generators: [matrix(git('a'), git('b'))] }, { 'a/x.yaml': '', 'b/x.yaml': '' })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: expect.stringContaining('found duplicate key path with different value') },
    ])
  })
  test('the element that says more is the one that an Application comes from', async () => {
    const generators = [
      matrix({ list: { elements: [{ env: 'dev' }, { env: 'prod' }] } }, { list: { elements: [{ name: 'a', server: 's' }] } }),
    ]
    const { applications } = await expanded({ generators, template: named('{{name}}-{{env}}') })
    const element = ['spec', 'generators', 0, 'matrix', 'generators', 1, 'list', 'elements', 0]
    expect(applications.map(({ manifest: { origin } }) => origin.kind === 'generated' && origin.element)).toEqual([element, element])
  })
  test('nested once', async () => {
    const list = (key: string, ...values: string[]) => ({ list: { elements: values.map((value) => ({ [key]: value })) } })
    const template = named('{{.a}}{{.b}}{{.c}}')
    const nested = [matrix(list('a', '1', '2'), matrix(list('b', '3'), list('c', '4', '5')))]
    expect(names(await expanded({ ...go, generators: nested, template }))).toEqual(['134', '135', '234', '235'])
    const deeper = [matrix(list('a', '1'), matrix(list('b', '3'), matrix(list('c', '4'), list('d', '5'))))]
    const { notEvaluated } = await expanded({ ...go, generators: deeper, template })
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'Matrix and merge generators can be nested once only.' }])
  })
  test.each([1, 3])('%i generators are an error', async (count) => {
    const generators = [matrix(...Array.from({ length: count }, () => ({ list: { elements: [] } })))]
    const { notEvaluated } = await expanded({ generators })
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: `A matrix generator combines two generators; here are ${count}.` },
    ])
  })
  test('two kinds in one entry are an error', async () => {
    const { notEvaluated } = await expanded({
      generators: [matrix({ list: { elements: [] }, git: { repoURL: ownUrl, directories: [] } }, { list: { elements: [] } })],
    })
    expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'A generator inside of another one must be of one kind.' }])
  })
})

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Merge/
describe('merge generator', () => {
  const remote = { matchLabels: { 'argocd.argoproj.io/secret-type': 'cluster' } }
  const merge = (mergeKeys: string[], ...generators: object[]) => ({ merge: { mergeKeys, generators } })
  test('base clusters, overridden by a selection of them and by a list', async () => {
    const generators = [
      merge(
        ['server'],
        { clusters: { selector: remote, values: { kafka: 'true', redis: 'false' } } },
        { clusters: { selector: { matchLabels: { 'use-kafka': 'false' } }, values: { kafka: 'false' } } },
        {
          list: {
            elements: [
              { server: 'https://2.4.6.8', 'values.redis': 'true' },
              { server: 'https://none', 'values.redis': 'x' },
            ],
          },
        },
      ),
    ]
    const template = named('{{name}} {{values.kafka}} {{values.redis}}')
    expect(names(await expanded({ generators, template }, {}, { clusters }))).toEqual(['staging_1 false false', 'production true true'])
  })
  test('with goTemplate nested parameters are merged', async () => {
    const element = (id: string, more: { [field: string]: Json }) => ({ id, ...more })
    const list = (...elements: Json[]) => ({ list: { elements } })
    const generators = [
      merge(['id'], list(element('a', { o: { x: '1', y: '1' } }), element('b', { o: { x: '1' } })), list(element('a', { o: { y: '2' } }))),
    ]
    expect(names(await expanded({ ...go, generators, template: named('{{.id}}{{toJson .o}}') }))).toEqual([
      'a{"x":"1","y":"2"}',
      'b{"x":"1"}',
    ])
  })
  test('values as merge keys', async () => {
    const generators = [
      merge(
        ['values.selector'],
        { clusters: { selector: remote, values: { selector: '{{ metadata.labels.type }}' } } },
        { git: { repoURL: ownUrl, directories: [{ path: '*' }], values: { selector: '{{ path }}' } } },
      ),
    ]
    const template = named('{{name}} {{path}}')
    expect(names(await expanded({ generators, template }, { 'staging/a.yaml': '', 'production/a.yaml': '' }, { clusters }))).toEqual([
      'staging_1 staging',
      'production production',
    ])
  })
  test('sets that merge keys do not tell apart are an error', async () => {
    const list = { list: { elements: [{ a: '1' }, { a: '1' }] } }
    const { notEvaluated } = await expanded({ generators: [merge(['a'], list, list)] })
    expect(notEvaluated).toMatchObject([
      { reason: 'render-failed', message: expect.stringContaining('were not unique by the given mergeKeys') },
    ])
  })
  test('no merge keys, one generator', async () => {
    const list = { list: { elements: [] } }
    expect((await expanded({ generators: [merge([], list, list)] })).notEvaluated).toMatchObject([
      { message: expect.stringContaining('no merge keys') },
    ])
    expect((await expanded({ generators: [merge(['a'], list)] })).notEvaluated).toMatchObject([
      { message: expect.stringContaining('two generators or more') },
    ])
  })
})

// https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Post-Selector/
describe('post selector', () => {
  const elements = [
    { cluster: 'engineering-dev', url: 'https://kubernetes.default.svc', env: 'staging' },
    { cluster: 'engineering-prod', url: 'https://kubernetes.default.svc', env: 'prod' },
  ]
  test('list generator and matchLabels', async () => {
    const generators = [{ list: { elements }, selector: { matchLabels: { env: 'staging' } } }]
    expect(names(await expanded({ generators, template: named('{{cluster}}-guestbook') }))).toEqual(['engineering-dev-guestbook'])
  })
  test('nested parameters by their flat names, values that are no labels', async () => {
    const nested = elements.map((element) => ({ ...element, o: { n: 1, u: 'https://x/y' } }))
    const select = async (matchLabels: { [field: string]: Json }) =>
      names(
        await expanded({ ...go, generators: [{ list: { elements: nested }, selector: { matchLabels } }], template: named('{{.cluster}}') }),
      ).length
    expect(await select({ 'o.n': '1', 'o.u': 'https://x/y' })).toBe(2)
    expect(await select({ 'o.n': '2' })).toBe(0)
  })
  test('on a generator inside of a matrix', async () => {
    const generators = [
      {
        matrix: { generators: [{ list: { elements }, selector: { matchLabels: { env: 'prod' } } }, { list: { elements: [{ b: 'x' }] } }] },
      },
    ]
    expect(names(await expanded({ generators, template: named('{{cluster}}-{{b}}') }))).toEqual(['engineering-prod-x'])
  })
  test('an operator that does not exist', async () => {
    const generators = [{ list: { elements }, selector: { matchExpressions: [{ key: 'env', operator: 'Like', values: ['x'] }] } }]
    expect((await expanded({ generators })).notEvaluated).toMatchObject([
      { reason: 'render-failed', message: expect.stringContaining('operator Like') },
    ])
  })
})

describe('generators that ask something outside', () => {
  test.each([
    ['scmProvider', 'asks a source code host for its repositories'],
    ['pullRequest', 'asks a source code host for its pull requests'],
    ['clusterDecisionResource', 'reads an object of the cluster'],
    ['plugin', 'asks a plugin'],
    ['nonsense', 'is of no kind that is known here'],
  ])('%s', async (kind, what) => {
    const { applications, notEvaluated } = await expanded({
      generators: [{ list: { elements: [{ name: 'a', server: 's' }] } }, { [kind]: {} }],
    })
    expect(applications.map(({ name }) => name)).toEqual(['a'])
    expect(notEvaluated).toMatchObject([
      { file: 'set.yaml', line: 1, reason: 'unresolved-reference', message: expect.stringContaining(what) },
    ])
  })
  test('inside of a matrix the whole matrix is unknown', async () => {
    const generators = [{ matrix: { generators: [{ list: { elements: [{ a: 'b' }] } }, { pullRequest: {} }] } }]
    const { applications, notEvaluated } = await expanded({ generators })
    expect(applications).toEqual([])
    expect(notEvaluated).toMatchObject([{ reason: 'unresolved-reference' }])
  })
})

test('two Applications with one name: neither is taken', async () => {
  const generators = [{ list: { elements: ['a', 'b', 'a'].map((name) => ({ name, server: 's' })) } }]
  const { applications, notEvaluated } = await expanded({ generators })
  expect(applications.map(({ name }) => name)).toEqual(['b'])
  expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: '2 Applications with the name a are generated.' }])
})

test('at most 10,000 Applications', async () => {
  const elements = Array.from({ length: 101 }, (_, i) => ({ [`k${i}`]: String(i) }))
  const generators = [{ matrix: { generators: [{ list: { elements } }, { list: { elements } }] } }]
  const { applications, notEvaluated } = await expanded({ ...go, generators })
  expect(applications).toEqual([])
  expect(notEvaluated).toMatchObject([{ reason: 'render-failed', message: expect.stringContaining('More than 10,000 Applications') }])
})

test('Applications keep the object that they are', async () => {
  const { applications } = await expanded({ generators: [{ list: { elements: [{ name: 'a', server: 's' }] } }] })
  expect(applications[0]!.manifest.object).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    ...fast,
    metadata: { name: 'a', namespace: 'argocd' },
    spec: { ...fast.spec, destination: { server: 's', namespace: 'x' } },
  })
  expect(textAt(applications[0]!.manifest.object, ['spec', 'source', 'path'])).toBe('app')
})
