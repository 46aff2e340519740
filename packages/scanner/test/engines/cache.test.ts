import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { cacheFolder, checkCacheFolder, userFolder } from '../../src/cache-folder.ts'
import { diskCache } from '../../src/engines/cache.ts'
import { cacheSecret } from '../../src/engines/cache-secret.ts'

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-cache-')))
const before = { ...process.env }
const isRoot = process.getuid?.() === 0
const nobody = 65534
let number = 0
let folder: string
let home: string

beforeEach(() => {
  const place = join(scratch, String(number++))
  folder = join(place, 'cache')
  home = join(place, 'home')
  mkdirSync(place)
  process.env.XDG_CACHE_HOME = home
  delete process.env.POLICY_GATE_CACHE_KEY
  delete process.env.POLICY_GATE_CACHE_DIR
})

afterAll(() => {
  process.env = before
  rmSync(scratch, { recursive: true, force: true })
})

const key = (n: number | string) => createHash('sha256').update(String(n)).digest('hex')
const fileOf = (n: number) => join(folder, 'engines', key(n).slice(0, 2), key(n).slice(2))
const entries = (at = folder) =>
  (existsSync(at) ? readdirSync(at, { recursive: true, withFileTypes: true }) : [])
    .filter((one) => one.isFile() && one.name.length >= 62)
    .map((one) => join(one.parentPath, one.name))
const cached = (n: number) => diskCache({ folder }).get(key(n))
const writer = fileURLToPath(new URL('./cache-writer.ts', import.meta.url))

