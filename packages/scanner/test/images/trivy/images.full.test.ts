import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imageArguments } from '../../../src/images/trivy/arguments.ts'
import { guessBaseLayers } from '../../../src/images/trivy/base-layers.ts'
import type { Trivy } from '../../../src/images/trivy/model.ts'
import { alpine, blobOf, descriptorOf, type ImageDescription, makeImage, npmPackages, writeLayout } from '../support/image-maker.ts'
import { databaseOf, freshFolder, layoutOf, openReal, rawRun, vulnerable } from '../support/trivy.ts'
import { smallDatabase } from '../support/vulnerability-database.ts'
import { zip } from '../support/zip.ts'

let trivy: Trivy
beforeAll(async () => {
  trivy = await openReal()
})
afterAll(() => trivy.close())

const all = { find: ['vulnerabilities' as const, 'secrets' as const, 'licenses' as const] }
const scan = async (layers: Parameters<typeof layoutOf>[0]['layers'], from = trivy) =>
  (await from.scanImage(layoutOf({ layers }), { find: ['vulnerabilities'] })).facts

describe('what is found in an image', () => {
  it('vulnerabilities of the system and of languages, from a database written by hand', async () => {
    const { facts } = await trivy.scanImage(layoutOf(vulnerable), all)
    expect(facts.os).toEqual({ family: 'alpine', name: '3.19.1', endOfLife: true })
    expect(
      facts.vulnerabilities.map(({ id, severity, score, package: name, type, fixed, paths }) => [
        id,
        severity,
        score,
        name,
        type,
        fixed,
        paths,
      ]),
    ).toEqual([
      ['CVE-2026-0001', 'high', 7.5, 'libssl3', 'alpine', '3.1.5-r0', []],
      ['CVE-2026-0002', 'low', undefined, 'libssl3', 'alpine', undefined, []],
      ['CVE-2026-0004', 'critical', 9.3, 'lodash', 'node-pkg', '4.17.12', ['app/node_modules/lodash/package.json']],
    ])
    expect(facts.licenses.map(({ name, package: of }) => [name, of])).toEqual([
      ['MIT', 'libssl3'],
      ['MIT', 'lodash'],
      ['MIT', 'musl'],
    ])
  })

  it('credentials, without their value', async () => {
    const value = `AKIA${'QWERTYUIOPASDFGH'}`
    const { facts, sbom } = await trivy.scanImage(
      layoutOf({ layers: [{ 'app/settings.txt': `region = eu\naws_access_key_id = ${value}\n` }] }),
      all,
    )
    expect(facts.secrets).toMatchObject([{ id: 'aws-access-key-id', severity: 'critical', file: '/app/settings.txt', line: 2 }])
    expect(JSON.stringify(facts) + sbom).not.toContain(value)
  })

  it('nothing in an image without system and packages', async () => {
    expect(await scan([{ 'app/server': 'binary' }])).toEqual({ packages: 0, vulnerabilities: [], secrets: [], licenses: [] })
  })

  it('the same when the image is built anew', async () => {
    const again = { ...vulnerable, created: '2026-10-10T00:00:00Z', labels: { build: '2' } }
    const [first, second] = [await trivy.scanImage(layoutOf(vulnerable), all), await trivy.scanImage(layoutOf(again), all)]
    expect(second.facts).toEqual(first.facts)
  })

  it('a database with many keys, of more than one page', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({
      source: 'alpine 3.19',
      package: `package-${index}`,
      id: `CVE-2026-${10_000 + index}`,
      advisory: { FixedVersion: '9.9.9-r0' },
    }))
    const other = await openReal({ database: databaseOf({ ...smallDatabase, advisories: [...smallDatabase.advisories, ...many] }) })
    const facts = await scan([alpine({ 'package-2999': '1.0-r0', 'package-0': '1.0-r0' })], other).finally(() => other.close())
    expect(facts.vulnerabilities.map(({ id }) => id)).toEqual(['CVE-2026-10000', 'CVE-2026-12999'])
  })
})

