import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { textAt } from '../../src/json.ts'
import type { Path } from '../../src/model.ts'
import { random } from '../parse/random.ts'
import { built } from './kustomize-build.ts'
import { askAbout, engineBuilder } from './kustomize-questions.ts'
import { shapes } from './kustomize-shapes.ts'

const kustomize = openEngine('kustomize')
const helm = openEngine('helm')
afterAll(() => Promise.all([kustomize.close(), helm.close()]))

const shape = (name: string) => built({ kustomize, helm }, shapes().get(name)!)

test('patches: the last one first, then what it replaced', async () => {
  const { places } = await shape('patches')
  expect(await places('Deployment/web', 'spec', 'replicas')).toEqual([
    'patch overlay/replicas.yaml:6:13 4',
    'resource base/web.yaml:11:13 1',
  ])
  const container = (...path: Path) => places('Deployment/web', 'spec', 'template', 'spec', 'containers', 0, ...path)
  // a JSON patch inside the kustomization
  expect(await container('image')).toEqual([
    'patch overlay/kustomization.yaml:15:16 registry.example.com/web:3.1',
    'resource base/web.yaml:21:18 registry.example.com/web:1.0',
  ])
  // in a file
  expect(await container('imagePullPolicy')).toEqual([
    'patch overlay/operations.yaml:3:10 Always',
    'resource base/web.yaml:22:28 IfNotPresent',
  ])
  // items that an operation moved
  expect(await container('args', 0)).toEqual(['patch overlay/kustomization.yaml:23:16 --first'])
  expect(await container('args', 2)).toEqual(['resource base/web.yaml:23:27 "2"'])
  expect(await container('env', 0, 'value')).toEqual(['resource base/web.yaml:28:22 here'])
  expect(await container('env', 1, 'value')).toEqual(['patch overlay/kustomization.yaml:20:18 by-operation'])
  expect(await places('Deployment/web', 'metadata', 'labels', 'copied')).toEqual(['resource base/web.yaml:6:11 front'])
  expect(await places('Deployment/web', 'metadata', 'annotations', 'new.example.com/name')).toEqual(['resource base/web.yaml:8:27 kept'])
  // a strategic merge patch inside the kustomization
  expect(await container('resources', 'limits', 'memory')).toEqual([
    'patch overlay/kustomization.yaml:49:29 256Mi',
    'resource base/web.yaml:31:23 128Mi',
  ])
  expect(await container('resources', 'limits', 'cpu')).toEqual(['resource base/web.yaml:32:20 500m'])
  expect(await container('resources', 'limits')).toEqual(['resource base/web.yaml:30:13 limits'])
  expect(await places('Deployment/web', 'metadata', 'annotations', 'note')).toEqual(['patch overlay/kustomization.yaml:39:17 from-inline'])
  // a patch that says what stands there already
  const worker = (...path: Path) => places('Deployment/worker', 'spec', 'template', 'spec', 'containers', 0, 'env', 1, ...path)
  expect(await worker('value')).toEqual(['patch overlay/replicas.yaml:24:22 same', 'resource base/worker.yaml:25:22 same'])
  // what a patch selects by is not what it sets
  expect(await worker('name')).toEqual(['resource base/worker.yaml:24:21 SAME', 'patch overlay/replicas.yaml:23:21 SAME'])
  // text that is no block: the lines in it are not lines of the file
  expect(await places('Service/web', 'spec', 'type')).toEqual([
    `patch overlay/kustomization.yaml:52:12 '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"type":"NodePort"}}'`,
    'resource base/service.yaml:6:9 ClusterIP',
  ])
  expect(await places('Service/worker', 'metadata', 'annotations', 'everywhere')).toEqual(['patch overlay/kustomization.yaml:59:23 "true"'])
  expect(await places('Service/worker', 'metadata', 'labels', 'everywhere')).toEqual(['patch overlay/kustomization.yaml:61:23 label'])
})

