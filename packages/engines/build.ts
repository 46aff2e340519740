/**
 * Builds the engines: `node packages/engines/build.ts [--check | --prepare | --notices] [engine...]`. Needs Go (see go.mod) and the module proxy.
 *
 * Without options: dist/engines/<engine>.wasm.br and dist/engines/engines.json. With `--check`: builds in a temporary folder and
 * compares with engines.json, and engines.json with the files beside it. With `--prepare`: only vendor, stand-ins and overlay. With
 * `--notices`: only the licences of what is linked in.
 */
import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib'
import { withMemoryMaximum } from '../scanner/src/engines/memory.ts'
import { engineNotices } from './build/notices.ts'
import { prepareSources, run } from './build/sources.ts'

const here = import.meta.dirname
const output = resolve(here, '../../dist/engines')
const memoryMaximum = 2 ** 30
const limits = { raw: 17_000_000, brotli: 3_000_000 }

/** What each engine is made of: the modules whose versions engines.json tells. */
const engines: Record<string, string[]> = {
  helm: ['helm.sh/helm/v4'],
  kustomize: ['sigs.k8s.io/kustomize/api', 'sigs.k8s.io/kustomize/kyaml'],
  rego: ['github.com/open-policy-agent/opa'],
}

interface EngineEntry {
  name: string
  upstream: Record<string, string>
  /** Of the module as it runs, hex. */
  sha256: string
  bytes: number
  /** Of the compressed file, hex. */
  packedSha256: string
}

const goMod = readFileSync(join(here, 'go.mod'), 'utf8')

function version(module: string): string {
  const line = goMod.split('\n').find((text) => text.trim().startsWith(`${module} v`))
  if (line === undefined) throw new Error(`go.mod does not require ${module}`)
  return line.trim().split(' ')[1]!
}

/** `cache` replaces Go's build cache, so that nothing is taken from an earlier build. */
function goEnvironment(cache?: string): NodeJS.ProcessEnv {
  const toolchain = /^toolchain (\S+)$/m.exec(goMod)?.[1]
  if (toolchain === undefined) throw new Error('go.mod does not pin a toolchain')
  return { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: toolchain, GOWORK: 'off', ...(cache && { GOCACHE: cache }) }
}

/** Gives the module of one engine, memory maximum included. The sources in `folder` must have been prepared. */
function build(folder: string, engine: string, cache?: string): Uint8Array {
  const file = join(folder, '.build', `${engine}.wasm`)
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w -buildid=', '-overlay', 'overlay.json']
  const environment = { ...goEnvironment(cache), GOFLAGS: '-mod=vendor -p=2', GOOS: 'wasip1', GOARCH: 'wasm', GOWASM: '' }
  run('go', ['build', ...flags, '-o', file, `./cmd/${engine}`], folder, environment)
  return withMemoryMaximum(readFileSync(file), memoryMaximum)
}

function entry(name: string, module: Uint8Array, packed: Uint8Array): EngineEntry {
  const upstream = Object.fromEntries(engines[name]!.map((id) => [id, version(id)]))
  return { name, upstream, sha256: hash('sha256', module), bytes: module.length, packedSha256: hash('sha256', packed) }
}

function notices(folder: string): string {
  const goroot = execFileSync('go', ['env', 'GOROOT'], { cwd: folder, encoding: 'utf8', env: goEnvironment() }).trim()
  return engineNotices(folder, goroot)
}

const noticesFile = join(output, 'THIRD_PARTY_NOTICES.md')

function readManifest(): { engines: EngineEntry[] } {
  return JSON.parse(readFileSync(join(output, 'engines.json'), 'utf8'))
}

/** A window of 1 MiB: 16 MiB give 3 % smaller files, and take a quarter longer to read and 16 MiB more memory. */
async function compress(module: Uint8Array): Promise<Uint8Array> {
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window, BROTLI_PARAM_SIZE_HINT: hint } = constants
  return await promisify(brotliCompress)(module, { params: { [quality]: 11, [window]: 20, [hint]: module.length } })
}

/** Writes all files at the end, so that engines.json and the files beside it belong together at any time. */
async function write(names: string[]): Promise<void> {
  prepareSources(here, goEnvironment())
  const modules = names.map((name) => ({ name, module: build(here, name) }))
  const packed = await Promise.all(modules.map(async (one) => ({ ...one, packed: await compress(one.module) })))
  for (const { name, module, packed: file } of packed) {
    process.stdout.write(`${name}: ${module.length} bytes, ${file.length} compressed\n`)
    if (module.length > limits.raw || file.length > limits.brotli) throw new Error(`${name} is above the limits of size`)
  }
  mkdirSync(output, { recursive: true })
  const entries = new Map<string, EngineEntry>()
  if (names.length < Object.keys(engines).length) for (const old of readManifest().engines) entries.set(old.name, old)
  for (const { name, module, packed: file } of packed) {
    writeFileSync(join(output, `${name}.wasm.br`), file)
    entries.set(name, entry(name, module, file))
  }
  const sorted = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  writeFileSync(join(output, 'engines.json'), `${JSON.stringify({ engines: sorted }, null, 2)}\n`)
  writeFileSync(noticesFile, notices(here))
}

function check(names: string[]): void {
  const temporary = mkdtempSync(join(tmpdir(), 'policy-gate-engines-'))
  try {
    const skipped = new Set(['vendor', '.build', 'overlay.json', 'node_modules'])
    cpSync(here, temporary, { recursive: true, filter: (path) => !skipped.has(basename(path)) })
    prepareSources(temporary, goEnvironment())
    const manifest = readManifest()
    for (const name of names) {
      const wanted = JSON.stringify(manifest.engines.find((one) => one.name === name))
      const packed = readFileSync(join(output, `${name}.wasm.br`))
      for (const [what, module] of [
        ['committed file', brotliDecompressSync(packed)],
        ['new build', build(temporary, name, join(temporary, '.cache'))],
      ] as const) {
        const found = JSON.stringify(entry(name, module, packed))
        if (found !== wanted) throw new Error(`${name}: the ${what} is ${found}, engines.json says ${wanted}`)
      }
      process.stdout.write(`${name}: same as engines.json\n`)
    }
    if (notices(temporary) !== readFileSync(noticesFile, 'utf8'))
      throw new Error('THIRD_PARTY_NOTICES.md is not what go.mod gives: run `pnpm build:engines`')
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' }, prepare: { type: 'boolean' }, notices: { type: 'boolean' } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !(name in engines))
if (unknown.length > 0) throw new Error(`unknown engine ${unknown.join(', ')}; there are ${Object.keys(engines).join(', ')}`)
const names = positionals.length > 0 ? positionals : Object.keys(engines)
if (values.prepare) prepareSources(here, goEnvironment())
else if (values.notices) {
  prepareSources(here, goEnvironment())
  writeFileSync(noticesFile, notices(here))
} else if (values.check) check(names)
else await write(names)
