import { describe, expect, it } from 'vitest'
import { application, configMap, deployed, ids } from './units.ts'

const parents = (result: Awaited<ReturnType<typeof deployed>>) => Object.fromEntries(result.units.map(({ id, parent }) => [id, parent]))

describe('applications', () => {
  it('what an Application deploys is judged once, and what none deploys where it lies', async () => {
    const result = await deployed({
      'apps/shop.yaml': application('shop', 'manifests/shop'),
      'manifests/shop/map.yaml': configMap('shop'),
      'manifests/other/map.yaml': configMap('other'),
    })
    expect(result.objects).toEqual([
      'application/argocd/shop: ConfigMap/shop/shop',
      'apps: Application/argocd/shop',
      'manifests/other: ConfigMap/-/other',
    ])
    expect(result.notEvaluated).toEqual([])
  })

  it('an app of apps leads to its Applications, and they to theirs', async () => {
    const result = await deployed({
      'bootstrap/root.yaml': application('root', 'apps'),
      'apps/team.yaml': application('team', 'team'),
      'team/shop.yaml': application('shop', 'manifests'),
      'manifests/map.yaml': configMap('shop'),
    })
    expect(parents(result)).toEqual({
      'application/argocd/root': 'bootstrap',
      'application/argocd/shop': 'application/argocd/team',
      'application/argocd/team': 'application/argocd/root',
      bootstrap: undefined,
    })
    expect(result.objects).toHaveLength(4)
  })

  it('an app of apps may lie in its own folder', async () => {
    const result = await deployed({
      'apps/root.yaml': application('root', 'apps'),
      'apps/shop.yaml': application('shop', 'manifests'),
      'manifests/map.yaml': configMap('shop'),
    })
    expect(ids(result)).toEqual(['application/argocd/root', 'application/argocd/shop'])
    expect(result.objects).toEqual([
      'application/argocd/root: Application/argocd/root',
      'application/argocd/root: Application/argocd/shop',
      'application/argocd/shop: ConfigMap/shop/shop',
    ])
  })

  it('an app of apps that deploys its own file too is one unit', async () => {
    const result = await deployed({
      'bootstrap/root.yaml': application('root', 'apps'),
      'apps/root.yaml': application('root', 'apps'),
      'apps/shop.yaml': application('shop', 'manifests'),
      'manifests/map.yaml': configMap('shop'),
    })
    expect(ids(result)).toEqual(['application/argocd/root', 'application/argocd/shop', 'bootstrap'])
  })

  it('Applications that deploy each other are judged, not hidden', async () => {
    const result = await deployed({ 'a/b.yaml': application('a', 'b'), 'b/a.yaml': application('b', 'a') })
    expect(result.objects.map((object) => object.replace(/^.*: /, '')).sort()).toEqual(['Application/argocd/a', 'Application/argocd/b'])
  })

  it('the Application that a kustomization patches is the one that counts', async () => {
    const result = await deployed({
      'bootstrap/root.yaml': application('root', 'apps'),
      'apps/kustomization.yaml':
        'resources: [shop.yaml]\npatches:\n  - target: {kind: Application}\n    patch: |\n      - {op: replace, path: /spec/source/path, value: overlays/prod}\n',
      'apps/shop.yaml': application('shop', 'overlays/dev'),
      'overlays/dev/map.yaml': configMap('dev'),
      'overlays/prod/map.yaml': configMap('prod'),
    })
    expect(result.objects).toContain('application/argocd/shop: ConfigMap/shop/prod')
    expect(result.objects).toContain('overlays/dev: ConfigMap/-/dev')
  })

  it('a chart may be the app of apps', async () => {
    const result = await deployed({
      'bootstrap/root.yaml': application('root', 'apps'),
      'apps/Chart.yaml': 'apiVersion: v2\nname: apps\nversion: 1.0.0\n',
      'apps/values.yaml': 'names: [shop, cart]\n',
      'apps/templates/apps.yaml': `{{- range .Values.names }}\n---\n${application('{{ . }}', 'manifests/{{ . }}')}{{- end }}\n`,
      'manifests/shop/map.yaml': configMap('shop'),
      'manifests/cart/map.yaml': configMap('cart'),
    })
    expect(ids(result)).toEqual(['application/argocd/cart', 'application/argocd/root', 'application/argocd/shop', 'bootstrap'])
    expect(parents(result)['application/argocd/shop']).toBe('application/argocd/root')
  })

  it('two Applications of one name, of two control planes, are two units', async () => {
    const result = await deployed({
      'clusters/eu/shop.yaml': application('shop', 'manifests/eu'),
      'clusters/us/shop.yaml': application('shop', 'manifests/us'),
      'manifests/eu/map.yaml': configMap('eu'),
      'manifests/us/map.yaml': configMap('us'),
    })
    expect(result.objects).toEqual([
      'application/argocd/shop@clusters/eu: ConfigMap/shop/eu',
      'application/argocd/shop@clusters/us: ConfigMap/shop/us',
      'clusters/eu: Application/argocd/shop',
      'clusters/us: Application/argocd/shop',
    ])
  })

  it('a chart of ever new Applications comes to an end, as an error', async () => {
    const chart = (next: string) =>
      `{{- $n := add1 (int .Values.count) }}\n${application('app-{{ $n }}', next, { source: '    helm:\n      valuesObject: {count: {{ $n }}}\n' })}`
    const result = await deployed({
      'bootstrap/root.yaml': application('root', 'endless'),
      'endless/Chart.yaml': 'apiVersion: v2\nname: endless\nversion: 1.0.0\n',
      'endless/values.yaml': 'count: 0\n',
      'endless/templates/app.yaml': chart('endless'),
    })
    expect(result.notEvaluated.map(({ reason }) => reason)).toContain('render-failed')
  })
})

