import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GitObjects } from '../../../scanner/src/config/commit/objects.ts'
import { entryAt } from '../../../scanner/src/config/commit/settings.ts'
import { runGitSync } from '../../../scanner/src/git/program.ts'
import { type NotEvaluated, UserError } from '../../../scanner/src/model.ts'
import type { Checkout } from './checkout.ts'
import type { TrustStrings } from './strings.ts'

/**
 * Submodules that the change brings, or moves to another commit, and that are not checked out. What they hold is deployed, and a folder of
 * manifests can become one; nothing of it can be judged. Those that the change leaves alone are not its business.
 * @throws UserError (3) when git cannot list the commit
 */
export async function unreadSubmodules(
  { repository, head }: Checkout,
  { base, objects, words }: { base: string; objects: GitObjects; words: TrustStrings },
): Promise<NotEvaluated[]> {
  const { status, stdout, complaint } = runGitSync(repository, ['ls-tree', '-r', '-z', '--full-tree', head])
  if (status !== 0) throw new UserError(`\`git ls-tree\` failed: ${complaint}.`, { exitCode: 3 })
  const submodules = stdout
    .toString()
    .split('\0')
    .map((line) => /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [])
    .flatMap(([, hash, path]) => (path === undefined ? [] : [{ hash: hash!, path }]))
    .filter(({ path }) => !existsSync(join(repository.top, path, '.git')))
  if (submodules.length === 0) return []
  const { tree } = await objects.commit(base)
  const unread: NotEvaluated[] = []
  for (const { hash, path } of submodules) {
    const before = await entryAt(objects, tree, path)
    if (before?.kind !== 'submodule' || before.hash !== hash)
      unread.push({ file: path, unit: '', reason: 'unreadable', message: words.submodule })
  }
  return unread
}
