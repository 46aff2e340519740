import { posix } from 'node:path'
import { isProblem } from '../../../files.ts'
import { isJsonObject } from '../../../json.ts'
import type { JsonObject } from '../../../model.ts'
import { readDocuments } from '../../../parse/index.ts'
import type { ArgoContext } from '../context.ts'
import { filesBelow, startingWith } from '../directory.ts'
import type { TemplateJob } from '../engine.ts'
import type { LocalRepository } from '../repository.ts'

/** The files and folders of a repository as git generators see them, with paths from its top. What was asked once is kept. */
export interface GitTree {
  /** Sorted; folders whose name starts with a dot, and what is in them, are not among the folders. */
  matching(kind: 'path' | 'files', pattern: string): Promise<string[]>
  /** The objects of a file that holds one or a list of them; undefined for one that holds something else. */
  objects(file: string): JsonObject[] | undefined
}

const trees = new WeakMap<ArgoContext, Map<string, GitTree>>()

/** @param ask of the expansion that `context` belongs to */
export function openTree(repository: LocalRepository, context: ArgoContext, ask: <T>(job: TemplateJob) => Promise<T>): GitTree {
  const known = trees.get(context) ?? new Map<string, GitTree>()
  trees.set(context, known)
  const key = JSON.stringify(repository)
  const tree = known.get(key) ?? readTree(repository, context, ask)
  known.set(key, tree)
  return tree
}

function readTree({ folder, prefix }: LocalRepository, context: ArgoContext, ask: <T>(job: TemplateJob) => Promise<T>): GitTree {
  const files = filesBelow(folder, context).map((file) => posix.join(prefix, posix.relative(folder, file)))
  const visible = files.flatMap(parents).filter((path) => !path.split('/').some((part) => part.startsWith('.')))
  const paths = { files, path: [...new Set(visible)].sort() }
  const matches = new Map<string, Promise<string[]>>()
  const objects = new Map<string, JsonObject[] | undefined>()
  return {
    matching(kind, pattern) {
      const key = `${kind} ${pattern}`
      // only what starts like the pattern can match it
      const candidates = startingWith(pattern.slice(0, pattern.search(/[*?[\\]|$/)).replace(/\/$/, ''), paths[kind])
      const found =
        matches.get(key) ??
        ask<number[]>({ match: { kind, pattern, paths: candidates } }).then((indexes) => indexes.map((index) => candidates[index]!))
      matches.set(key, found)
      return found
    },
    objects(file) {
      if (!objects.has(file)) objects.set(file, readObjects(posix.join(folder, posix.relative(prefix, file)), context))
      return objects.get(file)
    },
  }
}

function readObjects(file: string, { sources }: ArgoContext): JsonObject[] | undefined {
  const text = sources.text(file)
  const { documents, problems } = isProblem(text) ? { documents: [], problems: [text] } : readDocuments(text)
  const value = documents[0]?.value ?? []
  const objects = Array.isArray(value) ? value : [value]
  return problems.length === 0 && objects.every(isJsonObject) ? objects : undefined
}

function parents(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
