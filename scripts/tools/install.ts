import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { UserError } from '../../packages/scanner/src/model.ts'
import { type Tool, tools } from './table.ts'

/** Where the tools live: POLICY_GATE_TOOLS, else the user's cache folder; never the checkout. */
export function toolsFolder(): string {
  const { POLICY_GATE_TOOLS: own, XDG_CACHE_HOME: cache } = process.env
  return own || join(cache || join(homedir(), '.cache'), 'policy-gate', 'tools')
}

/** The tools of these names, all of them without names. @throws UserError (2) for a name that is not in the table */
export function toolsNamed(names: string[]): Tool[] {
  const unknown = names.filter((name) => !tools.some((tool) => tool.name === name))
  if (unknown.length > 0)
    throw new UserError(`There is no tool ${unknown.join(', ')}: the tools are ${tools.map(({ name }) => name).join(', ')}.`)
  return names.length === 0 ? tools : tools.filter(({ name }) => names.includes(name))
}

/** The folder with the program of a tool, whether it is installed or not. */
export function toolFolder({ name, version }: Tool): string {
  return join(toolsFolder(), `${name}-${version}`)
}

export function isInstalled(tool: Tool): boolean {
  return existsSync(join(toolFolder(tool), tool.program))
}

/**
 * Installs what is missing, each tool in a folder of its own, which appears only when it is complete.
 * @throws UserError (3) with what is needed to install it, or why that failed
 */
export function installTools(wanted: Tool[], report: (sentence: string) => void): void {
  for (const tool of wanted.filter((one) => !isInstalled(one))) {
    const start = performance.now()
    mkdirSync(toolsFolder(), { recursive: true })
    const folder = mkdtempSync(join(toolsFolder(), 'installing-'))
    try {
      install(tool, folder, report)
      if (!existsSync(join(folder, tool.program))) throw new Error(`there is no ${tool.program} in it`)
      renameSync(folder, toolFolder(tool))
    } catch (cause) {
      if (cause instanceof UserError || isInstalled(tool)) throw cause
      throw new UserError(`${tool.name} ${tool.version} could not be installed: ${(cause as Error).message}`, { exitCode: 3, cause })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    report(`${tool.name} ${tool.version} installed in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
}

/** An environment whose PATH begins with the folders of the tools. */
export function withTools(wanted: Tool[], environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...environment, PATH: [...wanted.map(toolFolder), environment.PATH ?? ''].join(delimiter) }
}

function install(tool: Tool, folder: string, report: (sentence: string) => void): void {
  if (tool.kind === 'go') installGo(`${tool.module}@v${tool.version}`, folder)
  else if (tool.kind === 'go-project') {
    report(`${tool.name} ${tool.version} is built from its sources, which takes ${tool.takes}`)
    installGoProject(tool, folder)
  } else if (tool.kind === 'npm') installNpm(tool, folder)
  else installWheel(tool, folder)
}

/** Modules ask for newer Go versions than the one installed: Go fetches them by itself. */
function installGo(module: string, folder: string): void {
  requireGo()
  const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOTOOLCHAIN: 'auto', GOWORK: 'off', GOFLAGS: '' }
  quietly('go', ['install', '-trimpath', '-ldflags', '-s -w', module], { env })
}

/** `go install` wants to see all versions of a module; a module of our own that requires this one does not. */
function installGoProject({ module, main, version, program, go, ...tool }: Tool & { kind: 'go-project' }, folder: string): void {
  requireGo()
  const sources = mkdtempSync(join(toolsFolder(), 'building-'))
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: go, GOEXPERIMENT: tool.experiment ?? '', GOWORK: 'off', GOFLAGS: '-mod=mod' }
  try {
    writeFileSync(join(sources, 'go.mod'), `module tool\n\n${go.replace('go', 'go ')}\n\nrequire ${module} v${version}\n`)
    writeFileSync(join(sources, 'tool.go'), `//go:build tool\n\npackage tool\n\nimport _ "${main}"\n`)
    const flags = ['-trimpath', '-ldflags', `-s -w -X ${tool.versionVariable}=${version}`]
    quietly('go', ['build', ...flags, '-o', join(folder, program), main], { cwd: sources, env })
  } finally {
    rmSync(sources, { recursive: true, force: true })
  }
}

/** @throws UserError (3) when Go is missing or older than the engines need */
export function requireGo(): void {
  let version: string
  try {
    version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } }).trim()
  } catch (cause) {
    throw new UserError('Go is not on PATH: install Go 1.26 or newer.', { exitCode: 3, cause })
  }
  const [major = 0, minor = 0] = version.replace('go', '').split('.').map(Number)
  if (major < 1 || (major === 1 && minor < 26))
    throw new UserError(`${version} is on PATH, but Go 1.26 or newer is needed.`, { exitCode: 3 })
}

/** The archive is checked and unpacked; nothing of it runs, and it depends on nothing. */
function installNpm({ name, version, program, packages, compressed = [] }: Tool & { kind: 'npm' }, folder: string): void {
  const found = packages[process.platform]
  if (found === undefined) throw new UserError(`${name} ${version} is not published for ${process.platform}.`, { exitCode: 3 })
  const archive = quietly('npm', ['pack', '--silent', `${found.name}@${version}`], { cwd: folder }).trim()
  const integrity = `sha512-${createHash('sha512')
    .update(readFileSync(join(folder, archive)))
    .digest('base64')}`
  if (integrity !== found.integrity) throw new Error(`the archive of ${found.name} is ${integrity}, expected ${found.integrity}`)
  quietly('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder })
  rmSync(join(folder, archive))
  for (const file of compressed) decode(join(folder, file), folder)
  if (existsSync(join(folder, 'bin', program))) renameSync(join(folder, 'bin', program), join(folder, program))
  chmodSync(join(folder, program), 0o755)
}

/** Puts what a `.br` file holds into the folder, unpacked where it is a tar archive; the file itself goes. */
function decode(file: string, folder: string): void {
  const decoded = join(folder, basename(file, '.br'))
  writeFileSync(decoded, brotliDecompressSync(readFileSync(file)))
  rmSync(file)
  if (!decoded.endsWith('.tar')) return
  quietly('tar', ['-xf', decoded], { cwd: folder })
  rmSync(decoded)
}

function installWheel({ name, version, program, wheels, requires = {} }: Tool & { kind: 'python' }, folder: string): void {
  const python = ['python3', 'python'].find((command) => succeeds(command, ['-m', 'pip', '--version']))
  if (python === undefined) throw new UserError(`${name} needs Python with pip: install python3 and python3-pip.`, { exitCode: 3 })
  const requirements = join(folder, 'requirements.txt')
  const pinned = Object.entries({ [`${name}==${version}`]: wheels, ...requires })
  writeFileSync(requirements, pinned.map(([one, hashes]) => `${one} ${hashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`).join(''))
  const flags = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--require-hashes']
  quietly(python, ['-m', 'pip', 'install', ...flags, '--target', folder, '--requirement', requirements], {})
  renameSync(join(folder, 'bin', program), join(folder, program))
}

function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Runs a program and gives what it printed; when it fails, the last lines of its complaint are the error. */
function quietly(command: string, args: string[], options: ExecFileSyncOptions): string {
  try {
    return String(execFileSync(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }))
  } catch (cause) {
    const text = String((cause as { stderr?: Buffer }).stderr ?? '').trim()
    throw new Error(`${command} ${args[0]}: ${text.split('\n').slice(-5).join('\n') || (cause as Error).message}`, { cause })
  }
}