/** Runs the writer in a process of its own, behind a shell command where one is given. */
function run(words: (string | number)[], options: { shell?: string; env?: Record<string, string>; uid?: number } = {}) {
  const { shell, env = {}, uid } = options
  const command = [process.execPath, writer, ...words.map(String)]
  const { stdout, stderr } = spawnSync(
    shell === undefined ? command[0]! : 'sh',
    shell === undefined ? command.slice(1) : ['-c', `${shell} && exec "$@"`, 'sh', ...command],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: home, ...env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as { found: number; wrong: number }
}

describe('the place of the cache', () => {
  it('is the folder given, else that of the environment, else the user’s own', () => {
    expect(userFolder()).toBe(join(home, 'policy-gate'))
    expect(cacheFolder()).toBe(join(home, 'policy-gate'))
    process.env.XDG_CACHE_HOME = 'relative'
    expect(userFolder()).not.toContain('relative')
    process.env.POLICY_GATE_CACHE_DIR = '/named'
    expect(cacheFolder()).toBe('/named')
    expect(cacheFolder('/given')).toBe('/given')
  })

  it('and its entries are open to this user alone', () => {
    diskCache({ folder }).set(key(1), 'value')
    expect([folder, join(folder, 'engines'), fileOf(1), join(home, 'policy-gate/key')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o700, 0o600, 0o600,
    ])
  })

  it('is not used where it belongs to somebody else, through a link too, or everybody may write to it', () => {
    const foreign = join(scratch, `foreign-${number}`)
    mkdirSync(foreign)
    // without the rights of root, a folder of root is the foreign one
    if (isRoot) chownSync(foreign, nobody, nobody)
    const target = isRoot ? foreign : '/usr'
    symlinkSync(target, folder)
    diskCache({ folder }).set(key(1), 'value')
    expect(readdirSync(foreign)).toEqual([])
    expect(cached(1)).toBeUndefined()
    expect(() => checkCacheFolder(folder)).toThrow(
      /^The cache folder .* is a link to a folder of another user: name another one with --cache-dir\.$/,
    )
    expect(() => checkCacheFolder(target)).toThrow('belongs to another user')
    rmSync(folder)
    mkdirSync(folder)
    chmodSync(folder, 0o777)
    diskCache({ folder }).set(key(1), 'value')
    expect(readdirSync(folder)).toEqual([])
    expect(() => checkCacheFolder(folder)).toThrow('can be written to by everybody')
    expect(() => checkCacheFolder(join(folder, 'new'))).not.toThrow()
  })

  it('may be a link to a folder of one’s own, but no link inside of it is followed', () => {
    const own = join(scratch, `own-${number}`)
    mkdirSync(own, { mode: 0o700 })
    symlinkSync(own, folder)
    diskCache({ folder }).set(key(1), 'value')
    expect(cached(1)).toBe('value')
    const elsewhere = join(scratch, `elsewhere-${number}`)
    mkdirSync(elsewhere)
    rmSync(join(own, 'engines', key(1).slice(0, 2)), { recursive: true })
    symlinkSync(elsewhere, join(own, 'engines', key(1).slice(0, 2)))
    diskCache({ folder }).set(key(1), 'value')
    expect(readdirSync(elsewhere)).toEqual([])
    rmSync(join(own, 'engines'), { recursive: true })
    symlinkSync(elsewhere, join(own, 'engines'))
    diskCache({ folder, maxBytes: 0 }).set(key(1), 'value')
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('in the repository can bring no entries of its own, nor make anything else be written or removed', () => {
    diskCache({ folder }).set(key(1), 'theirs')
    const victim = join(scratch, `victim-${number}`)
    writeFileSync(victim, 'kept')
    rmSync(join(folder, 'engines/pruned'))
    symlinkSync(victim, join(folder, 'engines/pruned'))
    writeFileSync(join(folder, 'engines', 'notes.txt'), 'kept')
    // somebody else's key, so somebody else's entry
    process.env.XDG_CACHE_HOME = join(home, 'other')
    expect(cached(1)).toBeUndefined()
    const cache = diskCache({ folder, maxBytes: 1 })
    for (let n = 0; n < 5; n++) cache.set(key(n), 'value')
    expect(readFileSync(victim, 'utf8')).toBe('kept')
    expect(readFileSync(join(folder, 'engines', 'notes.txt'), 'utf8')).toBe('kept')
  })
})

describe('an entry', () => {
  it('is given back as it was stored, in another process too', () => {
    diskCache({ folder }).set(key(1), 'grün 🌲\n')
    diskCache({ folder }).set(key(2), '')
    expect([cached(1), cached(2), cached(3)]).toEqual(['grün 🌲\n', '', undefined])
    expect(run(['write', folder, 100, 5, 10])).toEqual({ found: 5, wrong: 0 })
    expect(run(['read', folder, 100, 5, 10])).toEqual({ found: 5, wrong: 0 })
  })

  it.each<[string, (file: string) => void]>([
    ['cut off', (file) => truncateSync(file, 70)],
    ['cut off in its header', (file) => truncateSync(file, 10)],
    ['empty', (file) => truncateSync(file, 0)],
    ['longer', (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))],
    ['of another one’s key', (file) => renameSync(fileOf(2), file)],
  ])('that is %s is dropped', (_, damage) => {
    const cache = diskCache({ folder })
    cache.set(key(1), 'value of one')
    cache.set(key(2), 'value of two')
    damage(fileOf(1))
    expect(cached(1)).toBeUndefined()
    expect(existsSync(fileOf(1))).toBe(false)
    cache.set(key(1), 'value of one')
    expect(cached(1)).toBe('value of one')
  })

  it('is dropped whichever bit of it is flipped', () => {
    diskCache({ folder }).set(key(1), 'value')
    const bytes = readFileSync(fileOf(1))
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Buffer.from(bytes)
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      writeFileSync(fileOf(1), damaged)
      expect(cached(1)).toBeUndefined()
    }
    writeFileSync(fileOf(1), bytes)
    expect(cached(1)).toBe('value')
  })

  it('that was forged with a plain hash, or is a pipe, a folder or a link, is none', () => {
    const value = 'forged'
    mkdirSync(join(folder, 'engines', key(1).slice(0, 2)), { recursive: true, mode: 0o700 })
    writeFileSync(fileOf(1), `${createHash('sha256').update(value).digest('hex')}\n${value}`)
    expect(cached(1)).toBeUndefined()
    execFileSync('mkfifo', [fileOf(1)])
    expect(cached(1)).toBeUndefined()
    rmSync(fileOf(1))
    mkdirSync(fileOf(1))
    expect(cached(1)).toBeUndefined()
    rmSync(fileOf(1), { recursive: true })
    diskCache({ folder }).set(key(1), value)
    renameSync(fileOf(1), join(folder, 'moved'))
    symlinkSync(join(folder, 'moved'), fileOf(1))
    expect(cached(1)).toBeUndefined()
  })
})

describe('the key', () => {
  const file = () => join(home, 'policy-gate/key')

  it('is made once, by however many processes at once', async () => {
    const code = `const { cacheSecret } = await import(${JSON.stringify(fileURLToPath(new URL('../../src/engines/cache-secret.ts', import.meta.url)))}); console.log(cacheSecret().toString('hex'))`
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', code], { env: { PATH: process.env.PATH, XDG_CACHE_HOME: home } }),
    )
    const secrets = await Promise.all(
      children.map((child) => new Promise<string>((resolve) => child.stdout.on('data', (data: Buffer) => resolve(data.toString().trim())))),
    )
    expect(new Set(secrets)).toEqual(new Set([readFileSync(file()).toString('hex')]))
    expect(readdirSync(join(home, 'policy-gate'))).toEqual(['key'])
  })

  it('that is half-written or was open to others is made anew, and what it sealed is dropped', () => {
    diskCache({ folder }).set(key(1), 'value')
    chmodSync(file(), 0o644)
    expect(cached(1)).toBeUndefined()
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    truncateSync(file(), 5)
    expect(cacheSecret()).toHaveLength(32)
    expect(statSync(file()).size).toBe(32)
  })

  it('of somebody else, or a link in its place, leaves the cache unused', () => {
    diskCache({ folder }).set(key(1), 'value')
    const moved = join(scratch, `moved-${number}`)
    renameSync(file(), moved)
    symlinkSync(moved, file())
    expect(cacheSecret()).toBeUndefined()
    rmSync(file())
    renameSync(moved, file())
    expect(cached(1)).toBe('value')
    if (!isRoot) return
    chownSync(file(), nobody, nobody)
    expect(cacheSecret()).toBeUndefined()
    expect(cached(1)).toBeUndefined()
  })

  it('may come from the environment, so that jobs of a CI system share entries and others do not', () => {
    process.env.POLICY_GATE_CACHE_KEY = 'a secret of the project'
    diskCache({ folder }).set(key(1), 'value')
    expect(existsSync(home)).toBe(false)
    process.env.XDG_CACHE_HOME = join(home, 'of another job')
    expect(cached(1)).toBe('value')
    process.env.POLICY_GATE_CACHE_KEY = 'a secret of another project'
    expect(cached(1)).toBeUndefined()
    process.env.POLICY_GATE_CACHE_KEY = 'short'
    expect(() => diskCache({ folder })).toThrow('POLICY_GATE_CACHE_KEY must have at least 16 characters.')
    process.env.POLICY_GATE_CACHE_KEY = ''
    expect(cacheSecret()).toHaveLength(32)
  })
})

