import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileInArchive } from '../../../src/images/trivy/archive.ts'
import { installTrivy } from '../../../src/images/trivy/install.ts'
import { findProgram, programFolder, programName } from '../../../src/images/trivy/program.ts'
import { archives, pinnedVersion, versionProblem } from '../../../src/images/trivy/versions.ts'
import { tar } from '../support/tar.ts'
import { freshFolder } from '../support/trivy.ts'
import { zip } from '../support/zip.ts'

const program = '#!/bin/sh\necho \'{"Version":"0.74.0"}\'\n'
const archive = gzipSync(tar({ LICENSE: 'text', [programName]: program, 'contrib/trivy': 'another' }))
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const expected = { file: 'trivy.tar.gz', sha256: sha256(archive) }

const pages: Record<string, { status: number; body: Buffer | string }> = {
  [`/good/v${pinnedVersion}/trivy.tar.gz`]: { status: 200, body: archive },
  [`/other/v${pinnedVersion}/trivy.tar.gz`]: { status: 200, body: gzipSync(tar({ [programName]: 'evil' })) },
}
let server: Server
let base: string
const asked: string[] = []
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url)
    const { status, body } = pages[url] ?? { status: 404, body: '' }
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => server.close())

function place() {
  return { root: freshFolder('root'), cacheDir: freshFolder('cache') }
}

describe('installation', () => {
  it('from a mirror, once', async () => {
    const where = place()
    const first = await installTrivy({ ...where, downloads: `${base}/good`, expected })
    expect(first).toMatchObject({ installed: true, sha256: sha256(program) })
    expect(readFileSync(first.file, 'utf8')).toBe(program)
    const before = asked.length
    expect(await installTrivy({ ...where, downloads: `${base}/good`, expected })).toEqual({ ...first, installed: false })
    expect(asked.length).toBe(before)
  })

  it('from an archive that is here already', async () => {
    const where = place()
    const file = join(freshFolder('archive'), 'any.tar.gz')
    writeFileSync(file, archive)
    expect(await installTrivy({ ...where, archive: file, expected })).toMatchObject({ installed: true })
  })

  it.each([
    ['an archive with another hash', '/other', 'is not the released one'],
    ['no archive', '/missing', 'answers 404'],
  ])('nothing remains of %s', async (_name, path, message) => {
    const where = place()
    await expect(installTrivy({ ...where, downloads: base + path, expected })).rejects.toThrow(message)
    expect(existsSync(join(where.cacheDir, 'trivy')) ? readdirSync(join(where.cacheDir, 'trivy')) : []).toEqual([])
    await expect(findProgram(where)).rejects.toMatchObject({ code: 'scanner-missing' })
  })

  it('by default wants what stands in the source', async () => {
    pages[`/good/v${pinnedVersion}/${archives[`${process.platform}-${process.arch}`]?.file}`] = { status: 200, body: archive }
    await expect(installTrivy({ ...place(), downloads: `${base}/good` })).rejects.toThrow(/is not the released one|is not published/)
  })

  it('an address that is none, an archive without the program', async () => {
    await expect(installTrivy({ ...place(), downloads: 'ftp://mirror.example', expected })).rejects.toThrow('no address of a mirror')
    const empty = gzipSync(tar({ 'sub/trivy': 'x' }))
    pages[`/empty/v${pinnedVersion}/e.tar.gz`] = { status: 200, body: empty }
    const options = { downloads: `${base}/empty`, expected: { file: 'e.tar.gz', sha256: sha256(empty) } }
    await expect(installTrivy({ ...place(), ...options })).rejects.toThrow('There is no trivy')
  })

  it('knows an archive for each platform, each with its hash', () => {
    expect(Object.keys(archives)).toEqual(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])
    for (const { file, sha256: hash } of Object.values(archives)) expect(`${file} ${hash}`).toMatch(/^trivy_0\.74\.0_\S+ [0-9a-f]{64}$/)
  })
})

describe('an installed program', () => {
  const installed = async () => {
    const where = place()
    await installTrivy({ ...where, downloads: `${base}/good`, expected })
    return { ...where, folder: programFolder(where.cacheDir) }
  }
  it('that was changed is not run', async () => {
    const { folder, ...where } = await installed()
    writeFileSync(join(folder, programName), `${program}# changed`)
    await expect(findProgram(where)).rejects.toMatchObject({
      code: 'scanner-missing',
      message: expect.stringContaining('has changed since its installation'),
    })
  })

  it('without a valid record is not run: none, a forged one', async () => {
    const { folder, ...where } = await installed()
    const record = join(folder, `${programName}.record`)
    const text = readFileSync(record)
    writeFileSync(record, Buffer.concat([text.subarray(0, 65), Buffer.from(sha256('evil'))]))
    writeFileSync(join(folder, programName), 'evil')
    await expect(findProgram(where)).rejects.toMatchObject({ code: 'scanner-missing' })
  })

  it('in a cache folder that a change could have brought is not run', async () => {
    const { folder: _folder, cacheDir, root } = await installed()
    const inside = join(root, 'cache')
    cpSync(cacheDir, inside, { recursive: true })
    await expect(findProgram({ root, cacheDir: inside })).rejects.toMatchObject({
      message: expect.stringContaining('lies in what is scanned'),
    })
    const moved = join(root, 'moved')
    renameSync(cacheDir, moved)
    symlinkSync(moved, cacheDir)
    await expect(findProgram({ root, cacheDir })).rejects.toThrow()
  })

  it('is installed anew over a changed one', async () => {
    const { folder, ...where } = await installed()
    chmodSync(folder, 0o700)
    writeFileSync(join(folder, programName), 'evil')
    expect(await installTrivy({ ...where, downloads: `${base}/good`, expected })).toMatchObject({
      installed: true,
      sha256: sha256(program),
    })
  })
})

describe('archives', () => {
  it('zip, stored and deflated', () => {
    for (const compressed of [false, true])
      expect(fileInArchive(zip({ README: 'a', trivy: program }, { compressed }), 'trivy')?.toString()).toBe(program)
    expect(fileInArchive(zip({ 'x/trivy': 'a' }), 'trivy')).toBeUndefined()
  })

  it('damaged ones', () => {
    expect(() => fileInArchive(Buffer.from('no archive at all'), 'trivy')).toThrow()
    expect(() => fileInArchive(zip({ trivy: 'a' }).subarray(0, 40), 'trivy')).toThrow()
  })
})

describe('versions', () => {
  it.each(['0.74.0', 'v0.70.0', '0.69.3', '1.0.0', '0.75.0-rc1', 'dev'])('%s is good', (version) => {
    expect(versionProblem(version)).toBeUndefined()
  })
  it.each(['0.69.4', 'v0.69.5', '0.69.6', '0.69.4-dirty', '0.68.2', '', 'latest'])('%s is not', (version) => {
    expect(versionProblem(version)).toEqual(expect.any(String))
  })
})

describe('a program that was named', () => {
  it('is taken as it is, with its hash', async () => {
    const folder = freshFolder('program')
    writeFileSync(join(folder, 'trivy'), program, { mode: 0o755 })
    expect(await findProgram({ root: freshFolder('root'), program: join(folder, 'trivy') })).toMatchObject({ sha256: sha256(program) })
  })

  it('is not taken from what is scanned', async () => {
    const root = freshFolder('root')
    mkdirSync(join(root, 'bin'))
    writeFileSync(join(root, 'bin/trivy'), program, { mode: 0o755 })
    await expect(findProgram({ root, program: join(root, 'bin/trivy') })).rejects.toThrow('lies in what is scanned')
  })
})
