import { type Finding, severities, UserError } from '../../model.ts'
import { type BaselineEntry, baselineFile, entryOf, type Identity, isOfImage } from './entry.ts'

export interface BaselineMatch {
  /** Findings that the baseline holds. */
  findings: Set<Finding>
  /** Number of findings that the baseline holds and that are gone. */
  gone: number
}

export interface BaselineContext {
  /** What each finding is, by its fingerprint. */
  identities: Map<string, Identity>
  /** True when the repository has the file. */
  exists(file: string): boolean
  /** True when every image was scanned, so that what was not found in one is gone. */
  allImages?: boolean
  /** The same for files that are no Kubernetes objects. */
  allFiles?: boolean
}

interface Open {
  entry: BaselineEntry
  left: number
}

/**
 * Finds the findings that the baseline holds: same rule, unit, object and path, in the file they had. Where that file is gone, the object is
 * taken to have moved within its unit. A finding that is worse than what was accepted is not held, nor is one more than was counted.
 * @throws UserError when an entry's fingerprint belongs to a finding of another rule, unit or object: it was changed by hand
 */
export function matchBaseline(findings: Finding[], entries: BaselineEntry[], context: BaselineContext): BaselineMatch {
  const { identities, exists } = context
  const open = entries.map((entry): Open => ({ entry, left: entry.count ?? 1 }))
  const byFingerprint = Map.groupBy(open, ({ entry }) => entry.fingerprint)
  const held = new Set<Finding>()
  const take = (isPlace: (entry: BaselineEntry, identity: Identity) => boolean): void => {
    for (const finding of findings) {
      const identity = identities.get(finding.fingerprint)!
      if (held.has(finding)) continue
      const candidates = (byFingerprint.get(identity.fingerprint) ?? []).filter(({ entry, left }) => {
        refuseOther(entry, entryOf(finding, identity))
        return left > 0 && !isWorse(finding, entry) && isPlace(entry, identity)
      })
      // the mildest that will do, so that a worse finding still finds its own
      const [best] = candidates.sort((a, b) => severities.indexOf(b.entry.severity) - severities.indexOf(a.entry.severity))
      if (best === undefined) continue
      best.left--
      held.add(finding)
    }
  }
  take((entry, identity) => entry.file === identity.file)
  const moved = new Map(entries.map(({ file }) => [file, false]))
  for (const { entry, left } of open) if (left > 0) moved.set(entry.file, !exists(entry.file))
  take((entry) => moved.get(entry.file) === true)
  return { findings: held, gone: open.reduce((sum, { entry, left }) => sum + (isJudged(entry, context) ? left : 0), 0) }
}

/** False for an entry about what was not looked at: nobody can say that it is gone. */
export function isJudged(entry: BaselineEntry, { allImages = false, allFiles = false }: BaselineContext): boolean {
  if (isOfImage(entry)) return allImages
  return allFiles || !entry.rule.startsWith('infrastructure/')
}

function isWorse({ severity }: Finding, entry: BaselineEntry): boolean {
  return severities.indexOf(severity) < severities.indexOf(entry.severity)
}

function refuseOther(entry: BaselineEntry, wanted: BaselineEntry): void {
  const isSame =
    entry.rule === wanted.rule &&
    entry.unit === wanted.unit &&
    (['group', 'kind', 'namespace', 'name'] as const).every((key) => entry.object[key] === wanted.object[key])
  if (isSame) return
  throw new UserError(
    `${baselineFile}: the entry of ${entry.rule} for ${entry.object.kind} ${entry.object.name} has the fingerprint of another finding, so it was changed by hand: take the file back from the version history, or remove it and run \`policy-gate baseline create\`.`,
  )
}
