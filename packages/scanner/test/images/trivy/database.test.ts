import { cpSync, mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskCache } from '../../../src/engines/cache.ts'
import { boltProblem } from '../../../src/images/trivy/bolt-header.ts'
import { checkAge, checkDatabase, findDatabase, keepDatabase } from '../../../src/images/trivy/database.ts'
import { rememberedDigest } from '../../../src/images/trivy/digest.ts'
import { findJavaDatabase } from '../../../src/images/trivy/java-database.ts'
import { databaseOf, freshFolder, today } from '../support/trivy.ts'
import { smallDatabase, writeVulnerabilityDatabase } from '../support/vulnerability-database.ts'

const root = freshFolder('root')

describe('the age of a database', () => {
  it.each([
    ['2026-11-02T23:59:59Z', 0],
    ['2026-10-28T00:00:00Z', 5],
    ['2026-11-03T06:00:00Z', 5],
  ])('built at %s is new enough at %i days', (updatedAt, maximumAge) => {
    expect(() => checkAge(updatedAt, { today, maximumAge })).not.toThrow()
  })

  it.each([
    ['2026-10-27T23:59:59Z', undefined, 'is 6 days old'],
    ['2026-11-01T00:00:00Z', 0.5, 'is 1 days old'],
    ['2027-01-01T00:00:00Z', undefined, 'cannot be trusted'],
    ['yesterday', undefined, 'does not say when'],
  ])('built at %s is refused (%j)', (updatedAt, maximumAge, message) => {
    expect(() => checkAge(updatedAt, { today, maximumAge })).toThrow(message)
  })
})

describe('a database', () => {
  it('is known by its hash, which is that of its contents', async () => {
    const place = findDatabase({ root, database: databaseOf() })
    const same = findDatabase({ root, database: databaseOf() })
    const [first, second] = [await checkDatabase(place, { today }), await checkDatabase(same, { today })]
    expect(first).toEqual(second)
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/)
    const other = findDatabase({ root, database: databaseOf({ ...smallDatabase, advisories: [] }) })
    expect((await checkDatabase(other, { today })).sha256).not.toBe(first.sha256)
  })

  it('may lie in a folder `db`, as Trivy has it', () => {
    const folder = freshFolder('cache')
    writeVulnerabilityDatabase(join(folder, 'db'))
    expect(findDatabase({ root, database: folder }).folder).toBe(join(folder, 'db'))
  })

  it.each<[string, (folder: string) => void, string]>([
    ['cut off', (folder) => truncateSync(join(folder, 'trivy.db'), 20_480), 'cut off'],
    ['of zeros', (folder) => writeFileSync(join(folder, 'trivy.db'), Buffer.alloc(40_960)), 'its beginning is damaged'],
    ['with a wrong sum', (folder) => patch(join(folder, 'trivy.db'), 4096 * 0 + 16 + 40), 'its beginning is damaged'],
    ['metadata that is no JSON', (folder) => writeFileSync(join(folder, 'metadata.json'), '{'), 'metadata.json'],
    ['metadata that is null', (folder) => writeFileSync(join(folder, 'metadata.json'), 'null'), 'metadata.json'],
    [
      'another schema',
      (folder) => writeFileSync(join(folder, 'metadata.json'), '{"Version":3,"UpdatedAt":"2026-11-01T00:00:00Z"}'),
      'schema 3',
    ],
  ])('is refused: %s', async (_name, change, message) => {
    const folder = databaseOf()
    change(folder)
    await expect(checkDatabase(findDatabase({ root, database: folder }), { today })).rejects.toMatchObject({
      code: 'database',
      message: expect.stringContaining(message),
    })
  })

  it('one good meta page of two is enough', () => {
    const folder = databaseOf()
    patch(join(folder, 'trivy.db'), 16, false)
    expect(boltProblem(join(folder, 'trivy.db'))).toBeUndefined()
  })

  it('is missing', () => {
    expect(() => findDatabase({ root, cacheDir: freshFolder('cache') })).toThrow('policy-gate trivy install --database')
    expect(() => findDatabase({ root, database: freshFolder('empty') })).toThrow('holds no vulnerability database')
  })
})

/** Turns a byte of the first meta page, or of both. */
function patch(file: string, at: number, both = true): void {
  const bytes = readFileSync(file)
  for (const page of both ? [0, 4096] : [0]) bytes[page + at]! ^= 0xff
  writeFileSync(file, bytes)
}

describe('the database that was downloaded', () => {
  const kept = async () => {
    const cacheDir = freshFolder('cache')
    const source = join(cacheDir, 'trivy/downloading')
    mkdirSync(source, { recursive: true })
    cpSync(databaseOf(), source, { recursive: true })
    await keepDatabase(source, cacheDir)
    return { cacheDir, place: findDatabase({ root, cacheDir }) }
  }
  it('is what was written down', async () => {
    const { place } = await kept()
    expect(await checkDatabase(place, { today })).toMatchObject({ updatedAt: '2026-11-01T00:00:00Z' })
  })

  it.each<[string, (folder: string) => void]>([
    ['another one in its place', (folder) => writeVulnerabilityDatabase(folder, { ...smallDatabase, advisories: [] })],
    ['a newer date', (folder) => writeFileSync(join(folder, 'metadata.json'), '{"Version":2,"UpdatedAt":"2026-11-02T00:00:00Z"}')],
    ['no record', (folder) => writeFileSync(join(folder, 'database.record'), '')],
  ])('is refused with %s', async (_name, change) => {
    const { place } = await kept()
    change(place.folder)
    await expect(checkDatabase(place, { today })).rejects.toMatchObject({
      message: expect.stringContaining('not the one that was downloaded'),
    })
  })
})

describe('remembered hashes', () => {
  it('are computed anew for a changed file, also when its time is set back', async () => {
    const memory = diskCache({ folder: freshFolder('cache'), part: 'results' })
    const file = join(freshFolder('file'), 'a')
    writeFileSync(file, 'first')
    utimesSync(file, 1, 1)
    const first = await rememberedDigest(file, memory)
    expect(await rememberedDigest(file, memory)).toBe(first)
    writeFileSync(file, 'other')
    utimesSync(file, 1, 1)
    expect(await rememberedDigest(file, memory)).not.toBe(first)
  })

  it('are not read from a cache that somebody else has written', async () => {
    const told: string[] = []
    const file = join(freshFolder('file'), 'a')
    writeFileSync(file, 'x')
    const memory = { get: (key: string) => void told.push(key), set: () => {} }
    expect(await rememberedDigest(file, memory)).toMatch(/^[0-9a-f]{64}$/)
    expect(told).toHaveLength(1)
  })
})

describe('the Java database', () => {
  it('is used only where it is named, and must be one', () => {
    expect(findJavaDatabase({ root })).toBeUndefined()
    const folder = freshFolder('java')
    expect(() => findJavaDatabase({ root, javaDatabase: folder })).toThrow('holds no Java database')
    writeFileSync(join(folder, 'trivy-java.db'), 'x')
    writeFileSync(join(folder, 'metadata.json'), '{"Version":1,"UpdatedAt":"2026-11-01T00:00:00Z"}')
    expect(findJavaDatabase({ root, javaDatabase: folder })?.info).toEqual({ updatedAt: '2026-11-01T00:00:00Z' })
    expect(() => findJavaDatabase({ root: folder, javaDatabase: folder })).toThrow('lies in what is scanned')
  })
})
