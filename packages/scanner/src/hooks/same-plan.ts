import { posix } from 'node:path'
import { unitInputs } from '../changes/inputs.ts'
import { kustomizationNames } from '../discover/kustomization.ts'
import type { PlannedUnit } from '../discover/sources.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { hintsAtGitOps, mentionsGitOps } from '../gitops/candidates.ts'
import type { Plan } from '../plan.ts'
import type { Difference } from './before.ts'

/**
 * Whether the last commit is known to have had the same plan, so that it need not be made: nothing came or went, and what differs is no file
 * that planning looks into. Planning is a function of the names of files, of kustomizations and Chart.yaml files, and of the objects of Argo
 * CD and Flux with what those read. False where that is not certain.
 * @param before the files as they were in the last commit
 */
export function isSamePlan(plan: Plan, { paths, tree, real }: Difference, now: SourceFiles, before: SourceFiles): boolean {
  const isQuiet = (path: string) =>
    tree.files.has(path) && now.exists(path) && !isPlanning(path) && !isTold(now.text(path)) && !isTold(before.text(path))
  if (![...paths].every(isQuiet)) return false
  if (plan.followed.size === 0) return true
  // generators of files, and most objects of Flux, read what no unit of theirs reads
  if (plan.files.some((path) => readsOthers(now.text(path))) || plan.units.some(isFromFiles)) return false
  // a value may switch on an Application that a template has
  const isRendered = (unit: PlannedUnit) => unit.sources.some(({ source }) => source !== 'plain')
  return plan.units.filter(isRendered).every((unit) => {
    const inputs = [...unitInputs(unit, now)]
    return !inputs.some((path) => paths.has(real(path))) || !inputs.some((path) => isTold(now.text(path)))
  })
}

/** Hidden files are those of tools: `.argocd-source.yaml`, `.sourceignore`. */
function isPlanning(path: string): boolean {
  const name = posix.basename(path)
  return kustomizationNames.includes(name) || /^(chart|requirements)\./i.test(name) || name.startsWith('.')
}

/** A text that may hold such objects, or a word to the tools that read them. */
function isTold(text: ReturnType<SourceFiles['text']>): boolean {
  return !isProblem(text) && (mentionsGitOps(text) || hintsAtGitOps(text) || text.includes('argocd'))
}

function readsOthers(text: ReturnType<SourceFiles['text']>): boolean {
  return !isProblem(text) && (text.includes('fluxcd') || (text.includes('ApplicationSet') && /\bfiles\b/.test(text)))
}

function isFromFiles({ definedBy }: PlannedUnit): boolean {
  return definedBy?.origin.kind === 'generated' && JSON.stringify(definedBy.origin.by.object).includes('"files":')
}
