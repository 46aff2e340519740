import { globSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseTar } from 'nanotar'
import { isJsonObject } from '../../json.ts'
import { type Json, type JsonObject, UserError } from '../../model.ts'
import { readDocuments } from '../../parse/index.ts'
import { isInside } from '../../paths.ts'

/** Policies of the user as they stand in a folder, a bundle or a module. */
export interface PolicyFiles {
  /** What the user calls it, for messages. */
  name: string
  /** Rego by file name; tests are left out. */
  modules: Record<string, string>
  /** Data files beside the modules; a folder becomes a key, as OPA loads them. */
  data: JsonObject
  /** A compiled policy. */
  wasm?: Uint8Array
}

const maxBundleBytes = 64 * 1024 * 1024

/**
 * Reads a folder of Rego and data files, an OPA bundle (`.tar.gz`), a compiled `policy.wasm` or a single `.rego` file.
 * @throws UserError (2) when it does not exist, cannot be read or holds no policy
 */
export function readPolicyFiles(path: string, cwd: string): PolicyFiles {
  const absolute = resolve(cwd, path)
  let files: PolicyFiles
  try {
    files = statSync(absolute).isDirectory() ? fromEntries(path, folderEntries(absolute, path)) : fromFile(path, read(absolute, path))
  } catch (cause) {
    if (cause instanceof UserError) throw cause
    throw new UserError(
      `${path}: the policies cannot be read (${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}): check the path.`,
      { cause },
    )
  }
  if (files.wasm === undefined && Object.keys(files.modules).length === 0) {
    throw new UserError(`${path}: there is no policy in it: put .rego files there, or remove it from --policy.`)
  }
  return files
}

function folderEntries(folder: string, shown: string): [string, Uint8Array][] {
  const root = realpathSync(folder)
  const names = globSync('**/*.{rego,json,yaml,yml,wasm}', { cwd: folder }).map((name) => name.replaceAll('\\', '/'))
  return names.sort().flatMap((name): [string, Uint8Array][] => {
    const file = realpathSync(join(folder, name))
    // a policy could print what a link leads to
    if (!isInside(file, root))
      throw new UserError(`${posix.join(shown, name)}: the symbolic link leads out of the folder: put the file itself there.`)
    return statSync(file).isDirectory() ? [] : [[name, read(file, posix.join(shown, name))]]
  })
}

function read(file: string, shown: string): Uint8Array {
  const stat = statSync(file)
  if (!stat.isFile()) throw new UserError(`${shown}: it is not a regular file.`)
  if (stat.size > maxBundleBytes) throw new UserError(`${shown}: the file has more than ${maxBundleBytes / 1024 / 1024} MiB.`)
  return readFileSync(file)
}

function fromFile(path: string, bytes: Uint8Array): PolicyFiles {
  if (path.endsWith('.wasm')) return { name: path, modules: {}, data: {}, wasm: bytes }
  if (path.endsWith('.rego')) return fromEntries('', [[path, bytes]])
  if (!/\.(tar\.gz|tgz)$/.test(path))
    throw new UserError(`${path}: policies are a folder, a .rego file, a bundle (.tar.gz) or a compiled .wasm.`)
  // copied, because the parser takes the whole of the underlying buffer, which Node shares between small ones
  const entries = parseTar(new Uint8Array(gunzipSync(bytes, { maxOutputLength: maxBundleBytes })))
  return fromEntries(
    path,
    entries.flatMap((entry): [string, Uint8Array][] =>
      entry.type === 'file' && entry.data !== undefined ? [[posix.normalize(entry.name).replace(/^\/+/, ''), entry.data]] : [],
    ),
  )
}

function fromEntries(name: string, entries: [string, Uint8Array][]): PolicyFiles {
  const modules: Record<string, string> = {}
  const data: JsonObject = {}
  let wasm: Uint8Array | undefined
  for (const [file, bytes] of entries) {
    const shown = name === '' ? file : posix.join(name, file)
    if (file.endsWith('.rego')) {
      if (!file.endsWith('_test.rego')) modules[shown] = Buffer.from(bytes).toString('utf8')
    } else if (file.endsWith('.wasm')) wasm = bytes
    else if (/\.(json|ya?ml)$/.test(file)) merge(data, folderKeys(file), dataValue(shown, bytes), shown)
  }
  return { name, modules, data, ...(wasm === undefined ? {} : { wasm }) }
}

function folderKeys(file: string): string[] {
  const folder = posix.dirname(file)
  return folder === '.' ? [] : folder.split('/')
}

function dataValue(file: string, bytes: Uint8Array): Json | undefined {
  const { documents, problems } = readDocuments(Buffer.from(bytes).toString('utf8'))
  if (problems[0] !== undefined) throw new UserError(`${file}:${problems[0].line}:${problems[0].column}: ${problems[0].message}`)
  return documents[0]?.value
}

/** Merges a data file below its folder's keys; two files must not set the same key. */
function merge(target: JsonObject, keys: string[], value: Json | undefined, file: string): void {
  if (value === undefined || value === null) return
  if (!isJsonObject(value)) throw new UserError(`${file}: a data file must hold a mapping at its top.`)
  let place = target
  for (const key of keys) {
    const next = place[key] ?? {}
    if (!isJsonObject(next)) throw new UserError(`${file}: the folder ${keys.join('/')} and another data file both set ${key}.`)
    place[key] = next
    place = next
  }
  for (const [key, item] of Object.entries(value)) {
    const present = place[key]
    if (isJsonObject(present) && isJsonObject(item)) merge(present, [], item, file)
    else if (present !== undefined) throw new UserError(`${file}: another data file sets ${key} too.`)
    else place[key] = item
  }
}
