import { resolve } from 'node:path'
import type { AffectedReason } from '../changes/affected.ts'
import { findRoot } from '../discover/root.ts'
import { isInside, toRelative } from '../paths.ts'
import type { ScanOptions, ScanResult } from '../scan.ts'
import type { TemporaryFolder } from '../temporary.ts'
import { hookChange } from './changes.ts'
import { layOutStaged } from './snapshot.ts'

export interface CheckOptions
  extends Omit<ScanOptions, 'paths' | 'scope' | 'onlyTogether' | 'snapshotOf' | 'images' | 'infrastructure' | 'scanner'> {
  /** Files and folders, relative to `cwd`; everything that differs from the last commit without. */
  names: string[]
  /** Judge what is staged, not the work tree. */
  staged: boolean
  env: NodeJS.ProcessEnv
}

export interface CheckResult extends ScanResult {
  /**
   * The units that were judged, with the reason; `all` after a change of the configuration, of policies or of links. Those with the reason
   * `environment` were judged by relation rules only.
   */
  affected: Map<string, AffectedReason> | 'all'
}

/** Neither network nor scanner: a hook must be quick, and work everywhere. */
const unscanned = { images: { scan: 'none' }, infrastructure: { scan: 'none' } } as const

/**
 * Judges the units that named files, or what differs from the last commit, belong to or can have an effect on. Each call is right by itself:
 * hook runners may name the files of one commit in several.
 * @throws UserError as `scan` does; (2) for names that are outside of the repository or that nobody knows, and for an index with conflicts
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const { names, staged, env, ...rest } = options
  const cwd = options.cwd ?? process.cwd()
  let folder: TemporaryFolder | undefined
  try {
    const { root } = findRoot([], { cwd, ...(options.root === undefined ? {} : { root: options.root }) })
    // git answers while the rest of the program is loaded and the work tree looked at; what is staged is looked at when it is known
    const asked = hookChange({ root, cwd, env, names, staged })
    asked.catch(() => {})
    const [{ scan }, { affectedBy }] = await Promise.all([import('../scan.ts'), import('./affected.ts')])
    const index = staged ? await asked : undefined
    if (index !== undefined) folder = await layOutStaged(index.index!.tree, { root, repository: index.repository! })
    const place: ScanPlace = folder === undefined ? { root, cwd, paths: [root] } : stagedPlace(folder.path, { root, cwd, options })
    let affected: CheckResult['affected'] = 'all'
    const result = await scan({
      ...rest,
      ...place,
      ...unscanned,
      async scope(plan, preparation) {
        affected = await affectedBy(await asked, plan, { preparation, options: { ...options, ...place } })
        return affected === 'all' ? undefined : new Set(affected.keys())
      },
      // the objects of such a unit are as they were, so are findings about each of them
      onlyTogether: (unit) => affected !== 'all' && affected.get(unit) === 'environment',
    })
    return { ...result, affected }
  } finally {
    folder?.remove()
    void options.thread?.close()
  }
}

type ScanPlace = Pick<ScanOptions, 'root' | 'cwd' | 'paths' | 'snapshotOf' | 'policies' | 'outputs'>

/** The scan of a folder that the index was laid out in. */
function stagedPlace(folder: string, { root, cwd, options }: { root: string; cwd: string; options: CheckOptions }): ScanPlace {
  const moved = (path: string) => {
    const absolute = resolve(cwd, path)
    return isInside(absolute, root) ? resolve(folder, toRelative(absolute, root)) : absolute
  }
  return {
    cwd: folder,
    root: folder,
    paths: [folder],
    snapshotOf: root,
    policies: (options.policies ?? []).map(moved),
    outputs: (options.outputs ?? []).map((file) => toRelative(resolve(cwd, file), root)),
  }
}
