import { expect, it } from 'vitest'
import { openFiles } from '../../../src/files.ts'
import { repositoryHints } from '../../../src/gitops/flux/index.ts'
import { repository } from '../../scan/repository.ts'
import { gitRepository, helmRelease, here, kustomization, manifests } from './cluster.ts'

const hints = (text: string, file = 'clusters/apps.yaml') =>
  repositoryHints(manifests(file, text), openFiles(repository({ 'deploy/map.yaml': '', 'charts/shop/Chart.yaml': '' })))
const repositoryWith = (other: string) => `${gitRepository()}---\n${other}`

it.each([
  ['a path that exists', kustomization('path: ./deploy'), true],
  ['a path that does not', kustomization('path: ./kustomize'), false],
  ['its root, which says nothing', kustomization('path: ./'), false],
  [
    'a chart that exists',
    helmRelease('chart: {spec: {chart: charts/shop, sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}}}'),
    true,
  ],
  ['a path, but of another source', kustomization('path: ./deploy').replace('name: flux-system}\n', 'name: other}\n'), false],
])('a GitRepository of which is taken %s', (_name, other, isHere) => {
  expect(hints(repositoryWith(other))).toEqual([{ url: here, here: isHere }])
})

it('a GitRepository that the file it is written in is deployed from', () => {
  expect(hints(repositoryWith(kustomization('path: ./clusters/prod')), 'clusters/prod/flux-system/gotk-sync.yaml')).toEqual([
    { url: here, here: true },
  ])
})
