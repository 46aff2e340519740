import { expect, test } from 'vitest'
import type { ImagesListing } from '../../../src/images/list/report.ts'
import { application } from '../../gitops/units.ts'
import { repository } from '../../scan/repository.ts'
import { listed } from './command.ts'

const chart = {
  'charts/store/Chart.yaml': 'apiVersion: v2\nname: store\nversion: 1.0.0\n',
  'charts/store/values.yaml': 'image:\n  repository: registry.example/store\n  tag: "1"\n',
  'charts/store/templates/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: store}\nspec:\n  containers:\n    - name: store\n      image: {{ .Values.image.repository }}:{{ .Values.image.tag }}\n',
}
const base = {
  'base/kustomization.yaml': 'resources: [pod.yaml]\n',
  'base/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: web:1\n',
}
/** `image: line people edit < other lines`. */
async function lines(files: Record<string, string>): Promise<string[]> {
  const { out } = await listed(['-f', 'json'], { cwd: repository(files) })
  const { images } = JSON.parse(out) as ImagesListing
  return images.flatMap(({ image, uses }) =>
    uses.map(
      ({ file, line, related }) => `${image}: ${[{ file, line }, ...related].map((place) => `${place.file}:${place.line}`).join(' < ')}`,
    ),
  )
}

test('values of a chart that an Application writes inline, as text or object, and its parameters', async () => {
  const inline = '    helm:\n      valuesObject:\n        image:\n          tag: "2"\n'
  const text = '    helm:\n      values: |\n        image:\n          tag: "3"\n'
  const parameter = '    helm:\n      parameters:\n        - name: image.tag\n          value: "4"\n'
  const apps = {
    'apps/a.yaml': application('a', 'charts/store', { source: inline }),
    'apps/b.yaml': application('b', 'charts/store', { source: text }),
    'apps/c.yaml': application('c', 'charts/store', { source: parameter }),
  }
  expect(await lines({ ...chart, ...apps })).toEqual([
    'registry.example/store:2: apps/a.yaml:14 < charts/store/values.yaml:2 < charts/store/templates/pod.yaml:7',
    'registry.example/store:3: apps/b.yaml:14 < charts/store/values.yaml:2 < charts/store/templates/pod.yaml:7',
    'registry.example/store:4: apps/c.yaml:14 < charts/store/values.yaml:2 < charts/store/templates/pod.yaml:7',
  ])
})

test('variables and arguments of an operator', async () => {
  const values = 'operator: 1.2.0\nsidecar:\n  repository: registry.example/sidecar\n  tag: "7"\ndatabase: shop/database:16.4\n'
  const template = `apiVersion: v1
kind: Pod
metadata: {name: operator}
spec:
  containers:
    - name: operator
      image: registry.example/operator:{{ .Values.operator }}
      args:
        - --sidecar-image={{ .Values.sidecar.repository }}:{{ .Values.sidecar.tag }}
      env:
        - name: RELATED_IMAGE_DATABASE
          value: {{ .Values.database }}
`
  const operator = {
    'charts/operator/Chart.yaml': 'apiVersion: v2\nname: operator\nversion: 1.0.0\n',
    'charts/operator/values.yaml': values,
    'charts/operator/templates/pod.yaml': template,
  }
  expect(await lines(operator)).toEqual([
    'docker.io/shop/database:16.4: charts/operator/values.yaml:5 < charts/operator/templates/pod.yaml:12',
    'registry.example/operator:1.2.0: charts/operator/values.yaml:1 < charts/operator/templates/pod.yaml:7',
    'registry.example/sidecar:7: charts/operator/values.yaml:4 < charts/operator/values.yaml:3 < charts/operator/templates/pod.yaml:9',
  ])
})

test('images of an Application and of a Flux Kustomization', async () => {
  const app = application('web', 'base', { source: '    kustomize:\n      images:\n        - web=registry.example/web:2\n' })
  expect(await lines({ ...base, 'apps/web.yaml': app })).toEqual(['registry.example/web:2: apps/web.yaml:13 < base/pod.yaml:7'])
  const flux = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: shop, namespace: flux-system}
spec: {url: https://git.example/shop.git, interval: 1m}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web, namespace: flux-system}
spec:
  interval: 5m
  prune: true
  path: ./base
  sourceRef: {kind: GitRepository, name: shop}
  images:
    - name: web
      newTag: "3"
`
  expect(await lines({ ...base, 'clusters/web.yaml': flux })).toEqual(['docker.io/library/web:3: clusters/web.yaml:16 < base/pod.yaml:7'])
})

test('newName alone, a digest in place of a tag, and an overlay over an overlay', async () => {
  const digest = `sha256:${'ab'.repeat(32)}`
  const overlays = {
    'a/kustomization.yaml': 'resources: [../base]\nimages:\n  - name: web\n    newName: registry.example/web\n',
    'b/kustomization.yaml': `resources: [../base]\nimages:\n  - name: web\n    digest: ${digest}\n`,
    'c/mid/kustomization.yaml': 'resources: [../../base]\nimages:\n  - name: web\n    newTag: "2"\n',
    'c/top/kustomization.yaml': 'resources: [../mid]\nimages:\n  - name: web\n    newTag: "3"\n',
  }
  expect(await lines({ ...base, ...overlays })).toEqual([
    'docker.io/library/web:3: c/top/kustomization.yaml:4 < c/mid/kustomization.yaml:4 < base/pod.yaml:7',
    `docker.io/library/web@${digest}: b/kustomization.yaml:4 < base/pod.yaml:7`,
    // the tag is written in the base
    'registry.example/web:1: base/pod.yaml:7 < a/kustomization.yaml:4',
  ])
})

test('items of a List, and a document further down', async () => {
  const pod = (name: string) =>
    `apiVersion: v1\n    kind: Pod\n    metadata: {name: ${name}}\n    spec:\n      containers:\n        - image: ${name}:1\n`
  const list = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: List\nitems:\n  - ${pod('a')}  - ${pod('b')}`
  expect(await lines({ 'list.yaml': list })).toEqual(['docker.io/library/a:1: list.yaml:13', 'docker.io/library/b:1: list.yaml:19'])
})