describe('together and at the limits', () => {
  it('several processes write and read the same entries, and none sees a wrong or a half one', async () => {
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [writer, 'write', folder, '0', '60', '50000'], { env: { PATH: process.env.PATH, XDG_CACHE_HOME: home } }),
    )
    const answers = await Promise.all(
      children.map((child) => new Promise<string>((resolve) => child.stdout.on('data', (data: Buffer) => resolve(data.toString().trim())))),
    )
    expect(answers).toEqual(Array.from({ length: 4 }, () => '{"found":60,"wrong":0}'))
    expect(entries()).toHaveLength(60)
  })

  it('a process that is killed while it writes leaves nothing wrong behind', async () => {
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [writer, 'write', folder, '0', '400', '300000'], {
        stdio: 'ignore',
        env: { PATH: process.env.PATH, XDG_CACHE_HOME: home },
      })
      await new Promise((resolve) => setTimeout(resolve, 250 + 60 * round))
      child.kill('SIGKILL')
      await new Promise((resolve) => child.on('close', resolve))
      expect(run(['read', folder, 0, 400, 300000]).wrong).toBe(0)
    }
    for (const file of entries().filter((one) => one.endsWith('.tmp'))) utimesSync(file, 1, 1)
    const cache = diskCache({ folder, maxBytes: 2 ** 30 })
    rmSync(join(folder, 'engines/pruned'), { force: true })
    cache.set(key(1), 'value')
    expect(entries().filter((one) => one.endsWith('.tmp'))).toEqual([])
  })

  it('what was used last stays, up to the size', () => {
    const cache = diskCache({ folder, maxBytes: 5000 })
    for (let n = 1; n <= 9; n++) {
      cache.set(key(n), 'x'.repeat(900))
      utimesSync(fileOf(n), n, n)
    }
    expect(cached(9)).toHaveLength(900)
    expect(cached(1)).toBeUndefined()
    expect(entries().reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(5000)
    // reading is using
    utimesSync(fileOf(9), 1, 1)
    expect(cached(9)).toHaveLength(900)
    for (let n = 10; n <= 12; n++) cache.set(key(n), 'x'.repeat(900))
    expect(cached(9)).toHaveLength(900)
  })

  it('a folder that can only be read is read', () => {
    expect(run(['write', folder, 0, 5, 10])).toEqual({ found: 5, wrong: 0 })
    const shards = readdirSync(join(folder, 'engines')).map((name) => join(folder, 'engines', name))
    for (const path of [...shards, join(folder, 'engines'), folder]) if (statSync(path).isDirectory()) chmodSync(path, 0o500)
    if (isRoot) {
      // root may write anywhere; another user has the folder, and reads the program
      for (const path of [scratch, ...readdirSync(scratch, { recursive: true }).map((name) => join(scratch, String(name)))])
        chownSync(path, nobody, nobody)
    }
    const uid = isRoot ? { uid: nobody } : {}
    expect(run(['write', folder, 0, 8, 10], uid)).toEqual({ found: 5, wrong: 0 })
    for (const path of [folder, join(folder, 'engines'), ...shards]) if (statSync(path).isDirectory()) chmodSync(path, 0o700)
    if (isRoot)
      for (const path of [scratch, ...readdirSync(scratch, { recursive: true }).map((name) => join(scratch, String(name)))])
        chownSync(path, 0, 0)
  })

  it('a limit on the size of files ends a write halfway: nothing of it stays', () => {
    // in blocks of 512 bytes or of 1 KiB
    expect(run(['write', folder, 0, 3, 100_000], { shell: 'ulimit -f 16' })).toEqual({ found: 0, wrong: 0 })
    expect(entries()).toEqual([])
    expect(run(['write', folder, 0, 3, 1000], { shell: 'ulimit -f 16' })).toEqual({ found: 3, wrong: 0 })
  })

  const small = 'mkdir -p "$DISK" && mount -t tmpfs -o size=128k,mode=700 tmpfs "$DISK"'
  const unshare = isRoot ? ['-m'] : ['-rm']
  const mounts =
    spawnSync('unshare', [...unshare, 'sh', '-c', small], { env: { PATH: process.env.PATH, DISK: join(scratch, 'probe') } }).status === 0
  it.runIf(mounts)(`a full disk only makes it slower${mounts ? '' : ' (left out: no file system can be mounted here)'}`, () => {
    const disk = join(scratch, 'disk')
    const command = [process.execPath, writer, 'write', disk, '0', '20', '20000'].map((word) => `"${word}"`).join(' ')
    const { stdout } = spawnSync('unshare', [...unshare, 'sh', '-c', `${small} && ${command} && find "$DISK" -name '*.tmp' | wc -l`], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, DISK: disk, XDG_CACHE_HOME: home },
    })
    const [answer, unfinished] = stdout.trim().split('\n')
    const { found, wrong } = JSON.parse(answer!) as { found: number; wrong: number }
    expect({ wrong, unfinished }).toEqual({ wrong: 0, unfinished: '0' })
    expect(found).toBeGreaterThan(2)
    expect(found).toBeLessThan(8)
  })

  it('no home, or a file in the place of the folder: nothing is cached, nothing fails', () => {
    writeFileSync(folder, '')
    const cache = diskCache({ folder })
    cache.set(key(1), 'value')
    expect(cache.get(key(1))).toBeUndefined()
    const below = diskCache({ folder: join(folder, 'below') })
    below.set(key(1), 'value')
    expect(below.get(key(1))).toBeUndefined()
  })
})
