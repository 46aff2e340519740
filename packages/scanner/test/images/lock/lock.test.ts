import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openFiles } from '../../../src/files.ts'
import { rootReader } from '../../../src/govern/sources.ts'
import { checkLock } from '../../../src/images/lock/check.ts'
import { type LockEntry, openLock } from '../../../src/images/lock/lock.ts'
import { readLock } from '../../../src/images/lock/read.ts'
import { validateLock } from '../../../src/images/lock/validate.ts'
import { type LockUpdate, lockText, updateLock, writeLock } from '../../../src/images/lock/write.ts'
import { parseImage } from '../../../src/images/reference.ts'
import { amd64, open, plain, registry } from '../registry/harness.ts'
import { alpine, makeImage, makeIndex } from '../support/image-maker.ts'

const digest = (character: string) => `sha256:${character.repeat(64)}`
const check = { language: 'en', today: '2026-11-21' } as const
const nginx: LockEntry = {
  image: 'docker.io/library/nginx:1.27',
  digest: digest('a'),
  platforms: { 'linux/amd64': digest('b'), 'linux/arm64': digest('c') },
  resolvedAt: '2026-11-20',
  by: 'Ann Lee',
}
const shop: LockEntry = { ...nginx, image: '[::1]:5000/shop:on', platforms: { 'linux/arm/v7': digest('d') }, by: 'yes' }

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'))
  folders.push(folder)
  return folder
}

test('written, read: the same, in one order', async () => {
  const root = repository()
  writeLock(root, [nginx, shop])
  const text = readFileSync(join(root, '.policy-gate/images.lock.yaml'), 'utf8')
  expect(lockText([shop, { ...nginx, platforms: { 'linux/arm64': digest('c'), 'linux/amd64': digest('b') } }])).toBe(text)
  expect(text).toBe(`# Written by \`policy-gate images --lock\`: which images the tags meant. Review it like code.
schemaVersion: "1"
images:
  - image: "[::1]:5000/shop:on"
    digest: "${digest('a')}"
    platforms:
      linux/arm/v7: "${digest('d')}"
    resolvedAt: "2026-11-20"
    by: "yes"
  - image: "docker.io/library/nginx:1.27"
    digest: "${digest('a')}"
    platforms:
      linux/amd64: "${digest('b')}"
      linux/arm64: "${digest('c')}"
    resolvedAt: "2026-11-20"
    by: "Ann Lee"
`)
  const lock = await readLock(rootReader(root, openFiles(root)), check)
  expect(lock?.entries).toEqual([shop, nginx])
  expect(readdirSync(join(root, '.policy-gate'))).toEqual(['images.lock.yaml'])
})

test('who locks is written as one line, whatever it holds', () => {
  const hostile = ['a: b', '- x', 'a\n  - image: x', '"', '#', '\u202eann', '1', 'null', '{}', '&a', 'ann'.repeat(200)]
  for (const by of hostile) {
    const entries = updateLock(update({ by }))
    const { entries: read, problems } = validateLock(lockText(entries), check)
    expect(problems).toEqual([])
    expect(read).toEqual(entries)
  }
  expect(() => updateLock(update({ by: ' \u200b\n' }))).toThrow(/Nobody is named/)
})

function update(change: Partial<LockUpdate> = {}): LockUpdate {
  const image = { registry: 'docker.io', repository: 'library/nginx', tag: '1.27', digest: digest('e'), manifest: digest('f') }
  return { previous: [], resolved: [{ image, platform: amd64 }], used: [], today: '2026-11-21', by: 'Bo', ...change }
}

test('an update changes what has changed', () => {
  const [moved] = updateLock(update({ previous: [nginx] }))
  expect(moved).toEqual({ ...nginx, digest: digest('e'), platforms: { 'linux/amd64': digest('f') }, resolvedAt: '2026-11-21', by: 'Bo' })
  const image = { registry: 'docker.io', repository: 'library/nginx', tag: '1.27', digest: digest('a'), manifest: digest('9') }
  const same = updateLock(update({ previous: [nginx, shop], resolved: [{ image, platform: { os: 'linux', architecture: 's390x' } }] }))
  // day and name stay, a platform comes in addition, what nothing runs goes
  expect(same).toEqual([{ ...nginx, platforms: { ...nginx.platforms, 'linux/s390x': digest('9') } }])
  const failed = updateLock(
    update({ previous: [nginx, shop], resolved: [], used: [{ registry: '[::1]:5000', repository: 'shop', tag: 'on' }] }),
  )
  expect(failed).toEqual([shop])
})

