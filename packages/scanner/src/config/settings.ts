import { existsSync, lstatSync } from 'node:fs'
import { isAbsolute, join, posix, resolve } from 'node:path'
import { openFiles, type SourceFiles } from '../files.ts'
import { type SettingsOrigin, UserError } from '../model.ts'
import { isInside } from '../paths.ts'

/** The folder that holds configuration, waivers, baseline, policies and their data. */
export const settingsFolder = '.policy-gate'

/** Settings of a commit, written out: they hold in place of those of the root. */
export interface TrustedSettings extends SettingsOrigin {
  /** Absolute: what `.policy-gate` and the configuration are looked for in. */
  folder: string
}

/** Where the settings of a scan are read from. */
export interface SettingsPlace {
  /** Absolute; the root of the scan, or what stands in its place. */
  root: string
  sources: SourceFiles
  /** The configuration, relative to the folder, where one was named. */
  file?: string
}

export interface SettingsOptions {
  cwd?: string
  config?: string
  policies?: string[]
  settings?: TrustedSettings
}

/**
 * Where the settings of a scan lie.
 * @throws UserError (2) for a configuration that was named and is not there, and for policies of the working tree beside settings of a commit
 */
export function settingsPlace(root: string, sources: SourceFiles, options: SettingsOptions): SettingsPlace {
  const { settings, config } = options
  const file = config === undefined ? {} : { file: configPath(config) }
  if (settings !== undefined) {
    refuseUntrusted(root, options)
    return { root: settings.folder, sources: openFiles(settings.folder), ...file }
  }
  if (file.file !== undefined && !isThere(join(root, file.file)))
    throw new UserError(`${file.file}: there is no such file, but it was named as the configuration: check the path.`)
  return { root, sources, ...file }
}

/**
 * The path of a configuration in its normal form.
 * @param path relative to the root
 * @throws UserError (2) when it leads out of the repository
 */
export function configPath(path: string): string {
  const normal = posix.normalize(path.replaceAll('\\', '/'))
  const parts = normal.split('/')
  if (isAbsolute(path) || parts[0] === '..' || parts.some((part) => part.toLowerCase() === '.git'))
    throw new UserError(`${path}: the configuration must be a file of the repository, named relative to its root.`)
  return normal
}

/** A link that leads nowhere is there, and cannot be read. */
function isThere(path: string): boolean {
  return existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Who asks for the settings of a commit does not want policies that anybody can change since. */
function refuseUntrusted(root: string, { cwd = process.cwd(), policies = [] }: SettingsOptions): void {
  const own = policies.find((path) => isInside(resolve(cwd, path), root))
  if (own !== undefined)
    throw new UserError(
      `${own}: policies of the working tree do not go with settings of a commit: put them below ${settingsFolder}/policies, which is read from it.`,
    )
}
