import { describe, expect, it } from 'vitest'
import { openFiles } from '../../../src/files.ts'
import { govern } from '../../../src/govern/governance.ts'
import type { ImageFacts, UsedImage } from '../../../src/images/model.ts'
import { vexOf } from '../../../src/images/vex/apply.ts'
import { parsePackageUrl } from '../../../src/images/vex/products.ts'
import { loadVex } from '../../../src/images/vex/read.ts'
import { type JsonObject, UserError } from '../../../src/model.ts'
import { finished, path, pod } from '../../govern/image-scan.ts'
import { repository } from '../../scan/repository.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const shop = { 'a/cart.yaml': pod('cart', 'registry.example/app:1'), 'b/order.yaml': pod('order', 'registry.example/app:2') }
const facts = (tag: string, letter: string): ImageFacts => ({
  reference: `registry.example/app:${tag}`,
  registry: 'registry.example',
  repository: 'app',
  tag,
  digest: digest(letter),
  manifest: digest('f'),
  platform: { os: 'linux', architecture: 'amd64' },
})

const oci = (letter?: string, more = '') =>
  `pkg:oci/app${letter === undefined ? '' : `@${encodeURIComponent(digest(letter))}`}?repository_url=registry.example/app${more}`
const statement = (changes: JsonObject = {}): JsonObject => ({
  vulnerability: { name: 'CVE-2024-1234' },
  products: [{ '@id': oci() }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
  ...changes,
})
const openVex = (...statements: JsonObject[]): JsonObject => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://registry.example/vex/1',
  author: 'order-team',
  timestamp: '2026-11-01T00:00:00Z',
  version: 1,
  statements,
})
const read = (documents: Record<string, unknown>, patterns = ['vex/*.json'], language: 'en' | 'ko' = 'en') => {
  const files = Object.entries(documents).map(([name, document]) => [
    `.policy-gate/${name}`,
    typeof document === 'string' ? document : JSON.stringify(document, null, 2),
  ])
  const root = repository(Object.fromEntries(files))
  return loadVex(patterns, { root, sources: openFiles(root) }, { language })
}

/** What becomes of CVE-2024-1234 in lodash 4.17.20, which two images of one repository hold. */
async function judged(document: JsonObject, params: JsonObject = {}) {
  const { findings, identities, manifests } = await finished(shop, [
    { in: Object.keys(shop), severity: 'critical', params: { purl: 'pkg:npm/lodash', installed: ['4.17.20'], ...params } },
  ])
  const use = (manifest: number) => ({ manifest, path, unit: '', environment: '', ref: manifests[manifest]!.ref, name: 'app' })
  const images = [
    { image: facts('1', 'a'), uses: [use(0)] },
    { image: facts('2', 'b'), uses: [use(1)] },
  ] as unknown as UsedImage[]
  const vex = vexOf(read({ 'vex/app.json': document }), { images, identities })
  const governed = govern(findings, {}, { identities, exists: () => true, today: '2026-11-21', complete: true, vex })
  return governed.findings[0]!
}
const status = async (document: JsonObject, params?: JsonObject) => (await judged(document, params)).status

const cycloneDx = (analysis: JsonObject, changes: JsonObject = {}): JsonObject => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    timestamp: '2026-11-01T00:00:00Z',
    authors: [{ name: 'order-team' }],
    component: { type: 'container', name: 'app', 'bom-ref': 'app', purl: oci() },
  },
  components: [{ type: 'library', name: 'lodash', 'bom-ref': 'l', purl: 'pkg:npm/lodash@4.17.20' }],
  vulnerabilities: [{ id: 'CVE-2024-1234', analysis, affects: [{ ref: 'l' }] }],
  ...changes,
})