test('one image on several platforms is one entry', () => {
  const image = { registry: 'registry.example', repository: 'shop', digest: digest('1') }
  const entries = updateLock(
    update({
      resolved: [
        { image: { ...image, manifest: digest('2') }, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { image: { ...image, manifest: digest('3') }, platform: amd64 },
      ],
    }),
  )
  expect(entries).toMatchObject([
    { image: 'registry.example/shop:latest', platforms: { 'linux/amd64': digest('3'), 'linux/arm64': digest('2') } },
  ])
})

test('look-ups', () => {
  const lock = openLock([nginx])
  const image = { registry: 'docker.io', repository: 'library/nginx', tag: '1.27' }
  expect(lock.digestOf(image)).toBe(digest('a'))
  expect(lock.manifestOf(image, { os: 'linux', architecture: 'aarch64' })).toBe(digest('c'))
  expect(lock.manifestOf(image, { os: 'linux', architecture: 's390x' })).toBeUndefined()
  expect(lock.digestOf({ registry: 'docker.io', repository: 'library/nginx' })).toBeUndefined()
  expect(lock.moved({ ...image, digest: digest('a') })).toBeUndefined()
  expect(lock.moved({ ...image, digest: digest('9') })).toEqual({ from: digest('a'), to: digest('9') })
  expect(lock.moved({ ...image, tag: '2', digest: digest('9') })).toBeUndefined()
})

const entry = (change: Record<string, unknown>) => JSON.stringify({ ...nginx, ...change })

test.each<{ name: string; text: string; problems: string[] }>([
  { name: 'an empty file', text: '', problems: ['1: The file is empty: remove it, or run `policy-gate images --lock`.'] },
  { name: 'a list', text: '- x', problems: ['1: The file must be a mapping of keys to values.'] },
  {
    name: 'another version',
    text: 'schemaVersion: "2"\nimages: []\n',
    problems: ['1: schemaVersion is "2", but this policy-gate reads "1": update policy-gate, or write the file anew.'],
  },
  {
    name: 'all problems at once',
    text: [
      'schemaVersion: "1"',
      'images:',
      `  - ${entry({ image: 'nginx:1.27' })}`,
      `  - ${entry({ image: 'docker.io/nginx:1.27' })}`,
      `  - ${entry({ image: 'docker.io/library/{{ name }}:1' })}`,
      `  - ${entry({ digest: 'sha256:A' })}`,
      `  - ${entry({ platforms: { amd64: digest('b') } })}`,
      `  - ${entry({ resolvedAt: '2026-02-30' })}`,
      `  - ${entry({ resolvedAt: '2027-01-01', image: 'docker.io/library/other:1' })}`,
      `  - ${entry({ by: '', note: 'x' })}`,
    ].join('\n'),
    problems: [
      '3: image is "nginx:1.27": write registry, repository and tag in full, e.g. "docker.io/library/nginx:1.27".',
      '3: image is nginx:1.27, which nothing would match: write docker.io/library/nginx:1.27.',
      '4: image is docker.io/nginx:1.27, which nothing would match: write docker.io/library/nginx:1.27.',
      '5: image is "docker.io/library/{{ name }}:1": write registry, repository and tag in full, e.g. "docker.io/library/nginx:1.27".',
      '6: digest must be "sha256:" and 64 hexadecimal digits: `policy-gate images --lock` writes them.',
      '7: "amd64" is no platform: write it as "linux/amd64" or "linux/arm/v7".',
      '7: docker.io/library/nginx:1.27 is listed twice: remove one of the entries.',
      '8: resolvedAt is 2026-02-30, which is no day: write it as "2026-01-31".',
      '8: docker.io/library/nginx:1.27 is listed twice: remove one of the entries.',
      '9: resolvedAt is 2027-01-01, but today is 2026-11-21: run `policy-gate images --lock`.',
      '10: note is not a key of images[7]; the keys are image, digest, platforms, resolvedAt, by.',
      '10: images[7].by is empty: write something, or leave it out where it is optional.',
      '10: docker.io/library/nginx:1.27 is listed twice: remove one of the entries.',
    ],
  },
])('$name', ({ text, problems }) => {
  const result = validateLock(text, check)
  expect(result.problems.map(({ line, message }) => `${line}: ${message}`).sort(byLine)).toEqual([...problems].sort(byLine))
  expect(result.entries).toEqual([])
})

function byLine(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)
}

