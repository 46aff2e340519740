import { readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { sparseFiles } from '../../../scanner/src/git/index-tree.ts'
import { runGitSync } from '../../../scanner/src/git/program.ts'
import { type NotEvaluated, UserError } from '../../../scanner/src/model.ts'
import type { Checkout } from './checkout.ts'
import { reportPlaces } from './report-places.ts'
import type { TrustStrings } from './strings.ts'

export interface AbsentFiles {
  unread: NotEvaluated[]
  /** Number of files that a sparse checkout leaves out, as the workflow asked for. */
  sparse: number
}

/** What may be deployed, or decides how. */
const deployed = /\.(ya?ml|json|tpl|tgz)$|(^|\/)Kustomization$/

/**
 * Files that the change adds or alters and that are not in the work tree: disks without regard to case have one file where a commit has two,
 * and a step before may have removed some. What the change leaves alone is not its business.
 * @param of.outputs absolute paths of reports: what stood there was removed by this run
 * @param of.base hash; where the clone does not have it, every file of the commit counts
 * @throws UserError (3) when git cannot list the commit
 */
export async function absentFiles(
  { repository, head }: Checkout,
  { base, outputs, words }: { base: string; outputs: string[]; words: TrustStrings },
): Promise<AbsentFiles> {
  const names = (listing: string[]) => {
    const { status, stdout, complaint } = runGitSync(repository, listing)
    return { failed: status === 0 ? undefined : complaint, files: stdout.toString().split('\0') }
  }
  const changed = names(['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--diff-filter=AMT', base, head])
  const { failed, files } = changed.failed === undefined ? changed : names(['ls-tree', '-r', '-z', '--name-only', '--full-tree', head])
  if (failed !== undefined) throw new UserError(`\`git ls-tree\` failed: ${failed}.`, { exitCode: 3 })
  const isThere = presence(repository.top)
  const places = reportPlaces(outputs, repository.top)
  const absent = files.filter((file) => deployed.test(file) && !places.includes(file) && !isThere(file))
  if (absent.length === 0) return { unread: [], sparse: 0 }
  const sparse = (await sparseFiles(repository)).absent
  const unread = absent.filter((file) => !sparse.has(file))
  return {
    unread: unread.map((file): NotEvaluated => ({ file, unit: '', reason: 'unreadable', message: words.absentFile })),
    sparse: absent.length - unread.length,
  }
}

/** Whether a path stands there by this very name. */
function presence(top: string): (path: string) => boolean {
  const folders = new Map<string, Set<string>>()
  const namesIn = (folder: string): Set<string> => {
    const known = folders.get(folder) ?? new Set(listed(join(top, folder)))
    folders.set(folder, known)
    return known
  }
  // some disks write accents in another form
  const isThere = (path: string): boolean =>
    path === '.' || (isThere(posix.dirname(path)) && namesIn(posix.dirname(path)).has(posix.basename(path).normalize()))
  return isThere
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => name.normalize())
  } catch {
    return []
  }
}