test('a missing field gives the deepest parent that exists', async () => {
  const { places } = await shape('patches')
  const container = ['spec', 'template', 'spec', 'containers', 0]
  expect(await places('Deployment/web', ...container, 'securityContext', 'privileged')).toEqual([
    'parent resource base/web.yaml:20:11 name',
  ])
  expect(await places('Deployment/web', ...container, 'resources', 'requests')).toEqual(['parent resource base/web.yaml:29:11 resources'])
  expect(await places('Deployment/web', ...container.slice(0, -1), 1, 'resources')).toEqual([
    'parent patch overlay/kustomization.yaml:50:17 name',
  ])
  const side = await places('Deployment/web', 'spec', 'template', 'spec', 'securityContext', 'seccompProfile')
  expect(side).toEqual(['parent patch overlay/operations.yaml:5:9 /spec/template/spec/securityContext'])
})

test('older fields for patches', async () => {
  const { places } = await shape('legacy-patches')
  const web = (...path: Path) => places('Deployment/web', 'spec', ...path)
  expect(await web('replicas')).toEqual(['patch overlay/kustomization.yml:33:16 7', 'resource base/web.yaml:6:13 1'])
  expect(await web('minReadySeconds')).toEqual(['patch overlay/operations.json:2:59 15'])
  const container = (...path: Path) => web('template', 'spec', 'containers', 0, ...path)
  expect(await container('name')).toEqual([
    'patch overlay/operations.json:3:79 "renamed"',
    'resource base/web.yaml:16:17 web',
    'patch overlay/kustomization.yml:19:21 web',
  ])
  expect(await container('image')).toEqual([
    'transformer imageTags overlay/kustomization.yml:7:13 "2.0"',
    'resource base/web.yaml:17:18 registry.example.com/web:1.0',
  ])
  expect(await container('command', 1)).toEqual(['patch overlay/kustomization.yml:20:32 --inline'])
  expect(await container('resources', 'limits', 'memory')).toEqual([
    'patch overlay/memory.yaml:10:40 1Gi',
    'resource base/web.yaml:21:23 128Mi',
  ])
  expect(await web('selector', 'matchLabels', 'team')).toEqual(['transformer commonLabels overlay/kustomization.yml:4:9 shop'])
})

test('entries of the kustomization: those that set what stood there already too', async () => {
  const { places } = await shape('transformers')
  const web = 'Deployment/eu-shop-web-blue'
  const overlay = 'overlay/kustomization.yaml'
  expect(await places(web, 'metadata', 'name')).toEqual([
    `transformer nameSuffix ${overlay}:6:13 -blue`,
    `transformer namePrefix ${overlay}:5:13 eu-`,
    'transformer namePrefix base/kustomization.yaml:5:13 shop-',
    'resource base/workloads.yaml:4:9 web',
  ])
  expect(await places(web, 'metadata', 'namespace')).toEqual([
    `transformer namespace ${overlay}:4:12 shop-prod`,
    'resource base/workloads.yaml:5:14 default',
  ])
  expect(await places('StatefulSet/eu-shop-worker-blue', 'metadata', 'namespace')).toEqual([
    `transformer namespace ${overlay}:4:12 shop-prod`,
    'resource base/workloads.yaml:37:14 shop-prod',
  ])
  expect(await places(web, 'metadata', 'labels', 'region')).toEqual([
    `transformer labels ${overlay}:9:15 europe`,
    'resource base/workloads.yaml:7:13 world',
  ])
  expect(await places(web, 'spec', 'template', 'metadata', 'labels', 'stage')).toEqual([`transformer labels ${overlay}:13:14 production`])
  expect(await places(web, 'metadata', 'annotations', 'contact')).toEqual([
    `transformer commonAnnotations ${overlay}:22:12 shop@example.com`,
  ])
  expect(await places(web, 'spec', 'replicas')).toEqual([`transformer replicas ${overlay}:26:12 6`, 'resource base/workloads.yaml:9:13 1'])
  expect(await places('StatefulSet/eu-shop-worker-blue', 'spec', 'template', 'spec', 'containers', 0, 'image')).toEqual([
    `transformer images ${overlay}:34:13 "9.2"`,
    `transformer images ${overlay}:33:14 mirror.example.com/worker`,
    'resource base/workloads.yaml:51:18 registry.example.com/worker:1.0',
  ])
  const image = (list: string, index: number) => places(web, 'spec', 'template', 'spec', list, index, 'image')
  expect(await image('initContainers', 0)).toEqual([
    `transformer images ${overlay}:36:13 sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3`,
    'resource base/workloads.yaml:23:18 registry.example.com/init:1.0',
  ])
  expect(await image('containers', 1)).toEqual([
    `transformer images ${overlay}:38:13 "1.0"`,
    'resource base/workloads.yaml:31:18 registry.example.com/same:1.0',
  ])
  // a reference is edited where it is written; what it is made of follows
  const [first, ...rest] = await places(web, 'spec', 'template', 'spec', 'serviceAccountName')
  expect(first).toBe('resource base/workloads.yaml:20:27 web')
  expect(rest).toContain(`transformer namePrefix ${overlay}:5:13 eu-`)
  expect(await places('Widget/eu-shop-widget-blue', 'spec', 'extra', 'labels', 'fields')).toEqual([
    `transformer labels ${overlay}:16:15 extra`,
  ])
})