describe('an SBOM that was kept', () => {
  it('gives the same vulnerabilities, layers included', async () => {
    const { facts, sbom } = await trivy.scanImage(layoutOf(vulnerable), { ...all, baseLayers: [] })
    const again = await trivy.scanSbom(sbom)
    expect(again).toEqual({
      ...facts,
      vulnerabilities: facts.vulnerabilities.map(({ base: _base, ...rest }) => rest),
      secrets: [],
      licenses: [],
    })
  })

  it('is judged by the newer database', async () => {
    const { sbom } = await trivy.scanImage(layoutOf(vulnerable), all)
    const found = { source: 'alpine 3.19', package: 'musl', id: 'CVE-2026-0099', advisory: { FixedVersion: '9-r0' } }
    const newer = { ...smallDatabase, updatedAt: '2026-11-02T00:00:00Z', advisories: [...smallDatabase.advisories, found] }
    const other = await openReal({ database: databaseOf(newer) })
    const { vulnerabilities } = await other.scanSbom(sbom).finally(() => other.close())
    expect(vulnerabilities.map(({ id }) => id)).toEqual(['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0004', 'CVE-2026-0099'])
    expect(other.info.database?.sha256).not.toBe(trivy.info.database?.sha256)
  })
})

describe('base image', () => {
  const base = { ...vulnerable, commands: ['ADD rootfs.tar.gz /'] }

  it('is what the caller knows of it, also for a kept SBOM', async () => {
    const layout = layoutOf(base)
    const unknown = await trivy.scanImage(layout, all)
    expect(unknown.facts.vulnerabilities.every((one) => one.base === undefined)).toBe(true)
    const lowest = unknown.facts.vulnerabilities.find(({ type }) => type === 'alpine')!.layer!
    const { facts, sbom } = await trivy.scanImage(layout, { ...all, baseLayers: [lowest] })
    const expected = [true, true, false]
    expect(facts.vulnerabilities.map((one) => one.base)).toEqual(expected)
    expect((await trivy.scanSbom(sbom)).vulnerabilities.map((one) => one.base)).toEqual(expected)
  })

  it('is not guessed where the history does not show a command between layers', async () => {
    const { report } = await rawRun({ database: databaseOf() }, (place) =>
      imageArguments(place, layoutOf(base), { find: ['vulnerabilities'] }),
    )
    expect(guessBaseLayers(report)).toBeUndefined()
  })
})

