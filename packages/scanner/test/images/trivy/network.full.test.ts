import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { downloadDatabase } from '../../../src/images/trivy/database-download.ts'
import { openTrivy } from '../../../src/images/trivy/trivy.ts'
import { blobOf, descriptorOf } from '../support/image-maker.ts'
import { type Registry, startRegistry } from '../support/registry-server.ts'
import { tar } from '../support/tar.ts'
import { databaseOf, freshFolder, layoutOf, openReal, realTrivy, today, vulnerable } from '../support/trivy.ts'
import { smallDatabase } from '../support/vulnerability-database.ts'

const find = { find: ['vulnerabilities' as const] }

describe('download of the database', () => {
  let registry: Registry
  beforeAll(async () => {
    registry = await startRegistry()
  })
  afterAll(() => registry.close())

  /** Stores a database as Trivy's authors publish it. */
  function publish(repository: string, folder: string): string {
    const files = Object.fromEntries(['trivy.db', 'metadata.json'].map((name) => [name, readFileSync(join(folder, name))]))
    const layer = blobOf(gzipSync(tar(files)), 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip')
    const config = blobOf('{}', 'application/vnd.aquasec.trivy.config.v1+json')
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const described = { ...descriptorOf(layer), annotations: { 'org.opencontainers.image.title': 'db.tar.gz' } }
    const manifest = blobOf({ schemaVersion: 2, mediaType, config: descriptorOf(config), layers: [described] }, mediaType)
    registry.pushManifest(repository, manifest, { tags: ['2'], blobs: [config, layer] })
    return `${registry.host}/${repository}:2`
  }
  const open = (databaseRepository: string, cacheDir: string) =>
    openTrivy({ root: freshFolder('root'), purposes: ['images'], today, program: realTrivy, cacheDir, download: true, databaseRepository })

  it('from a registry, once a day; the newer one is taken', async () => {
    const cacheDir = freshFolder('cache')
    const repository = publish('database', databaseOf())
    const first = await open(repository, cacheDir)
    const { facts } = await first.scanImage(layoutOf(vulnerable), find).finally(() => first.close())
    expect(facts.vulnerabilities).toHaveLength(3)
    expect(first.info.database).toMatchObject({ updatedAt: '2026-11-01T00:00:00Z', downloadedAt: expect.stringMatching(/^20/) })
    const asked = registry.requests.length
    await (await open(repository, cacheDir)).close()
    expect(registry.requests.length).toBe(asked)
    publish('database', databaseOf({ ...smallDatabase, updatedAt: '2026-11-04T00:00:00Z' }))
    const where = { root: freshFolder('root'), cacheDir, databaseRepository: repository, today: '2026-11-05' }
    await downloadDatabase(where, realTrivy)
    const later = await openTrivy({ ...where, purposes: ['images'], program: realTrivy })
    await later.close()
    expect(later.info.database?.updatedAt).toBe('2026-11-04T00:00:00Z')
  })

  it.each<[string, Parameters<Registry['fault']>[1], RegExp]>([
    ['429', { status: 429 } as never, /asked less often/],
    ['401', { status: 401 } as never, /anonymous/],
    ['404', { status: 404 } as never, /no database at this reference/],
  ])('that is refused with %s says so, and nothing is scanned', async (name, fault, message) => {
    const repository = publish(`refused-${name}`, databaseOf())
    registry.fault(`refused-${name}/manifests`, fault)
    await expect(open(repository, freshFolder('cache'))).rejects.toMatchObject({
      code: 'database',
      message: expect.stringMatching(message),
    })
    registry.mend()
  })

  it('that fails leaves the one in use that is new enough', async () => {
    const cacheDir = freshFolder('cache')
    const repository = publish('flaky', databaseOf({ ...smallDatabase, updatedAt: '2026-10-30T00:00:00Z' }))
    await (await open(repository, cacheDir)).close()
    registry.fault('flaky/manifests', { status: 404 } as never)
    const second = await open(repository, cacheDir)
    await second.close()
    registry.mend()
    expect(second.info.database?.updatedAt).toBe('2026-10-30T00:00:00Z')
  })
})

describe('a Trivy server', () => {
  const token = 'only-for-tests'
  let server: ReturnType<typeof spawn>
  let url: string
  beforeAll(async () => {
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const cache = freshFolder('server')
    mkdirSync(join(cache, 'empty'))
    symlinkSync(databaseOf(), join(cache, 'db'))
    const flags = ['--skip-db-update', '--listen', `127.0.0.1:${port}`, '--cache-dir', cache, '--token', token]
    server = spawn(realTrivy, ['server', ...flags], { cwd: join(cache, 'empty'), env: { HOME: cache }, stdio: 'ignore' })
    for (let left = 100; left > 0; left--) {
      if (
        await fetch(`${url}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return
      await wait(100)
    }
    throw new Error('the server does not answer')
  })
  afterAll(() => void server.kill('SIGKILL'))
  const withoutDatabase = async (given?: string) => {
    const { database: _none, ...options } = {
      database: undefined,
      root: freshFolder('root'),
      purposes: ['images' as const],
      today,
      program: realTrivy,
    }
    return await openTrivy({ ...options, cache: false, server: { url, ...(given === undefined ? {} : { token: given }) } })
  }

  it('finds the same as a database here', async () => {
    const here = await openReal()
    const there = await withoutDatabase(token)
    const layout = layoutOf(vulnerable)
    const expected = await here.scanImage(layout, find).finally(() => here.close())
    const { facts, sbom } = await there.scanImage(layout, find)
    const again = await there.scanSbom(sbom).finally(() => there.close())
    expect(facts).toEqual(expected.facts)
    expect(again.vulnerabilities).toEqual(facts.vulnerabilities)
    expect(there.info).toMatchObject({ server: url, database: { updatedAt: '2026-11-01T00:00:00Z' } })
  })

  it('refuses another token', async () => {
    const other = await withoutDatabase('wrong')
    await expect(other.scanImage(layoutOf(vulnerable), find).finally(() => other.close())).rejects.toMatchObject({
      code: 'scanner-failed',
      message: expect.stringContaining('token'),
    })
  })

  it('that is not there, or has too old a database', async () => {
    const options = { root: freshFolder('root'), purposes: ['images' as const], program: realTrivy, cache: false }
    const nowhere = `http://127.0.0.1:${await freePort()}`
    await expect(openTrivy({ ...options, today, server: { url: nowhere } })).rejects.toMatchObject({
      code: 'scanner-failed',
      message: expect.stringContaining('cannot be asked'),
    })
    await expect(openTrivy({ ...options, today: '2026-12-24', server: { url } })).rejects.toMatchObject({
      code: 'database',
      message: expect.stringContaining('53 days old'),
    })
  })

  it('gets its token by TLS only, and is named without credentials', async () => {
    const options = { root: freshFolder('root'), purposes: ['images' as const], today, program: realTrivy, cache: false }
    await expect(openTrivy({ ...options, server: { url: 'http://trivy.example', token } })).rejects.toThrow('without TLS')
    await expect(openTrivy({ ...options, server: { url: 'https://user:word@trivy.example' } })).rejects.toThrow('no address')
  })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