test('generators: literals, files, variables, and what a later one merges', async () => {
  const { places, object } = await shape('generators')
  const named = (prefix: string, kind: string) =>
    `${kind}/${textAt(object(`Pod/reader`), kind === 'Secret' ? ['spec', 'containers', 0, 'envFrom', 1, 'secretRef', 'name'] : ['spec', 'containers', 0, 'envFrom', 0, 'configMapRef', 'name']) ?? prefix}`
  const overlay = 'overlay/kustomization.yaml'
  const settings = named('settings', 'ConfigMap')
  expect(await places(settings, 'data', 'level')).toEqual([
    `generator configMapGenerator ${overlay}:12:9 level=3`,
    'generator configMapGenerator base/kustomization.yaml:6:9 level=1',
  ])
  expect(await places(settings, 'data', 'kept')).toEqual(['generator configMapGenerator base/kustomization.yaml:7:9 kept=base'])
  expect(await places(settings, 'data', 'FROM_BASE')).toEqual([
    'generator base/base.env:1:11 ',
    'generator configMapGenerator base/kustomization.yaml:8:12 base.env',
  ])
  expect(await places('ConfigMap/own', 'data', 'application.properties')).toEqual([
    'file generator overlay/application.properties:1:1 ',
    `generator configMapGenerator ${overlay}:20:9 application.properties`,
  ])
  expect(await places('ConfigMap/own', 'data', 'named.txt')).toEqual([
    'file generator overlay/texts/long-name.txt:1:1 ',
    `generator configMapGenerator ${overlay}:21:9 named.txt=texts/long-name.txt`,
  ])
  expect((await places('ConfigMap/own', 'data', 'LEVEL'))[0]).toBe('generator overlay/variables.env:4:7 ')
  expect(await places('ConfigMap/own', 'metadata', 'namespace')).toEqual([`generator configMapGenerator ${overlay}:18:16 elsewhere`])
  expect(await places('ConfigMap/own', 'metadata', 'labels', 'local')).toEqual([`generator configMapGenerator ${overlay}:28:16 "true"`])
  expect(await places('ConfigMap/own', 'immutable')).toEqual([`generator configMapGenerator ${overlay}:26:18 true`])
  const token = named('token', 'Secret')
  expect(await places(token, 'data', 'password')).toEqual([`generator secretGenerator ${overlay}:33:9 password=changeme`])
  expect(await places(token, 'type')).toEqual([`generator secretGenerator ${overlay}:31:11 Opaque`])
  expect(await places(token, 'metadata', 'labels', 'generated')).toEqual([`generator generatorOptions ${overlay}:5:16 "yes"`])
  const name = ['spec', 'containers', 0, 'envFrom', 1, 'secretRef', 'name']
  expect((await places('Pod/reader', ...name))[0]).toBe('resource base/pod.yaml:13:19 token')
})