describe('what was not seen is never clean', () => {
  const system = alpine({ libssl3: { version: '3.1.4-r0', source: 'openssl' } })
  const failing: [string, Parameters<typeof layoutOf>[0]['layers'], string, RegExp][] = [
    [
      'archives of Java without their database',
      [system, { 'opt/app.jar': zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n' }) }],
      'incomplete',
      /Java/,
    ],
    [
      'a system that nobody knows',
      [{ ...system, 'etc/os-release': 'ID=unheardof\n', 'etc/alpine-release': '' }],
      'incomplete',
      /does not say of which one/,
    ],
    ['a system without a list of packages', [{ ...system, 'lib/apk/db/installed': '' }], 'incomplete', /without a list of packages/],
    ['a list of packages that is broken', [{ ...system, 'lib/apk/db/installed': 'P:\0\0' }], 'incomplete', /without a list of packages/],
  ]
  it.each(failing)('%s', async (_name, layers, code, message) => {
    await expect(scan(layers)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('single files that cannot be read are named', async () => {
    const broken = { 'app/node_modules/broken/package.json': '{', 'app/vendor/composer/installed.json': '[' }
    const { unread, packages } = await scan([system, { ...npmPackages({ lodash: '4.17.11' }), ...broken }])
    expect(unread).toEqual([
      expect.stringMatching(/^app\/node_modules\/broken\/package\.json: /),
      expect.stringMatching(/^app\/vendor\/composer\/installed\.json: /),
    ])
    expect(packages).toBe(2)
  })

  it('an image that was cut off', async () => {
    const layout = layoutOf({ layers: [system] })
    const { globSync, statSync, truncateSync } = await import('node:fs')
    const blobs = globSync(join(layout, 'blobs/sha256/*')).sort((a, b) => statSync(a).size - statSync(b).size)
    truncateSync(blobs[0]!, 60)
    await expect(trivy.scanImage(layout, all)).rejects.toMatchObject({ code: expect.stringMatching(/invalid|scanner-failed/) })
    await expect(trivy.scanImage(join(layout, 'missing'), all)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('parallel scans', () => {
  it('have caches of their own with one database linked in', async () => {
    const parallel = await openReal({ parallel: 4 })
    const layouts = Array.from({ length: 12 }, (_, index) => layoutOf({ ...vulnerable, labels: { index: String(index) } }))
    const results = await Promise.all(layouts.map((layout) => parallel.scanImage(layout, all))).finally(() => parallel.close())
    expect(new Set(results.map(({ facts }) => JSON.stringify(facts))).size).toBe(1)
    expect(results[0]!.facts.vulnerabilities).toHaveLength(3)
  })

  it('in one cache fail by the lock of it, which is named', async () => {
    const { failureOf } = await import('../../../src/images/trivy/failure.ts')
    const cache = freshFolder('cache')
    const database = databaseOf()
    mkdirSync(join(cache, 'fanal'))
    symlinkSync(database, join(cache, 'db'))
    const { flock } = await import('../support/bolt-lock.ts')
    const lock = await flock(join(cache, 'fanal/fanal.db'))
    const { result } = await rawRun({}, (place) =>
      imageArguments({ ...place, cache }, layoutOf(vulnerable), { find: ['vulnerabilities'] }),
    ).finally(lock.release)
    expect(failureOf(result, { task: 'scan', about: 'It', timeout: 1, memory: 1 })).toMatchObject({
      code: 'scanner-failed',
      message: expect.stringContaining('another process has opened the cache'),
    })
  })
})

describe('a database that is not what it should be', () => {
  const broken = (change: (folder: string) => void) => {
    const folder = databaseOf()
    change(folder)
    return openReal({ database: folder })
  }
  it.each<[string, (folder: string) => void, RegExp]>([
    ['missing', (folder) => rmSync(join(folder, 'trivy.db')), /holds no vulnerability database/],
    ['without metadata', (folder) => rmSync(join(folder, 'metadata.json')), /holds no vulnerability database/],
    ['empty', (folder) => writeFileSync(join(folder, 'trivy.db'), ''), /its beginning is damaged/],
    [
      'of another schema',
      (folder) => cpSync(join(databaseOf({ ...smallDatabase, version: 1 }), 'metadata.json'), join(folder, 'metadata.json')),
      /schema 1/,
    ],
    [
      'too old',
      (folder) =>
        cpSync(join(databaseOf({ ...smallDatabase, updatedAt: '2026-10-27T23:00:00Z' }), 'metadata.json'), join(folder, 'metadata.json')),
      /6 days old/,
    ],
  ])('is refused before anything is scanned: %s', async (_name, change, message) => {
    await expect(broken(change)).rejects.toMatchObject({ code: 'database', message: expect.stringMatching(message) })
  })

  it('fails the scan where only a part of it is damaged', async () => {
    const { readFileSync } = await import('node:fs')
    const folder = databaseOf()
    const bytes = readFileSync(join(folder, 'trivy.db'))
    bytes.fill(0, 4096 * 3)
    writeFileSync(join(folder, 'trivy.db'), bytes)
    const damaged = await openReal({ database: folder })
    await expect(damaged.scanImage(layoutOf(vulnerable), all).finally(() => damaged.close())).rejects.toMatchObject({ code: 'database' })
  })
})

describe('an image that lies about its layers', () => {
  /** The layers of one image under the names of those of another, and a layer that says it is the one below. */
  const lying = (layers: ImageDescription['layers'], diffIds: string[]): string => {
    const image = makeImage({ layers })
    const config = blobOf(
      { ...JSON.parse(image.config.bytes.toString()), rootfs: { type: 'layers', diff_ids: diffIds } },
      image.config.mediaType,
    )
    const { manifest: old } = image
    const content = { ...JSON.parse(old.bytes.toString()), config: descriptorOf(config) }
    const folder = freshFolder('layout')
    writeLayout({ ...image, config, manifest: blobOf(content, old.mediaType) }, folder)
    return folder
  }

  it('does not speak for the layers of the next one', async () => {
    const one = await openReal({ parallel: 1 })
    try {
      const decoy = lying([alpine({ musl: '1.2.4-r2' }), { 'app/server': 'binary' }], makeImage(vulnerable).diffIds)
      expect((await one.scanImage(decoy, all)).facts.vulnerabilities).toEqual([])
      expect((await one.scanImage(layoutOf(vulnerable), all)).facts.vulnerabilities).toHaveLength(3)
    } finally {
      await one.close()
    }
  })

  it('is refused where two of its layers have one name', async () => {
    const { diffIds } = makeImage(vulnerable)
    await expect(trivy.scanImage(lying(vulnerable.layers, [diffIds[0]!, diffIds[0]!]), all)).rejects.toMatchObject({ code: 'invalid' })
  })
})

it('a release of a system that nothing is known of is not clean', async () => {
  const old = { libssl3: { version: '3.1.4-r0', source: 'openssl' } }
  await expect(scan([alpine(old, '3.99.0')])).rejects.toMatchObject({ code: 'incomplete', message: expect.stringContaining('alpine 3.99') })
})