describe('a VEX document', () => {
  it('rules a finding out, which stays in the report with who says so', async () => {
    expect(await judged(openVex(statement()))).toMatchObject({
      status: 'waived',
      vex: {
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        author: 'order-team',
        document: '.policy-gate/vex/app.json',
      },
    })
  })

  const product = (changes: JsonObject) => statement({ products: [{ '@id': oci(), ...changes }] })
  const part = (...purls: string[]) => product({ subcomponents: purls.map((purl) => ({ '@id': purl })) })
  it.each<[string, JsonObject, 'open' | 'waived']>([
    ['fixed', statement({ status: 'fixed' }), 'waived'],
    ['affected', statement({ status: 'affected' }), 'open'],
    ['under investigation', statement({ status: 'under_investigation' }), 'open'],
    [
      'with an impact statement in place of a justification',
      { ...statement({ impact_statement: 'It is never called.' }), justification: 'component_not_present' },
      'waived',
    ],
    ['another vulnerability', statement({ vulnerability: { name: 'CVE-2024-12345' } }), 'open'],
    ['the vulnerability by an alias', statement({ vulnerability: { name: 'GHSA-aaaa-bbbb-cccc', aliases: ['CVE-2024-1234'] } }), 'waived'],
    ['another repository', statement({ products: [{ '@id': 'pkg:oci/app?repository_url=registry.example/shop/app' }] }), 'open'],
    ['the repository as a reference', statement({ products: [{ '@id': 'registry.example/app' }] }), 'waived'],
    ['one tag as a reference', statement({ products: [{ '@id': 'registry.example/app:1' }] }), 'open'],
    ['the digest of one of two images', statement({ products: [{ '@id': oci('a') }] }), 'open'],
    ['the digests of both images, one by one', statement({ products: [{ '@id': oci('a') }, { '@id': oci('b') }] }), 'open'],
    ['the digest of the manifest of both', statement({ products: [{ '@id': oci('f') }] }), 'waived'],
    ['a hash that no image has', product({ hashes: { 'sha-256': 'e'.repeat(64) } }), 'open'],
    ['the architecture of both', statement({ products: [{ '@id': oci(undefined, '&arch=amd64') }] }), 'waived'],
    ['another architecture', statement({ products: [{ '@id': oci(undefined, '&arch=arm64') }] }), 'open'],
    ['the package', part('pkg:npm/lodash'), 'waived'],
    ['its version', part('pkg:npm/lodash@4.17.20'), 'waived'],
    ['another version', part('pkg:npm/lodash@4.17.21'), 'open'],
    ['another package', part('pkg:npm/underscore'), 'open'],
    ['a package of the same name of another kind', part('pkg:pypi/lodash'), 'open'],
    ['one of two packages', part('pkg:npm/underscore', 'pkg:npm/lodash'), 'waived'],
    ['the package with a qualifier that nobody can check', part('pkg:npm/lodash?distro=x'), 'open'],
    ['its version with a qualifier', part('pkg:npm/lodash@4.17.20?arch=amd64'), 'waived'],
    ['the package in any image', statement({ products: [{ '@id': 'pkg:npm/lodash@4.17.20' }] }), 'waived'],
    ['some address', statement({ products: [{ '@id': 'https://registry.example/app' }] }), 'open'],
  ])('of OpenVEX about %s leaves it %s', async (_, one, expected) => {
    expect(await status(openVex(one))).toBe(expected)
  })

  it('must fit every version that is installed, and every package of the finding', async () => {
    const both = { installed: ['4.17.19', '4.17.20'] }
    expect(await status(openVex(part('pkg:npm/lodash@4.17.20')), both)).toBe('open')
    expect(await status(openVex(part('pkg:npm/lodash@4.17.20', 'pkg:npm/lodash@4.17.19')), both)).toBe('waived')
    expect(await status(openVex(part('pkg:npm/lodash')), { purl: ['pkg:npm/lodash', 'pkg:npm/lodash-es'] })).toBe('open')
  })

  it('says what its latest statement says; one to the contrary need not fit everything', async () => {
    const later = { timestamp: '2026-11-02T00:00:00Z' }
    expect(await status(openVex(statement(), statement({ status: 'affected', ...later })))).toBe('open')
    expect(await status(openVex(statement({ ...later }), statement({ status: 'affected' })))).toBe('waived')
    expect(await status(openVex(statement(), statement({ status: 'affected' })))).toBe('open')
    expect(await status(openVex(statement(), statement({ status: 'affected', products: [{ '@id': oci('a') }], ...later })))).toBe('open')
    expect(await status(openVex(statement(), statement({ status: 'affected', products: [{ '@id': oci('c') }], ...later })))).toBe('waived')
  })

  it.each<[string, JsonObject, 'open' | 'waived']>([
    ['not affected', cycloneDx({ state: 'not_affected', justification: 'code_not_reachable' }), 'waived'],
    ['a false positive with a word about it', cycloneDx({ state: 'false_positive', detail: 'Another lodash.' }), 'waived'],
    ['resolved', cycloneDx({ state: 'resolved' }), 'waived'],
    ['exploitable', cycloneDx({ state: 'exploitable' }), 'open'],
    ['in triage', cycloneDx({ state: 'in_triage' }), 'open'],
    ['without an analysis', cycloneDx({}), 'open'],
    [
      'another image',
      cycloneDx(
        { state: 'resolved' },
        { metadata: { component: { type: 'container', name: 'x', purl: 'pkg:oci/x?repository_url=registry.example/x' } } },
      ),
      'open',
    ],
    [
      'the image itself',
      cycloneDx(
        { state: 'resolved' },
        { vulnerabilities: [{ id: 'CVE-2024-1234', analysis: { state: 'resolved' }, affects: [{ ref: 'app' }] }] },
      ),
      'waived',
    ],
    [
      'a component of another document',
      cycloneDx(
        { state: 'resolved' },
        {
          vulnerabilities: [
            {
              id: 'CVE-2024-1234',
              analysis: { state: 'resolved' },
              affects: [{ ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:npm/lodash@4.17.20' }],
            },
          ],
        },
      ),
      'waived',
    ],
  ])('of CycloneDX: %s leaves it %s', async (_, document, expected) => {
    expect(await status(document)).toBe(expected)
  })
})

describe('VEX documents that are wrong', () => {
  it.each<[string, unknown, string]>([
    ['no VEX', { a: 1 }, 'vex/app.json:2: This is neither an OpenVEX document'],
    ['another version', { ...openVex(), '@context': 'https://openvex.dev/ns/v0.1.0' }, 'neither an OpenVEX document'],
    ['no JSON', '{"a": ', '.policy-gate/vex/app.json:'],
    ['nothing', '', '.policy-gate/vex/app.json:1: '],
    ['an empty list', '[]', '.policy-gate/vex/app.json:1: '],
    ['no author', { ...openVex(), author: undefined }, 'has no author'],
    ['no justification', openVex(statement({ justification: null as never })), 'statements[0].justification'],
    ['a justification of its own', openVex(statement({ justification: 'trust me' })), 'must be one of component_not_present'],
    ['a status of its own', openVex(statement({ status: 'fine' })), 'must be one of not_affected'],
    ['no products', openVex(statement({ products: [] })), 'statements[0].products'],
    ['an image without a repository', openVex(statement({ products: [{ '@id': 'pkg:oci/app' }] })), 'has no repository_url'],
    [
      'a tag as a version',
      openVex(statement({ products: [{ '@id': 'pkg:oci/app@1?repository_url=registry.example/app' }] })),
      'is no digest',
    ],
    [
      'a part that has no name',
      openVex(statement({ products: [{ '@id': oci(), subcomponents: [{ '@id': 'lodash' }] }] })),
      'has no package URL',
    ],
    ['CycloneDX without a reason', cycloneDx({ state: 'not_affected' }), 'nothing says why'],
    ['CycloneDX about something unknown', cycloneDx({ state: 'resolved' }, { components: [] }), 'names neither an image nor a package'],
    ['CycloneDX of an earlier version', { ...cycloneDx({}), specVersion: '1.2' }, 'specVersion is "1.2"'],
  ])('with %s are refused', (_, document, message) => {
    expect(() => read({ 'vex/app.json': document })).toThrow(UserError)
    expect(() => read({ 'vex/app.json': document })).toThrow(message)
    expect(() => read({ 'vex/app.json': document }, undefined, 'ko')).toThrow(UserError)
  })

  it('are all told at once, with their lines', () => {
    const wrong = openVex(statement({ status: 'fine' }), statement({ justification: 'x' }))
    expect(() => read({ 'vex/a.json': wrong, 'vex/b.json': { a: 1 } })).toThrow(
      /vex\/a\.json:\d+: .*\n.*vex\/a\.json:\d+: .*\n.*vex\/b\.json:2: /,
    )
  })

  it('that are named and not there are told, and none outside of the folder is read', () => {
    expect(() => read({}, ['vex/app.json'])).toThrow('.policy-gate/vex/app.json: there is no such file')
    expect(() => read({}, ['../x.json'])).toThrow('must name files below .policy-gate')
    expect(read({}, ['vex/*.json'])).toEqual([])
  })
})

describe('a package URL', () => {
  it.each([
    ['pkg:npm/%40scope/Name@1.0', 'npm/@scope/name', '1.0'],
    ['pkg:npm/@scope/name@1.0', 'npm/@scope/name', '1.0'],
    ['pkg:pypi/My_Package@1', 'pypi/my-package', '1'],
    ['pkg:golang/github.com/Org/x@v1.2.3#sub', 'golang/github.com/Org/x', 'v1.2.3'],
    ['pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64', 'deb/debian/openssl', '3.0.11-1~deb12u2'],
    ['pkg:maven/org.apache/log4j-core', 'maven/org.apache/log4j-core', undefined],
  ])('%s', (text, name, version) => {
    expect(parsePackageUrl(text)).toMatchObject({ name, ...(version === undefined ? {} : { version }) })
  })

  it.each(['', 'lodash', 'pkg:npm', 'pkg:npm/', 'pkg:npm/%zz', 'https://x/y'])('is not %j', (text) => {
    expect(parsePackageUrl(text)).toBeUndefined()
  })
})