test('replacements: the field they copy first, then the entry', async () => {
  const { places } = await shape('replacements')
  expect(await places('Ingress/web', 'spec', 'tls', 0, 'hosts', 0)).toEqual([
    'resource base/all.yaml:9:9 shop.example.com',
    'replacement replacements overlay/kustomization.yaml:4:5 source',
    'resource base/all.yaml:46:15 placeholder',
  ])
  const container = (...path: Path) => places('Deployment/web', 'spec', 'template', 'spec', 'containers', 0, ...path)
  expect((await container('image')).slice(0, 2)).toEqual([
    'resource base/all.yaml:10:8 "4.2"',
    'replacement overlay/replacements.yaml:1:3 source',
  ])
  expect((await container('env', 0, 'value')).slice(0, 2)).toEqual([
    'replacement replacements overlay/kustomization.yaml:16:18 fixed-value',
    'replacement replacements overlay/kustomization.yaml:16:5 sourceValue',
  ])
  expect(await places('Service/web', 'spec', 'selector', 'tier')).toEqual(['resource base/all.yaml:7:11 front'])
})

test('components, nested bases, merged and replaced lists', async () => {
  const parts = await shape('components')
  const limit = (name: string) => parts.places('Deployment/web', 'spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', name)
  expect(await limit('cpu')).toEqual(['patch overlay/last.yaml:12:20 "2"', 'patch parts/limits/limits.yaml:12:20 "1"'])
  expect(await limit('memory')).toEqual(['patch parts/limits/limits.yaml:13:23 512Mi'])
  expect(await parts.places('Deployment/web', 'spec', 'replicas')).toEqual([
    'patch middle/kustomization.yaml:11:16 2',
    'resource base/nested/web.yaml:6:13 1',
  ])
  expect(await parts.places('PeerAuthentication/default', 'spec', 'mtls', 'mode')).toEqual(['resource parts/mesh/policy.yaml:7:11 STRICT'])
  const lists = await shape('lists')
  const spec = (...path: Path) => lists.places('Deployment/web', 'spec', 'template', 'spec', ...path)
  expect(await spec('containers', 0, 'image')).toEqual([
    'patch overlay/merge.yaml:12:18 registry.example.com/third:2',
    'resource base/web.yaml:34:18 registry.example.com/third:1',
  ])
  expect(await spec('containers', 2, 'args', 1)).toEqual(['resource base/web.yaml:30:15 --beta'])
  expect(await spec('nodeSelector', 'disk')).toEqual(['patch overlay/merge.yaml:24:15 ssd'])
  expect(await spec('volumes', 0, 'name')).toEqual(['patch overlay/merge.yaml:20:17 only'])
})

test('several documents, lists, JSON, anchors and characters outside the basic plane', async () => {
  const { places } = await shape('documents')
  expect(await places('ConfigMap/two', 'data', 'a')).toEqual(['resource overlay/list.yaml:15:10 second'])
  expect(await places('Role/reader', 'rules', 0, 'verbs', 0)).toEqual(['resource overlay/roles.yaml:10:17 get'])
  expect(await places('ConfigMap/three', 'data', 'after', 'text')).toEqual(['resource overlay/several.yaml:15:28 tail'])
  expect(await places('ConfigMap/three', 'data', 'text')).toEqual(['resource overlay/several.yaml:8:9 |'])
  expect(await places('ConfigMap/four', 'metadata', 'name')).toEqual(['resource overlay/several.yaml:22:9 four'])
  expect(await places('ConfigMap/five', 'data', 'c')).toEqual([`resource overlay/several.yaml:31:19 'd'`])
  expect(await places('ConfigMap/six', 'data', 'more')).toEqual(['resource overlay/object.json:5:37 "text"'])
  expect(await places('ConfigMap/seven', 'data', 'second')).toEqual(['resource overlay/anchors.yaml:9:18 shared'])
  expect(await places('ConfigMap/seven', 'data', 'tagged')).toEqual(['resource overlay/anchors.yaml:11:17 12'])
})

test('changed scalars are found where they were changed', async () => {
  const asked = []
  for (const name of ['documents', 'generators']) {
    const repository = { name, files: shapes().get(name)!, folder: 'overlay' }
    asked.push(...(await askAbout(repository, { kustomize, helm, changed: engineBuilder(kustomize, helm), random: random(3), limit: 10 })))
  }
  expect(asked.filter(({ outcome, alone }) => alone && outcome !== 'first')).toEqual([])
  expect(asked.length).toBeGreaterThan(15)
})
