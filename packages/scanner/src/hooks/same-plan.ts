import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { unitInputs } from '../changes/inputs.ts'
import { kustomizationNames } from '../discover/kustomization.ts'
import type { PlannedUnit } from '../discover/sources.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { hintsAtGitOps, mentionsGitOps } from '../gitops/candidates.ts'
import type { Plan } from '../plan.ts'
import type { Renderer } from '../render/renderer.ts'
import type { Difference } from './before.ts'

/** A state of the files, and who renders units of it. */
export interface RenderedState {
  sources: SourceFiles
  renderer: Pick<Renderer, 'render'>
}

/**
 * Whether the last commit is known to have had the same plan, so that it need not be made: nothing came or went, what differs is no file
 * that planning looks into, and what is rendered from it gives the same Applications. Planning is a function of the names of files, of
 * kustomizations and Chart.yaml files, and of the objects of Argo CD and Flux with what those read. False where that is not certain.
 * @param earlier the files as they were in the last commit
 */
export async function isSamePlan(plan: Plan, difference: Difference, now: RenderedState, earlier: RenderedState): Promise<boolean> {
  if (!isSameButForRendered(plan, difference, now.sources, earlier.sources)) return false
  if (plan.followed.size === 0) return true
  // a value may switch on an Application that a template has
  const units = plan.units.filter((unit) => {
    if (!unit.sources.some(({ source }) => source !== 'plain')) return false
    const inputs = [...unitInputs(unit, now.sources)]
    return inputs.some((path) => difference.paths.has(difference.real(path))) && inputs.some((path) => isTold(now.sources.text(path)))
  })
  const [definitions, before] = await Promise.all([now, earlier].map(({ renderer }) => definitionsOf(units, renderer)))
  return isDeepStrictEqual(definitions, before)
}

/** All that planning takes from what it renders, where there is nothing of Flux. */
async function definitionsOf(units: PlannedUnit[], renderer: RenderedState['renderer']): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const { unit, found: objects } of renderer.render(units, mentionsGitOps))
    for (const { object, ref, origin } of objects.manifests) found.push([unit.id, object, ref, origin.file])
  return found
}

function isSameButForRendered(plan: Plan, { paths, tree }: Difference, now: SourceFiles, before: SourceFiles): boolean {
  const isQuiet = (path: string) =>
    tree.files.has(path) && now.exists(path) && !isPlanning(path) && !isTold(now.text(path)) && !isTold(before.text(path))
  if (![...paths].every(isQuiet)) return false
  // the definitions of both states are the same where nothing else differs, so what those of now read, those of then did
  return !plan.readsFiles
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
