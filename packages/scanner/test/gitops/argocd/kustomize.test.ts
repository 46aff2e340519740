import { describe, expect, test } from 'vitest'
import type { KustomizationSource } from '../../../src/discover/sources.ts'
import { expandFiles, ownUrl } from './expand.ts'

const application = (options: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: kustomize-guestbook, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: web}
  source:
    repoURL: ${ownUrl}
    targetRevision: main
    path: overlay
    kustomize:
${options
  .trim()
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
`

async function expanded(options: string, kustomization = 'resources: []\n', more: Record<string, string> = {}) {
  const { applications } = await expandFiles({ 'apps.yaml': application(options), 'overlay/kustomization.yaml': kustomization, ...more })
  const [{ sources, notEvaluated }] = applications as [(typeof applications)[0]]
  return { source: sources[0] as KustomizationSource | undefined, notEvaluated }
}

/** What is built, and for each origin: the path in it, the file, the path there. */
async function edited(options: string, kustomization?: string, more: Record<string, string> = {}) {
  const { source, notEvaluated } = await expanded(options, kustomization, more)
  expect(notEvaluated).toEqual([])
  const { kustomization: after, origins } = source!.edit!
  const { resources: _resources, ...rest } = after
  return {
    kustomization: rest,
    origins: origins.map(({ path, field }) => `${path.join('.')} < ${field.manifest.origin.file} ${field.path.join('.')}`),
  }
}
const own = 'apps.yaml spec.source.kustomize'

// https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/
describe('kustomize edit', () => {
  test('no options, no edit', async () => {
    expect((await expanded('{}')).source).toEqual({ source: 'kustomization', folder: 'overlay' })
    expect((await expanded('version: v4.4.0')).source).toEqual({ source: 'kustomization', folder: 'overlay' })
  })

  test.each(['namePrefix', 'nameSuffix', 'namespace'])('%s replaces that of the folder', async (key) => {
    expect(await edited(`${key}: prod-`, `${key}: old\n`)).toEqual({
      kustomization: { [key]: 'prod-' },
      origins: [`${key} < ${own}.${key}`],
    })
  })

  test('images: an entry of the same name is replaced as a whole, the list is sorted', async () => {
    const before = 'images:\n- {name: nginx, newName: mirror/nginx, newTag: "1"}\n- {name: alpine, newTag: "3"}\n'
    const options = 'images:\n- nginx:1.27\n- my-app=gcr.io/my-repo/my-app:0.1\n- busybox@sha256:24a0\n- a=b'
    expect(await edited(options, before)).toEqual({
      kustomization: {
        images: [
          { name: 'a', newName: 'b' },
          { name: 'alpine', newTag: '3' },
          { name: 'busybox', digest: 'sha256:24a0' },
          { name: 'my-app', newName: 'gcr.io/my-repo/my-app', newTag: '0.1' },
          { name: 'nginx', newTag: '1.27' },
        ],
      },
      origins: [
        `images.0 < ${own}.images.3`,
        `images.0.name < ${own}.images.3`,
        `images.0.newName < ${own}.images.3`,
        'images.1 < overlay/kustomization.yaml images.1',
        `images.2 < ${own}.images.2`,
        `images.2.name < ${own}.images.2`,
        `images.2.digest < ${own}.images.2`,
        `images.3 < ${own}.images.1`,
        `images.3.name < ${own}.images.1`,
        `images.3.newName < ${own}.images.1`,
        `images.3.newTag < ${own}.images.1`,
        `images.4 < ${own}.images.0`,
        `images.4.name < ${own}.images.0`,
        `images.4.newTag < ${own}.images.0`,
      ],
    })
  })
  test('images: an asterisk keeps what was there', async () => {
    const { kustomization } = await edited(
      'images: ["nginx=*:2", "new=*:1"]',
      'images: [{name: nginx, newName: mirror/nginx, newTag: "1"}]\n',
    )
    expect(kustomization.images).toEqual([
      { name: 'new', newTag: '1' },
      { name: 'nginx', newName: 'mirror/nginx', newTag: '2' },
    ])
  })
  test('images: a port is no tag, variables are replaced', async () => {
    const { kustomization } = await edited('images: ["app=registry:5000/app", "x:$ARGOCD_APP_NAME"]')
    expect(kustomization.images).toEqual([
      { name: 'app', newName: 'registry:5000/app' },
      { name: 'x', newTag: 'kustomize-guestbook' },
    ])
  })
  test('images: a name alone is an error', async () => {
    const { notEvaluated } = await expanded('images:\n- nginx')
    expect(notEvaluated).toMatchObject([{ line: 13, reason: 'render-failed', message: '"nginx" is no image that kustomize can set.' }])
  })

  test('replicas', async () => {
    const before = 'replicas: [{name: web, count: 1}, {name: db, count: 1}]\n'
    expect(await edited('replicas:\n- {name: web, count: 3}\n- {name: api, count: "2"}', before)).toEqual({
      kustomization: {
        replicas: [
          { name: 'api', count: 2 },
          { name: 'db', count: 1 },
          { name: 'web', count: 3 },
        ],
      },
      origins: [`replicas.0 < ${own}.replicas.1`, 'replicas.1 < overlay/kustomization.yaml replicas.1', `replicas.2 < ${own}.replicas.0`],
    })
  })

  test('commonLabels, with variables', async () => {
    expect(await edited('commonLabels: {env: prod, app: $ARGOCD_APP_NAME}', 'commonLabels: {team: a}\n')).toEqual({
      kustomization: { commonLabels: { team: 'a', env: 'prod', app: 'kustomize-guestbook' } },
      origins: [`commonLabels.env < ${own}.commonLabels.env`, `commonLabels.app < ${own}.commonLabels.app`],
    })
  })
  test('commonLabels: one that is there is an error, unless forceCommonLabels', async () => {
    const { notEvaluated } = await expanded('commonLabels: {env: prod}', 'commonLabels: {env: dev}\n')
    expect(notEvaluated).toMatchObject([{ line: 12, reason: 'render-failed', message: expect.stringContaining('forceCommonLabels') }])
    const { kustomization } = await edited('commonLabels: {env: prod}\nforceCommonLabels: true', 'commonLabels: {env: dev}\n')
    expect(kustomization).toEqual({ commonLabels: { env: 'prod' } })
  })
  test('labelWithoutSelector: an entry of labels', async () => {
    expect(await edited('commonLabels: {env: prod}\nlabelWithoutSelector: true')).toEqual({
      kustomization: { labels: [{ includeSelectors: false, pairs: { env: 'prod' } }] },
      origins: [`labels.0.pairs.env < ${own}.commonLabels.env`],
    })
  })
  test('labelIncludeTemplates: templates too; an entry of the same kind is added to', async () => {
    const before = 'labels:\n- {pairs: {a: b}, includeSelectors: true}\n- {pairs: {c: d}, includeTemplates: true}\n'
    const { kustomization, origins } = await edited('commonLabels: {e: f}\nlabelWithoutSelector: true\nlabelIncludeTemplates: true', before)
    expect(kustomization.labels).toEqual([
      { pairs: { a: 'b' }, includeSelectors: true },
      { pairs: { c: 'd', e: 'f' }, includeTemplates: true },
    ])
    expect(origins).toEqual([`labels.1.pairs.e < ${own}.commonLabels.e`])
  })

  test('commonAnnotations: variables only with commonAnnotationsEnvsubst', async () => {
    const options = 'commonAnnotations: {beep: boop-$ARGOCD_APP_NAME}'
    expect((await edited(options)).kustomization).toEqual({ commonAnnotations: { beep: 'boop-$ARGOCD_APP_NAME' } })
    const { kustomization } = await edited(`${options}\ncommonAnnotationsEnvsubst: true`)
    expect(kustomization).toEqual({ commonAnnotations: { beep: 'boop-kustomize-guestbook' } })
  })
  test('commonAnnotations: forceCommonAnnotations', async () => {
    const { notEvaluated } = await expanded('commonAnnotations: {a: b}', 'commonAnnotations: {a: c}\n')
    expect(notEvaluated).toMatchObject([{ message: expect.stringContaining('forceCommonAnnotations') }])
    const { kustomization } = await edited('commonAnnotations: {a: b}\nforceCommonAnnotations: true', 'commonAnnotations: {a: c}\n')
    expect(kustomization).toEqual({ commonAnnotations: { a: 'b' } })
  })

  test('patches come behind those of the folder', async () => {
    const patch =
      '- target: {kind: Deployment, name: guestbook-ui}\n  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: 2'
    const { kustomization, origins } = await edited(`patches:\n${patch}`, 'patches: [{path: own.yaml}]\n')
    expect(kustomization.patches).toEqual([
      { path: 'own.yaml' },
      { target: { kind: 'Deployment', name: 'guestbook-ui' }, patch: '- op: replace\n  path: /spec/replicas\n  value: 2' },
    ])
    expect(origins).toEqual([`patches.1 < ${own}.patches.0`])
  })

  const component = { 'component/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n' }
  test('components: once each', async () => {
    const { kustomization, origins } = await edited('components: [../component, ../other]', 'components: [../other]\n', component)
    expect(kustomization.components).toEqual(['../other', '../component'])
    expect(origins).toEqual([`components.1 < ${own}.components.0`])
  })
  test('components: a missing one is an error, unless ignoreMissingComponents', async () => {
    const { notEvaluated } = await expanded('components:\n- ../none\n- ../component', undefined, component)
    expect(notEvaluated).toMatchObject([{ line: 13, reason: 'render-failed', message: 'The component ../none does not exist.' }])
    const { kustomization, origins } = await edited(
      'components: [../none, ../component]\nignoreMissingComponents: true',
      undefined,
      component,
    )
    expect(kustomization.components).toEqual(['../component'])
    expect(origins).toEqual([`components.0 < ${own}.components.1`])
  })

  test('kubeVersion and apiVersions reach the charts', async () => {
    const { kustomization } = await edited(
      'kubeVersion: 1.30.0\napiVersions: [a/v1/B]',
      'helmCharts: [{name: x}, {name: z, kubeVersion: 1.29.0}]\n',
    )
    expect(kustomization.helmCharts).toEqual([
      { name: 'x', kubeVersion: '1.30.0', apiVersions: ['a/v1/B'] },
      { name: 'z', kubeVersion: '1.29.0', apiVersions: ['a/v1/B'] },
    ])
  })

  test('a kustomization that cannot be read is built as it is: the build says why', async () => {
    expect((await expanded('namePrefix: a-', 'a: [\n')).source).toEqual({ source: 'kustomization', folder: 'overlay' })
  })
  test('Kustomize options where there is no kustomization', async () => {
    const { applications } = await expandFiles({ 'apps.yaml': application('namePrefix: a-'), 'overlay/a.yaml': '' })
    expect(applications[0]!.notEvaluated).toMatchObject([{ reason: 'render-failed', message: 'There is no kustomization at overlay.' }])
  })
})
