import { posix } from 'node:path'
import type { FileToScan } from '../../images/trivy/model.ts'
import type { NotEvaluated } from '../../model.ts'
import type { FoundItems } from '../model.ts'
import type { ModuleCall, TerraformFile } from './file.ts'
import { calledFolder, withOnlyGivenModules } from './sources.ts'
import { withoutSurroundings } from './surroundings.ts'

/** The files of a folder, which Terraform reads as one. */
export interface Module {
  folder: string
  files: TerraformFile[]
  /** Paths of the files with values that Terraform reads unasked, in its order. */
  values: string[]
  isRoot: boolean
}

/**
 * Groups files by folder.
 * @param paths all files that were found: values of variables (`*.tfvars`) and a lock file are signs of a root module
 */
export function modulesOf(files: TerraformFile[], paths: string[]): Map<string, Module> {
  const marked = new Set(paths.filter(isRootMark).map((path) => posix.dirname(path)))
  const groups = Map.groupBy(files, ({ path }) => posix.dirname(path))
  const values = Map.groupBy(paths.filter(isReadUnasked).sort(inOrder), (path) => posix.dirname(path))
  return new Map(
    [...groups].map(([folder, members]) => [
      folder,
      {
        folder,
        files: members,
        values: values.get(folder) ?? [],
        isRoot: marked.has(folder) || members.some(({ isRoot }) => isRoot),
      },
    ]),
  )
}

/** Others are named on the command line, so nobody knows which of them holds. */
function isReadUnasked(path: string): boolean {
  return /(^|\/)terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(path)
}

/** `terraform.tfvars`, `terraform.tfvars.json`, then all others by name; the last one wins. */
function inOrder(a: string, b: string): number {
  const rank = (path: string) => (/\.auto\.tfvars(\.json)?$/.test(path) ? 2 : path.endsWith('.json') ? 1 : 0)
  return rank(a) - rank(b) || (a < b ? -1 : 1)
}

function isRootMark(path: string): boolean {
  return /\.tfvars(\.json)?$/.test(path) || posix.basename(path) === '.terraform.lock.hcl'
}

/**
 * What is judged together: each root module with the local modules that it calls, directly or not. A module is a root unless another one calls
 * it without a condition; so a call that creates nothing hides nothing. One that is a root by its own signs stays one whoever calls it. Calls
 * in a circle, which Terraform refuses, lead nowhere.
 * @param readValues text of a file with values of variables; undefined for one that cannot be read
 */
export function terraformItems(modules: Map<string, Module>, readValues: (path: string) => string | undefined): FoundItems {
  const reached = reachOf(modules)
  const isFollowed = (from: string, to: string) => modules.has(to) && !reached(to).has(from)
  const called = new Set(
    [...modules.values()].flatMap((module) =>
      callsOf(module).flatMap(({ file, call }) => {
        const folder = calledFolder(file, call)
        return folder !== undefined && !call.isConditional && isFollowed(module.folder, folder) ? [folder] : []
      }),
    ),
  )
  const contents = new Map(
    [...modules.values()].flatMap(({ folder, files }) =>
      files.map((file) => {
        const text = withOnlyGivenModules(file, (other) => isFollowed(folder, other))
        return [file, Buffer.from(withoutSurroundings(file.path, text))]
      }),
    ),
  )
  const filesOf = (root: string): FileToScan[] =>
    [...reached(root)]
      .sort()
      .flatMap((folder) => modules.get(folder)!.files.map((file) => ({ path: file.path, content: contents.get(file)! })))
  return {
    items: [...modules.values()]
      .filter(({ folder, isRoot }) => isRoot || !called.has(folder))
      .map(({ folder, values }) => {
        const given = values.flatMap((path) => {
          const text = readValues(path)
          return text === undefined ? [] : [{ path, content: Buffer.from(text) }]
        })
        const variables = given.length === 0 ? {} : { variables: given.map(({ path }) => path) }
        return { type: 'terraform', path: folder, files: [...filesOf(folder), ...given], expected: [folder], ...variables }
      }),
    notEvaluated: [...modules.values()].flatMap((module) => [...mergedFiles(module), ...gapsOf(module, modules, isFollowed)]),
  }
}

/** Files that decide about the blocks of others, which the scanner does not know: it reads each as it stands. */
function mergedFiles({ folder, files }: Module): NotEvaluated[] {
  const paths = new Set(files.map(({ path }) => path))
  return files.flatMap(({ path }): NotEvaluated[] => {
    const gap = (message: string): NotEvaluated[] => [{ file: path, unit: folder, reason: 'file-not-scanned', message }]
    if (/(^|[/_])override\.(tf|tofu)(\.json)?$/.test(path))
      return gap('Terraform merges this file over the others of its folder, and the scanner does not: write what it says into those.')
    if (paths.has(path.replace(/\.tf(\.json)?$/, '.tofu$1')) && /\.tf(\.json)?$/.test(path))
      return gap('OpenTofu reads another file in place of this one, and the scanner both: keep the two in folders of their own.')
    return []
  })
}

function callsOf({ files }: Module): { file: TerraformFile; call: ModuleCall }[] {
  return files.flatMap((file) => file.calls.map((call) => ({ file, call })))
}

/** The folder of a module and those of all that it calls. */
function reachOf(modules: Map<string, Module>): (root: string) => ReadonlySet<string> {
  const known = new Map<string, Set<string>>()
  const next = new Map(
    [...modules.values()].map((module) => [
      module.folder,
      callsOf(module).flatMap(({ file, call }) => {
        const folder = calledFolder(file, call)
        return folder !== undefined && modules.has(folder) ? [folder] : []
      }),
    ]),
  )
  return (root) => {
    const folders = known.get(root) ?? new Set([root])
    if (!known.has(root)) for (const folder of folders) for (const other of next.get(folder)!) folders.add(other)
    known.set(root, folders)
    return folders
  }
}

function gapsOf(module: Module, modules: Map<string, Module>, isFollowed: (from: string, to: string) => boolean): NotEvaluated[] {
  return callsOf(module).flatMap(({ file, call }): NotEvaluated[] => {
    const folder = calledFolder(file, call)
    if (folder !== undefined && isFollowed(module.folder, folder)) return []
    const gap = (reason: NotEvaluated['reason'], what: string): NotEvaluated[] => [
      {
        file: file.path,
        unit: module.folder,
        ...(call.line === undefined ? {} : { line: call.line }),
        reason,
        message: `The module "${call.name}" ${what}`,
      },
    ]
    if (folder === undefined) {
      const from = call.source === undefined ? 'has a source that is not written out' : `comes from ${call.source}`
      return gap('remote-source', `${from} and was not downloaded: what it creates was not judged.`)
    }
    if (modules.has(folder)) return gap('unresolved-reference', `calls itself in a circle, through ${folder}: that call was not followed.`)
    if (folder.startsWith('../')) return gap('outside-root', `lies outside the repository (${call.source}) and was not read.`)
    return gap('unresolved-reference', `leads to ${folder}, where no Terraform file is.`)
  })
}
