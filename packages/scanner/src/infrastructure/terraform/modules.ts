import { posix } from 'node:path'
import type { NotEvaluated } from '../../model.ts'
import { withoutIgnores } from '../ignores.ts'
import type { FoundItems, ScanItem } from '../model.ts'
import type { ModuleCall, TerraformFile } from './file.ts'
import { calledFolder, withOnlyGivenModules } from './sources.ts'

/** The files of a folder, which Terraform reads as one. */
export interface Module {
  folder: string
  files: TerraformFile[]
  isRoot: boolean
}

/** Groups files by folder. @param paths all files that were found: values of variables (`*.tfvars`) and a lock file are signs of a root module */
export function modulesOf(files: TerraformFile[], paths: string[]): Map<string, Module> {
  const marked = new Set(paths.filter(isRootMark).map((path) => posix.dirname(path)))
  const groups = Map.groupBy(files, ({ path }) => posix.dirname(path))
  return new Map(
    [...groups].map(([folder, members]) => [
      folder,
      { folder, files: members, isRoot: marked.has(folder) || members.some(({ isRoot }) => isRoot) },
    ]),
  )
}

function isRootMark(path: string): boolean {
  return /\.tfvars(\.json)?$/.test(path) || posix.basename(path) === '.terraform.lock.hcl'
}

/**
 * What is judged together: each root module with the local modules that it calls, directly or not. A module is a root unless another one calls
 * it without a condition; so a call that creates nothing hides nothing. One that is a root by its own signs stays one whoever calls it.
 */
export function terraformItems(modules: Map<string, Module>): FoundItems {
  const called = new Set<string>()
  for (const module of modules.values())
    for (const { call, file } of callsOf(module)) {
      const folder = calledFolder(file, call)
      if (folder !== undefined && folder !== module.folder && !call.isConditional) called.add(folder)
    }
  const roots = [...modules.values()].filter(({ folder, isRoot }) => isRoot || !called.has(folder))
  const reached = new Set(roots.flatMap(({ folder }) => closure(folder, modules)))
  // modules that call each other in a circle: Terraform refuses them, and so does the scanner
  for (const module of modules.values()) if (!reached.has(module.folder)) roots.push(module)
  return {
    items: roots.map((root) => itemOf(root.folder, modules)),
    notEvaluated: [...modules.values()].flatMap((module) => gapsOf(module, modules)),
  }
}

function callsOf({ files }: Module): { file: TerraformFile; call: ModuleCall }[] {
  return files.flatMap((file) => file.calls.map((call) => ({ file, call })))
}

/** The folder and those of all modules that it calls. */
function closure(root: string, modules: Map<string, Module>): string[] {
  const folders = new Set([root])
  for (const folder of folders)
    for (const { file, call } of callsOf(modules.get(folder)!)) {
      const other = calledFolder(file, call)
      if (other !== undefined && modules.has(other)) folders.add(other)
    }
  return [...folders].sort()
}

function itemOf(root: string, modules: Map<string, Module>): ScanItem {
  const given = new Set(closure(root, modules))
  const files = [...given].flatMap((folder) => modules.get(folder)!.files)
  return {
    type: 'terraform',
    path: root,
    files: files.map((file) => ({
      path: file.path,
      content: Buffer.from(withoutIgnores(withOnlyGivenModules(file, (folder) => given.has(folder)))),
    })),
    expected: [root],
  }
}

function gapsOf(module: Module, modules: Map<string, Module>): NotEvaluated[] {
  return callsOf(module).flatMap(({ file, call }): NotEvaluated[] => {
    const folder = calledFolder(file, call)
    if (folder !== undefined && modules.has(folder)) return []
    const place = { file: file.path, unit: module.folder, ...(call.line === undefined ? {} : { line: call.line }) }
    const name = `The module "${call.name}"`
    if (folder === undefined) {
      const from = call.source === undefined ? 'a source that is not written out' : call.source
      return [
        {
          ...place,
          reason: 'remote-source',
          message: `${name} comes from ${from} and was not downloaded: what it creates was not judged.`,
        },
      ]
    }
    if (folder.startsWith('../'))
      return [{ ...place, reason: 'outside-root', message: `${name} lies outside the repository (${call.source}) and was not read.` }]
    return [{ ...place, reason: 'unresolved-reference', message: `${name}: there is no Terraform file in ${folder}.` }]
  })
}
