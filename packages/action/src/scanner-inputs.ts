import { realpathSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { isInside } from '../../scanner/src/paths.ts'
import type { InputName } from './input-table.ts'
import type { ScannerInputs } from './model.ts'
import type { ActionStrings } from './strings.ts'

interface Reading {
  text(name: InputName): string
  flag(name: InputName): boolean
}

/**
 * What images and infrastructure are scanned with. Program and database must lie outside of the workspace, where everything may be the
 * change's own, links that lead there too.
 * @param context.workspace absolute, symbolic links resolved
 * @param context.problems what is wrong is added here
 */
export function scannerInputs(
  { text, flag }: Reading,
  { workspace, problems, words }: { workspace: string; problems: string[]; words: ActionStrings },
): ScannerInputs {
  const [program, downloads, database, server] = [text('trivy'), text('trivy-downloads'), text('trivy-database'), text('trivy-server')]
  const [offline, install] = [flag('offline'), flag('trivy-install')]
  const outside = (name: InputName, path: string): void => {
    if (isInside(path, workspace) || isInside(realPath(path), workspace)) problems.push(words.inWorkspace(name, path))
  }
  if (program !== '' && !isAbsolute(program)) problems.push(words.notAbsolute('trivy', program))
  else if (program !== '') outside('trivy', program)
  if (isAbsolute(database)) outside('trivy-database', database)
  else if (/^[.~]/.test(database)) problems.push(words.notAbsolute('trivy-database', database))
  for (const [name, url] of [['trivy-downloads', downloads] as const, ['trivy-server', server] as const])
    if (url !== '' && !isAddress(url)) problems.push(words.notUrl(name))
  if (install && program !== '') problems.push(words.twoTrivys)
  if (downloads !== '' && !install) problems.push(words.downloadsWithoutInstall)
  if (offline && install) problems.push(words.offlineAnd('trivy-install'))
  return {
    offline,
    install,
    ...(downloads === '' ? {} : { downloads }),
    ...(program === '' ? {} : { program }),
    ...(database === '' ? {} : { database }),
    ...(server === '' ? {} : { server }),
  }
}

/** The path itself where it does not exist: that is said when it is wanted. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** A password in an address would get into logs. */
function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
