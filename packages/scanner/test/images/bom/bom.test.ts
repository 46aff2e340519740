import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, it, test } from 'vitest'
import { deploymentBom } from '../../../src/images/bom/bom.ts'
import { imagePurl } from '../../../src/images/bom/purl.ts'
import type { ListedImage, ListedUse } from '../../../src/images/list/model.ts'
import { listed } from '../list/command.ts'
import { shop } from '../list/shop.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const other = `sha256:${'cd'.repeat(32)}`

describe('package URLs (purl-spec, oci)', () => {
  test.each([
    [
      { registry: 'docker.io', repository: 'library/nginx', tag: '1.27' },
      'pkg:oci/nginx?repository_url=docker.io%2Flibrary%2Fnginx&tag=1.27',
    ],
    [
      { registry: 'registry.example:5000', repository: 'a/b', digest, architecture: 'arm64', tag: '1' },
      `pkg:oci/b@sha256%3A${'ab'.repeat(32)}?arch=arm64&repository_url=registry.example%3A5000%2Fa%2Fb&tag=1`,
    ],
  ])('%j', (image, purl) => expect(imagePurl(image)).toBe(purl))
})

const use = (unit: string): ListedUse => ({
  unit,
  environment: 'production',
  object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
  path: 'spec.containers[0].image',
  type: 'container',
  name: 'web',
  reference: 'registry.example/web:1',
  file: 'web.yaml',
  line: 7,
  related: [],
})
const web: ListedImage = {
  image: 'registry.example/web:1',
  registry: 'registry.example',
  repository: 'web',
  tag: '1',
  platforms: ['linux/arm64'],
  uses: [use('a'), use('b')],
}
const placeholder: ListedImage = {
  image: 'registry.example/late:${TAG}',
  platforms: [],
  problem: { code: 'unresolved', message: 'It holds a placeholder.' },
  uses: [use('b')],
}

test('units depend on the images that they run', () => {
  const bom = deploymentBom([placeholder, web], { units: new Map() })
  const purl = 'pkg:oci/web?arch=arm64&repository_url=registry.example%2Fweb&tag=1'
  expect(bom.dependencies).toEqual([
    { ref: 'deployment', dependsOn: ['unit:a', 'unit:b'] },
    { ref: 'unit:a', dependsOn: [purl] },
    { ref: 'unit:b', dependsOn: ['image:registry.example/late:${TAG}', purl] },
    { ref: 'image:registry.example/late:${TAG}' },
    { ref: purl },
  ])
  expect(bom.components.filter(({ type }) => type === 'container')).toEqual([
    {
      type: 'container',
      'bom-ref': 'image:registry.example/late:${TAG}',
      name: 'registry.example/late:${TAG}',
      properties: [
        { name: 'policy-gate:unknown', value: 'It holds a placeholder.' },
        { name: 'policy-gate:use', value: 'b: Pod shop/web spec.containers[0].image (web.yaml:7)' },
      ],
    },
    {
      type: 'container',
      'bom-ref': purl,
      name: 'registry.example/web',
      version: '1',
      purl,
      properties: [
        { name: 'policy-gate:platform', value: 'linux/arm64' },
        { name: 'policy-gate:use', value: 'a: Pod shop/web spec.containers[0].image (web.yaml:7)' },
        { name: 'policy-gate:use', value: 'b: Pod shop/web spec.containers[0].image (web.yaml:7)' },
      ],
    },
  ])
})

test('a resolved tag has the digest of its platform; the same image by its digest is the same component', () => {
  const resolved = [
    { platform: 'linux/amd64', digest, manifest: other, size: 10 },
    { platform: 'linux/arm64', digest, manifest: digest, size: 10 },
  ]
  const byDigest: ListedImage = { ...web, digest, image: `registry.example/web@${digest}`, uses: [use('c')] }
  const { components, dependencies } = deploymentBom([{ ...web, resolved }, byDigest], { units: new Map() })
  const containers = components.filter(({ type }) => type === 'container')
  expect(containers.map(({ purl, hashes }) => [purl, hashes?.[0]?.content])).toEqual([
    [`pkg:oci/web@sha256%3A${'ab'.repeat(32)}?arch=arm64&repository_url=registry.example%2Fweb&tag=1`, digest.slice(7)],
    [`pkg:oci/web@sha256%3A${'cd'.repeat(32)}?arch=amd64&repository_url=registry.example%2Fweb&tag=1`, other.slice(7)],
  ])
  expect(containers[0]!.properties).toHaveLength(4)
  expect(dependencies.find(({ ref }) => ref === 'unit:c')?.dependsOn).toHaveLength(1)
})

test('the same deployment gives the same bytes; a time only where one is given', async () => {
  const cwd = shop()
  const { out, code } = await listed(['-f', 'cyclonedx'], { cwd })
  expect(code).toBe(0)
  expect((await listed(['-f', 'cyclonedx'], { cwd: shop() })).out).toBe(out)
  expect(out).not.toMatch(/timestamp|serialNumber/)
  const dated = JSON.parse((await listed(['-f', 'cyclonedx', '--now', '2026-01-31T00:00:00Z'], { cwd })).out)
  expect(dated.metadata.timestamp).toBe('2026-01-31T00:00:00.000Z')
  const refs = [dated.metadata.component, ...dated.components].map((component: { 'bom-ref': string }) => component['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  expect(dated.dependencies.map(({ ref }: { ref: string }) => ref)).toEqual(refs)
})

const schemas = join(import.meta.dirname, '../../../../../node_modules/@cyclonedx/cyclonedx-library/res/schema')

if (existsSync(schemas)) {
  const read = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'))
  // not written for Ajv's strict mode; parts name each other by file
  const ajv = new Ajv.default({ strict: false, allErrors: true })
  formats.default(ajv)
  for (const name of ['idn-email', 'iri-reference']) ajv.addFormat(name, true)
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema({ ...read(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` })
  const validate = ajv.compile(read('bom-1.6'))

  it('is valid by the schema of CycloneDX 1.6, which refuses what is not', async () => {
    const bom = JSON.parse((await listed(['-f', 'cyclonedx', '--now', '2026-01-31T00:00:00Z'], { cwd: shop() })).out)
    expect(validate(bom) ? [] : validate.errors).toEqual([])
    bom.components[0].type = 'unit'
    expect(validate(bom)).toBe(false)
  })
} else {
  it('LEFT OUT: CycloneDX by its schema, because @cyclonedx/cyclonedx-library is not installed', ({ skip }) => skip('no schema here'))
}
