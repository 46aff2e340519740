import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { type EngineFile, engineFile } from '../../src/engines/content.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? '../shared/corpora')
/** Copies of real repositories, one folder each; no part of this repository. */
export const realworld = join(corpora, 'realworld')
export const regoCases = join(corpora, 'rego-cases/v1')
/** For the title of a suite that cannot run without them. */
export const absent = existsSync(realworld) ? '' : ' (left out: POLICY_GATE_CORPORA names no folder with the corpora)'

/** All regular files below a folder, relative to it, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

export function contents(folder: string): Record<string, EngineFile> {
  const small = filesBelow(folder).filter((file) => statSync(join(folder, file)).size < 1_000_000)
  return Object.fromEntries(small.map((file) => [file, engineFile(readFileSync(join(folder, file)))]))
}

/** Folders of charts, relative to the corpus. */
export const charts = (): string[] => found(/(^|\/)Chart\.yaml$/)

const kustomizationFile = /(^|\/)(kustomization\.ya?ml|Kustomization)$/

/** The folders of the kustomizations among files, sorted. */
export function kustomizationFolders(files: string[]): string[] {
  return [...new Set(files.filter((file) => kustomizationFile.test(file)).map((file) => dirname(file)))].sort()
}

/** Kustomization roots by repository, components included. */
export function kustomizations(): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const folder of found(kustomizationFile)) {
    const [repository, ...rest] = folder.split('/')
    const roots = all.get(repository!) ?? []
    all.set(repository!, [...roots, posix.join('.', ...rest)])
  }
  return all
}

function found(name: RegExp): string[] {
  return filesBelow(realworld)
    .filter((file) => name.test(file))
    .map((file) => dirname(file))
}