describe('ids of units stay the same', () => {
  const files = {
    'apps/shop.yaml': application('shop', 'manifests/shop'),
    'manifests/shop/map.yaml': configMap('shop'),
    'overlays/prod/kustomization.yaml': 'resources: [map.yaml]\n',
    'overlays/prod/map.yaml': configMap('prod'),
    'loose/map.yaml': configMap('loose'),
  }
  it.each<[string, Record<string, string | undefined>]>([
    ['files move inside a unit', { 'manifests/shop/map.yaml': undefined, 'manifests/shop/moved.yaml': configMap('shop') }],
    ['the file of a definition moves', { 'apps/shop.yaml': undefined, 'argocd/prod/shop.yaml': application('shop', 'manifests/shop') }],
    [
      'new units appear',
      {
        'apps/cart.yaml': application('cart', 'manifests/cart'),
        'manifests/cart/map.yaml': configMap('cart'),
        'aaa/map.yaml': configMap('a'),
      },
    ],
    [
      'the folder of an Application moves',
      { 'apps/shop.yaml': application('shop', 'moved'), 'manifests/shop/map.yaml': undefined, 'moved/map.yaml': configMap('shop') },
    ],
  ])('when %s', async (_, change) => {
    const after = Object.fromEntries(
      Object.entries({ ...files, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
    const before = ids(await deployed(files)).filter((id) => id !== 'apps')
    expect(before).toEqual(['application/argocd/shop', 'loose', 'overlays/prod'])
    expect(ids(await deployed(after))).toEqual(expect.arrayContaining(before))
  })
})

describe('environments', () => {
  it.each<[string, string, string]>([
    ['its label', application('shop', 'manifests', { metadata: '  labels: {environment: staging}\n' }), 'staging'],
    ['its destination namespace', application('shop', 'manifests', { namespace: 'shop-prod' }), 'production'],
    ['its name', application('shop-dev', 'manifests', { namespace: 'shop' }), 'development'],
    ['its path', application('shop', 'overlays/prod', { namespace: 'shop' }), 'production'],
  ])('an Application is known by %s', async (_, text, environment) => {
    const result = await deployed({ 'apps/app.yaml': text, 'manifests/map.yaml': configMap('a'), 'overlays/prod/map.yaml': configMap('b') })
    expect(result.units.find(({ kind }) => kind === 'argocd-application')?.environment).toBe(environment)
  })

  it('Applications of one cluster and environment share a destination, those of another do not', async () => {
    const result = await deployed({
      'apps/a.yaml': application('a', 'a', { namespace: 'shop-prod' }),
      'apps/b.yaml': application('b', 'b', { namespace: 'data-prod' }),
      'apps/c.yaml': application('c', 'c', { namespace: 'shop-dev' }),
      'a/map.yaml': configMap('a'),
      'b/map.yaml': configMap('b'),
      'c/map.yaml': configMap('c'),
    })
    const destination = (name: string) => result.units.find(({ id }) => id === `application/argocd/${name}`)!.destination
    expect(destination('a')).toBe(destination('b'))
    expect(destination('a')).not.toBe(destination('c'))
  })
})
