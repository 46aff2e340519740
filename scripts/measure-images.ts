/**
 * `pnpm bench:images`: what image scans cost, from the sources of this checkout with the real Trivy, a registry on the loopback interface and
 * a small vulnerability database: 1, 10 and 50 images of a common base (each about 30 MiB compressed, 220 packages) cold, warm, and with a
 * newer database; and a change that changes no image.
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProduct } from '../packages/action/test/runner/product.ts'
import { configuration, deployment } from '../packages/scanner/test/images/deployments.ts'
import { alpine, type Files, makeImage, npmPackages } from '../packages/scanner/test/images/support/image-maker.ts'
import { startRegistry } from '../packages/scanner/test/images/support/registry-server.ts'
import { smallDatabase, writeVulnerabilityDatabase } from '../packages/scanner/test/images/support/vulnerability-database.ts'
import { type Measurement, measureBeside, median } from './bench/measure.ts'
import { installTools, toolFolder, toolsNamed } from './tools/install.ts'

const counts = [1, 10, 50]
const warmRuns = 3
const tools = toolsNamed(['trivy'])
installTools(tools, (sentence) => console.error(sentence))
const trivy = join(toolFolder(tools[0]!), 'trivy')
const place = mkdtempSync(join(tmpdir(), 'policy-gate-measure-'))
const product = await buildProduct()
const server = await startRegistry()

const numbered = (prefix: string, count: number, version: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, version]))
// bytes that no compression makes smaller, as in the binaries of a base image
const base: Files = {
  ...alpine({ musl: '1.2.4-r2', ...numbered('library', 19, '1.0.0-r0') }),
  'usr/lib/runtime': randomBytes(25 * 2 ** 20),
}

/** A repository with so many workloads, each with an image of its own. */
function shop(count: number): string {
  const folder = join(place, `shop-${count}`)
  mkdirSync(join(folder, '.policy-gate'), { recursive: true })
  writeFileSync(join(folder, '.policy-gate/config.yaml'), configuration([server.host]))
  for (let i = 0; i < count; i++) {
    const own: Files = { ...npmPackages({ lodash: '4.17.11', ...numbered('package', 199, '2.0.0') }), 'app/data': randomBytes(5 * 2 ** 20) }
    server.push(`shop-${count}/service-${i}`, makeImage({ layers: [base, own], user: '10001' }), '1.0.0')
    writeFileSync(join(folder, `service-${i}.yaml`), deployment(`service-${i}`, `${server.host}/shop-${count}/service-${i}:1.0.0`))
  }
  return folder
}

function commit(folder: string): void {
  const author = ['-c', 'user.name=measure', '-c', 'user.email=measure@example.invalid', '-c', 'commit.gpgsign=false']
  for (const words of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'shop'],
  ])
    execFileSync('git', [...author, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function run(folder: string, cache: string, ...words: string[]): Promise<Measurement> {
  const command = [
    process.execPath,
    join(product.folder, 'cli.mjs'),
    'scan',
    '--now',
    '2026-11-02T00:00:00Z',
    '--cache-dir',
    cache,
    ...words,
  ]
  return await measureBeside(command, { cwd: folder, env: { ...process.env }, accepted: [0, 1] })
}

function print(name: string, all: Measurement[]): void {
  const middle = (key: 'wall' | 'cpu' | 'memory') => median(all.map((one) => one[key]))
  console.log(
    `${name.padEnd(52)} ${middle('wall').toFixed(2)} s  CPU ${middle('cpu').toFixed(2)} s  largest process ${middle('memory').toFixed(0)} MiB`,
  )
}

async function several(action: () => Promise<Measurement>): Promise<Measurement[]> {
  const all: Measurement[] = []
  for (let i = 0; i < warmRuns; i++) all.push(await action())
  return all
}

try {
  const database = writeVulnerabilityDatabase(join(place, 'db'))
  const newer = writeVulnerabilityDatabase(join(place, 'newer'), {
    ...smallDatabase,
    updatedAt: '2026-11-01T06:00:00Z',
    advisories: [
      ...smallDatabase.advisories,
      { source: 'alpine 3.19', package: 'musl', id: 'CVE-2026-0009', advisory: { FixedVersion: '1.2.4-r3' } },
    ],
  })
  const flags = (db: string) => ['--trivy', trivy, '--trivy-database', db]
  for (const count of counts) {
    const folder = shop(count)
    const cache = join(place, `cache-${count}`)
    const name = `${count} image${count === 1 ? '' : 's'}`
    print(`${name}, without scanning them`, await several(() => run(folder, cache, '--images', 'none')))
    print(`${name}, cold`, [await run(folder, cache, ...flags(database))])
    print(`${name}, warm (${warmRuns} runs, median)`, await several(() => run(folder, cache, ...flags(database))))
    print(`${name}, a newer database`, [await run(folder, cache, ...flags(newer))])
    commit(folder)
    writeFileSync(join(folder, 'service-0.yaml'), '# another line\n', { flag: 'a' })
    const change = ['--changed-since', 'HEAD']
    await run(folder, cache, ...change, '--images', 'none')
    print('a change of no image, images none (median)', await several(() => run(folder, cache, ...change, '--images', 'none')))
    print('a change of no image, images changed (median)', await several(() => run(folder, cache, ...change, '--images', 'changed')))
  }
} finally {
  await server.close()
  product.remove()
  rmSync(place, { recursive: true, force: true })
}
