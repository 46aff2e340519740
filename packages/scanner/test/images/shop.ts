/** A repository with workloads whose images lie in a registry of the test, and everything that scans them. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { ScanOptions } from '../../src/scan.ts'
import { alpine, makeImage, npmPackages } from './support/image-maker.ts'
import { type Registry, type RegistryOptions, startRegistry } from './support/registry-server.ts'
import { type DatabaseContents, smallDatabase, writeVulnerabilityDatabase } from './support/vulnerability-database.ts'

const folders: string[] = []
const registries: Registry[] = []

afterAll(async () => {
  for (const registry of registries.splice(0)) await registry.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-images-test-')))
  folders.push(folder)
  return folder
}

export async function registry(options: RegistryOptions = {}): Promise<Registry> {
  const started = await startRegistry(options)
  registries.push(started)
  return started
}

/** An image with two vulnerable packages: openssl of Alpine, lodash of npm. */
export const vulnerable = makeImage({
  layers: [alpine({ musl: '1.2.4-r2', libcrypto3: { version: '3.1.4-r5', source: 'openssl' } }), npmPackages({ lodash: '4.17.11' })],
  user: '10001',
})

/** The same packages in an image that was built again: other files around them, other ids. */
export const rebuilt = makeImage({
  layers: [
    alpine({ musl: '1.2.4-r2', libcrypto3: { version: '3.1.4-r5', source: 'openssl' } }),
    { ...npmPackages({ lodash: '4.17.11' }), 'app/build.txt': 'another day\n' },
  ],
  user: '10001',
  created: '2026-02-01T00:00:00Z',
})

/** Nothing in it is vulnerable. */
export const sound = makeImage({
  layers: [alpine({ musl: '1.2.4-r2', libcrypto3: { version: '3.1.5-r0', source: 'openssl' } }), npmPackages({ lodash: '4.17.21' })],
  user: '10001',
})

/** A folder with a vulnerability database. */
export function database(contents: DatabaseContents = smallDatabase): string {
  return writeVulnerabilityDatabase(join(temporary(), 'db'), contents)
}

/** On this day the databases of the tests are fresh. */
const now = new Date('2026-11-02T00:00:00Z')

/** Options of a scan with a cache of its own. */
export function scanOptions(root: string, more: ScanOptions = {}): ScanOptions {
  return { cwd: root, root, now, cacheDir: temporary(), ...more }
}
