import { expect, it } from 'vitest'
import { application, configMap } from '../gitops/units.ts'
import { repository } from '../scan/repository.ts'
import { policyGate } from './command.ts'

const folder = () =>
  repository({
    'bootstrap/root.yaml': application('root', 'apps'),
    'apps/shop.yaml': application('shop-prod', 'manifests', { metadata: '  labels: {environment: prod}\n' }),
    'apps/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: stores, namespace: argocd}
spec:
  generators:
    - list: {elements: [{name: eu}, {name: us}]}
  template:
    metadata: {name: 'store-{{name}}'}
    spec:
      project: default
      source: {repoURL: 'https://git.example/shop.git', path: 'stores/{{name}}'}
      destination: {name: in-cluster, namespace: store}
`,
    'apps/elsewhere.yaml': application('redis', 'charts').replace('    path: charts\n', '    chart: redis\n').replace('shop.git', 'charts'),
    'manifests/map.yaml': configMap('shop'),
    'stores/eu/map.yaml': configMap('eu'),
    'stores/us/map.yaml': configMap('us'),
  })

it('draws the tree with objects, environment and what each renders from, and says what was not resolved', async () => {
  const { stdout, code } = await policyGate(['units'], { cwd: folder() })
  expect(stdout.split('\n').slice(0, 11)).toEqual([
    'bootstrap                               1              bootstrap/root.yaml',
    '└─ application/argocd/root              3              3 files',
    '   ├─ application/argocd/redis          0              (not resolved)',
    '   ├─ application/argocd/shop-prod      1  production  manifests/map.yaml',
    '   └─ applicationset/argocd/stores    (2)',
    '      ├─ application/argocd/store-eu    1              stores/eu/map.yaml',
    '      └─ application/argocd/store-us    1              stores/us/map.yaml',
    '',
    '6 units, 7 objects.',
    '',
    'Not evaluated (1)',
  ])
  expect(code).toBe(0)
})

it('gives the same as JSON and as a flowchart', async () => {
  const root = folder()
  const { units, notEvaluated } = JSON.parse((await policyGate(['units', '--format', 'json'], { cwd: root })).stdout)
  expect(units.map(({ id, objects }: { id: string; objects: number }) => `${id} ${objects}`)).toEqual([
    'application/argocd/redis 0',
    'application/argocd/root 3',
    'application/argocd/shop-prod 1',
    'application/argocd/store-eu 1',
    'application/argocd/store-us 1',
    'bootstrap 1',
  ])
  expect(notEvaluated).toMatchObject([{ reason: 'remote-source', unit: 'application/argocd/redis' }])
  const { stdout } = await policyGate(['units', '--format', 'mermaid'], { cwd: root })
  expect(stdout).toContain('flowchart LR\n  n0["bootstrap<br/>1 objects"]')
  expect(stdout).toContain('{{"applicationset/argocd/stores"}}')
})

it('says in one line that there is nothing', async () => {
  const { stdout, code } = await policyGate(['units'], { cwd: repository() })
  expect([code, stdout]).toEqual([0, 'No file that could hold a Kubernetes object was found: check the paths.\n'])
})
