import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { maxFileBytes } from '../../files.ts'
import { UserError } from '../../model.ts'
import { temporaryFolder } from '../../temporary.ts'
import { configPath, settingsFolder, type TrustedSettings } from '../settings.ts'
import { type EntryKind, type GitObjects, refuseStrange, type TreeEntry } from './objects.ts'

/** Most files of one commit's settings, and most bytes of all together; over the network each file is a request. */
export const settingsLimits = { files: 500, bytes: 32 * 1024 * 1024 }

/** The settings of a commit, as hashes. */
export interface CommitSettings {
  commit: string
  /** Hash of each file, by its path relative to the root. */
  files: Map<string, string>
}

export interface SettingsQuestion {
  commit: string
  /** The root relative to the top of the repository; empty for the top itself. */
  prefix?: string
  /** A configuration that was named, relative to the root. */
  config?: string
}

/**
 * Lists the settings of a commit: `.policy-gate` with everything in it, and the configuration that was named.
 * @throws UserError (2) for links and submodules in it: they can lead to what anybody may change; (3) when there is too much, or it cannot be read
 */
export async function settingsAt(objects: GitObjects, { commit, prefix = '', config }: SettingsQuestion): Promise<CommitSettings> {
  const { tree } = await objects.commit(commit)
  const root = await entryAt(objects, tree, prefix)
  const files = new Map<string, string>()
  if (root === undefined) return { commit, files }
  const add = (path: string, { kind, hash }: TreeEntry): void => {
    if (kind !== 'file') throw refusal(path, kind, commit)
    for (const part of path.split('/')) refuseStrange(part)
    files.set(path, hash)
    if (files.size > settingsLimits.files)
      throw new UserError(
        `${settingsFolder} has more than ${settingsLimits.files} files in ${short(commit)}: keep there only what the gate reads.`,
        {
          exitCode: 3,
        },
      )
  }
  const folder = (await objects.tree(root.hash)).get(settingsFolder)
  if (folder?.kind === 'folder') for (const [path, entry] of await objects.treeBelow(folder.hash)) add(`${settingsFolder}/${path}`, entry)
  else if (folder !== undefined) throw refusal(settingsFolder, folder.kind, commit)
  if (config !== undefined && !files.has(configPath(config))) {
    const entry = await entryAt(objects, root.hash, configPath(config))
    if (entry !== undefined) add(configPath(config), entry)
  }
  return { commit, files }
}

/** The entry of a path, undefined when there is none. What lies behind a link or in a submodule is that link or submodule. */
export async function entryAt(objects: GitObjects, tree: string, path: string): Promise<TreeEntry | undefined> {
  let entry: TreeEntry | undefined = { kind: 'folder', hash: tree }
  for (const part of path === '' ? [] : path.split('/')) {
    if (entry.kind === 'link' || entry.kind === 'submodule') return entry
    entry = entry.kind === 'folder' ? (await objects.tree(entry.hash)).get(part) : undefined
    if (entry === undefined) return undefined
  }
  return entry
}

/**
 * Writes settings into a temporary folder, byte by byte as they were committed.
 * @returns the folder, and what removes it; it is gone too when the process ends
 * @throws UserError (3) when they are too large, or cannot be read
 */
export async function writeSettings(
  objects: GitObjects,
  { commit, files }: CommitSettings,
): Promise<{ settings: TrustedSettings; close(): void }> {
  const contents = await objects.blobs([...files.values()], settingsLimits.bytes)
  const folder = temporaryFolder()
  try {
    for (const [i, path] of [...files.keys()].entries()) {
      if (contents[i]!.length > maxFileBytes)
        throw new UserError(`${path} has more than ${maxFileBytes / 1024 / 1024} MiB in ${short(commit)}.`, { exitCode: 3 })
      mkdirSync(dirname(join(folder.path, path)), { recursive: true })
      writeNew(join(folder.path, path), contents[i]!)
    }
  } catch (error) {
    folder.remove()
    throw error
  }
  return { settings: { folder: folder.path, commit, present: files.size > 0 }, close: () => folder.remove() }
}

/** Fails when something stands there: on disks that know no case two paths may be one. */
function writeNew(path: string, content: Uint8Array): void {
  let descriptor: number
  try {
    descriptor = openSync(path, 'wx', 0o600)
  } catch (cause) {
    throw new UserError(`The settings of the commit cannot be written to a temporary folder (${(cause as NodeJS.ErrnoException).code}).`, {
      exitCode: 3,
      cause,
    })
  }
  try {
    writeFileSync(descriptor, content)
  } finally {
    closeSync(descriptor)
  }
}

function refusal(path: string, kind: EntryKind, commit: string): UserError {
  const what = { file: 'a file', folder: 'a folder', link: 'a symbolic link', submodule: 'a submodule' }[kind]
  return new UserError(
    `${path} is ${what} in ${short(commit)}: settings are read from the files of the commit itself, so put the file there.`,
  )
}

/** A hash as people write it. */
export function short(commit: string): string {
  return commit.slice(0, 12)
}