test('every problem is told in Korean too', () => {
  const text = `schemaVersion: "2"\nimages:\n  - ${entry({ image: 'nginx', digest: 'x', platforms: { x: 'y' }, resolvedAt: '1' })}\n`
  const { problems } = validateLock(text, { ...check, language: 'ko' })
  expect(problems.length).toBeGreaterThan(4)
  for (const { message } of problems) expect(message).toMatch(/[가-힣]/)
})

test('no file is no lock; a file with problems is refused as a whole', async () => {
  const root = repository()
  const reader = () => rootReader(root, openFiles(root))
  expect(await readLock(reader(), check)).toBeUndefined()
  writeLock(root, [{ ...nginx, image: 'nginx:1' }, shop])
  await expect(readLock(reader(), check)).rejects.toThrow('.policy-gate/images.lock.yaml:10: image is')
})

test.runIf(process.platform !== 'win32')('nothing is written through a link', () => {
  for (const name of ['.policy-gate', '.policy-gate/images.lock.yaml']) {
    const root = repository()
    const elsewhere = repository()
    if (name !== '.policy-gate') mkdirSync(join(root, '.policy-gate'))
    symlinkSync(name === '.policy-gate' ? elsewhere : join(elsewhere, 'file'), join(root, name))
    expect(() => writeLock(root, [nginx])).toThrow(/a link stands in its place/)
    expect(readdirSync(elsewhere)).toEqual([])
  }
})

test('what cannot be written is told', () => {
  const root = repository()
  mkdirSync(join(root, '.policy-gate/images.lock.yaml'), { recursive: true })
  expect(() => writeLock(root, [nginx])).toThrow(/images\.lock\.yaml: it cannot be written/)
  expect(existsSync(join(root, '.policy-gate/images.lock.yaml'))).toBe(true)
  expect(readdirSync(join(root, '.policy-gate'))).toEqual(['images.lock.yaml'])
})

test('tags are compared with what they mean now', async () => {
  const server = await registry()
  const first = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
  const second = makeImage({ layers: [alpine({ musl: '1.2.5-r0' })] })
  const from = server.push('shop', makeIndex([first]), '1', '2')
  const registries = open(plain(server.host))
  const named = (text: string) => {
    const image = parseImage(`${server.host}/${text}`)
    if (image === undefined || 'unresolved' in image) throw new Error('no reference')
    return image
  }
  const images = ['shop:1', 'shop:2', 'gone:1'].map((text) => named(text))
  const entries = images.map(({ repository: path, tag }): LockEntry => ({ ...nginx, image: `${server.host}/${path}:${tag}`, digest: from }))
  const to = server.push('shop', makeIndex([second]), '2')
  const states = await checkLock([...images, images[0]!, named('shop:3'), named(`shop:1@${to}`)], { lock: openLock(entries), registries })
  expect(states).toEqual([
    { image: `${server.host}/gone:1`, state: 'unknown', code: 'not-found', message: expect.stringContaining('(404)') },
    { image: `${server.host}/shop:1`, state: 'same', digest: from },
    { image: `${server.host}/shop:2`, state: 'moved', from, to },
    { image: `${server.host}/shop:3`, state: 'missing' },
  ])
  expect(server.requests.every(({ method }) => method === 'HEAD')).toBe(true)
})
