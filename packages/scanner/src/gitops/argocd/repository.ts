import { posix } from 'node:path'
import type { ConfiguredRepository } from './config.ts'

/** Where the content of a repository lies. */
export interface LocalRepository {
  /** Folder relative to the root; `.` for the root. */
  folder: string
  /** Path in the repository that `folder` stands for: the root may be a part of its repository. Empty: the whole. */
  prefix: string
}

/** Says which repositories and registries are at hand. */
export interface Repositories {
  /** The content of a git repository, or undefined when it is elsewhere. */
  find(url: string): LocalRepository | undefined
  /** The folder of a chart of a Helm repository or OCI registry, or undefined. */
  chart(url: string, chart: string): string | undefined
}

/**
 * Host and path of a repository: equal for all spellings of a URL (https, ssh, `git@host:path`, user, port, `.git`, case). Ports do not
 * count, because the same repository has different ones for https and ssh.
 */
export function repositoryKey(url: string): string {
  const text = url.trim().toLowerCase()
  const scp = /^(?:[^@/:]+@)?([^/:]+):(?!\/\/)(?!\d+\/)(.+)$/.exec(text)
  const plain = scp === null ? text.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/^[^@/]*@/, '') : `${scp[1]}/${scp[2]}`
  const [host = '', ...path] = plain.split('/').filter((part) => part !== '')
  const bare = path.join('/').replace(/\.git$/, '')
  const name = host.replace(/:\d+$/, '')
  // services that put more into one kind of URL than into the other
  if (name.endsWith('dev.azure.com')) return `dev.azure.com/${bare.replace(/^v3\//, '').replace('/_git/', '/')}`
  return `${name}/${bare.replace(/^scm\//, '')}`
}

/** A URL that is named beside a path: when the path is here, the URL is likely this repository's. */
export interface RepositoryHint {
  url: string
  /** The path, or the part of it before a template, exists below the root. */
  here: boolean
}

/**
 * The repositories at hand: those that the configuration maps, and this one, known by its remotes. Where the root has no remote (a copy, an
 * example inside another work tree whose remotes nothing names), a URL counts as this repository when it is the only one that all sources
 * name whose paths exist here; nothing is taken for this repository when there are two such.
 */
export function openRepositories(options: {
  configured: ConfiguredRepository[]
  remotes: string[]
  prefix: string
  hints: RepositoryHint[]
}): Repositories {
  const { configured, hints, prefix } = options
  const folders = configured.map(({ url, chart, path }) => ({ key: repositoryKey(url), chart, folder: normalFolder(path) }))
  const named = new Set(hints.map(({ url }) => repositoryKey(url)))
  const remotes = options.remotes.map(repositoryKey).filter((key) => prefix === '' || named.has(key))
  const own = new Set(remotes)
  let ownPrefix = prefix
  if (own.size === 0) {
    const mapped = new Set(folders.map(({ key }) => key))
    const here = new Set(hints.filter((hint) => hint.here).map(({ url }) => repositoryKey(url)))
    const [only, ...others] = [...here].filter((key) => !mapped.has(key))
    if (only !== undefined && others.length === 0) own.add(only)
    ownPrefix = ''
  }
  return {
    find(url) {
      const key = repositoryKey(url)
      const mapped = folders.find((entry) => entry.key === key && entry.chart === undefined)
      if (mapped !== undefined) return { folder: mapped.folder, prefix: '' }
      return own.has(key) ? { folder: '.', prefix: ownPrefix } : undefined
    },
    chart(url, chart) {
      const key = repositoryKey(url)
      const exact = folders.find((entry) => entry.key === key && entry.chart === chart)
      const whole = folders.find((entry) => entry.key === key && entry.chart === undefined)
      return exact?.folder ?? (whole === undefined ? undefined : posix.join(whole.folder, chart))
    },
  }
}

/**
 * A path of a repository as a path below the root, or undefined when it leaves the repository or the root. `.` is the whole.
 * @param path relative to the top of the repository; a leading `/` means the same
 */
export function localPath({ folder, prefix }: LocalRepository, path: string): string | undefined {
  const inside = normalFolder(path)
  if (inside === '..' || inside.startsWith('../')) return undefined
  if (prefix === '') return posix.join(folder, inside)
  if (inside === prefix) return folder
  return inside.startsWith(`${prefix}/`) ? posix.join(folder, inside.slice(prefix.length + 1)) : undefined
}

function normalFolder(path: string): string {
  return posix.normalize(path.replace(/^\/+/, '')).replace(/\/+$/, '') || '.'
}

/** A URL without a user and password, which must not get into a report. */
export function withoutUser(url: string): string {
  return url.replace(/:\/\/[^@/]*@/, '://')
}
