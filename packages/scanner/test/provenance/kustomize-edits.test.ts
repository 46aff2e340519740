import { afterAll, expect, test } from 'vitest'
import type { KustomizationSource } from '../../src/discover/sources.ts'
import { openEngine } from '../../src/engines/client.ts'
import type { JsonObject, Manifest, Path } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/index.ts'
import type { FieldOf } from '../../src/provenance/place.ts'
import { built } from './kustomize-build.ts'

const kustomize = openEngine('kustomize')
const helm = openEngine('helm')
afterAll(() => Promise.all([kustomize.close(), helm.close()]))

const build = (files: Record<string, string>, source: Partial<KustomizationSource>) => built({ kustomize, helm }, files, source)

const application = (text: string): { manifest: Manifest; files: Record<string, string> } => ({
  files: { 'apps/shop.yaml': text },
  manifest: {
    object: readDocuments(text).documents[0]!.value as JsonObject,
    ref: { apiVersion: 'example.com/v1', kind: 'Application', namespace: '', name: 'shop' },
    unit: 'apps',
    origin: { kind: 'file', file: 'apps/shop.yaml', document: 0, itemPath: [] },
  },
})

test('an edited kustomization leads to what gave it, or to the same field of the file', async () => {
  const { files, manifest } = application(
    [
      'kind: Application',
      'images:',
      '  - web=registry.example.com/web:5.0',
      'namePrefix: blue-',
      'patches:',
      '  - patch: |-',
      '      - op: replace',
      '        path: /spec/replicas',
      '        value: 8',
      '  - patch: "apiVersion: apps/v1\\nkind: Deployment\\nmetadata: {name: web}\\nspec: {paused: true}"',
      '',
    ].join('\n'),
  )
  const field = (...path: Path): FieldOf => ({ manifest, path })
  const deployment =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  template: {spec: {containers: [{name: web, image: web}]}}\n'
  const all = { ...files, 'overlay/web.yaml': deployment, 'overlay/kustomization.yaml': 'resources: [web.yaml]\nnamespace: shop\n' }
  const patches = manifest.object.patches as JsonObject[]
  const edit = {
    kustomization: {
      resources: ['web.yaml'],
      namespace: 'shop',
      namePrefix: 'blue-',
      images: [{ name: 'web', newName: 'registry.example.com/web', newTag: '5.0' }],
      patches: [{ ...patches[0]!, target: { kind: 'Deployment' } }, patches[1]!],
    },
    origins: [
      { path: ['images', 0], field: field('images', 0) },
      { path: ['namePrefix'], field: field('namePrefix') },
      { path: ['patches'], field: field('patches') },
    ],
  }
  const { places } = await build(all, { edit })
  const web = (...path: Path) => places('Deployment/blue-web', ...path)
  expect(await web('metadata', 'name')).toEqual(['transformer namePrefix apps/shop.yaml:4:13 blue-', 'resource overlay/web.yaml:4:9 web'])
  expect(await web('metadata', 'namespace')).toEqual(['transformer namespace overlay/kustomization.yaml:2:12 shop'])
  expect((await web('spec', 'template', 'spec', 'containers', 0, 'image'))[0]).toBe(
    'transformer images apps/shop.yaml:3:5 web=registry.example.com/web:5.0',
  )
  expect(await web('spec', 'replicas')).toEqual(['patch apps/shop.yaml:9:16 8', 'resource overlay/web.yaml:6:13 1'])
  expect((await web('spec', 'paused'))[0]).toMatch(/^patch apps\/shop.yaml:10:12 "apiVersion/)
  // a folder without a kustomization, which may be the root
  const { 'overlay/kustomization.yaml': _, ...bare } = all
  const created = await build(bare, {
    folder: '.',
    edit: { ...edit, kustomization: { ...edit.kustomization, resources: ['overlay/web.yaml'] } },
  })
  expect(await created.places('Deployment/blue-web', 'spec', 'replicas')).toEqual([
    'patch apps/shop.yaml:9:16 8',
    'resource overlay/web.yaml:6:13 1',
  ])
})

test('variables of a substitution come first where they have a value', async () => {
  const { files, manifest } = application('kind: Kustomization\nspec:\n  postBuild:\n    substitute:\n      TAG: "7"\n      EMPTY: ""\n')
  const variable = (name: string, value: string) => [name, { value, field: { manifest, path: ['spec', 'postBuild', 'substitute', name] } }]
  const pod = (name: string, more: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${more}spec:\n  priority: \${TAG}\n  nodeName: node-\${TAG}-\${EMPTY:=none}\n  hostname: \${OTHER:-plain}\n`
  const off = '  annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}\n'
  const all = {
    ...files,
    'overlay/kustomization.yaml': 'resources: [pod.yaml, off.yaml]\n',
    'overlay/pod.yaml': pod('pod', ''),
    'overlay/off.yaml': pod('off', off),
  }
  const substitution = { variables: Object.fromEntries([variable('TAG', '7'), variable('EMPTY', '')]), strict: true }
  const { places, object } = await build(all, { substitution })
  expect((object('Pod/pod') as JsonObject).spec).toEqual({ priority: 7, nodeName: 'node-7-none', hostname: 'plain' })
  expect(((object('Pod/off') as JsonObject).spec as JsonObject).priority).toBe(`\${TAG}`)
  const tag = 'substitution TAG apps/shop.yaml:5:12 "7"'
  expect(await places('Pod/pod', 'spec', 'priority')).toEqual([tag, `resource overlay/pod.yaml:6:13 \${TAG}`])
  expect(await places('Pod/pod', 'spec', 'nodeName')).toEqual([tag, `resource overlay/pod.yaml:7:13 node-\${TAG}-\${EMPTY:=none}`])
  expect(await places('Pod/pod', 'spec', 'hostname')).toEqual([`resource overlay/pod.yaml:8:13 \${OTHER:-plain}`])
  expect(await places('Pod/off', 'spec', 'priority')).toEqual([`resource overlay/off.yaml:7:13 \${TAG}`])
  await expect(build({ ...all, 'overlay/pod.yaml': pod(`\${MISSING}`, '') }, { substitution })).rejects.toThrow(
    'variable not set (strict mode): "MISSING"',
  )
})
