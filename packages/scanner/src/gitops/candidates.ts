import { isDeepStrictEqual } from 'node:util'
import type { PlannedUnit } from '../discover/sources.ts'
import type { Manifest } from '../model.ts'
import { compareText } from '../order.ts'

/** An object that may lead to units, and the unit whose objects it is among. */
export interface Candidate {
  /** Group, kind, namespace and name, in the scope of one control plane: an object that several units hold has one key. */
  key: string
  carrier: PlannedUnit
  manifest: Manifest
}

const argoKinds = new Set(['Application', 'ApplicationSet', 'AppProject'])

export function isArgo({ ref }: Manifest): boolean {
  return ref.apiVersion.startsWith('argoproj.io/') && argoKinds.has(ref.kind)
}

/** Flux's own objects. */
export function isFlux({ ref }: Manifest): boolean {
  return /\.(toolkit|extensions)\.fluxcd\.io\//.test(ref.apiVersion)
}

/** A way to spell words that only a reader of YAML sees: escapes, line ends in quotes, base64, tags. */
const disguise = /\\[xuU/\r\n]|binary|%TAG/

/** Texts that may hold such objects as they are written. */
export function mentionsGitOps(text: string): boolean {
  if (text.includes('argoproj.io/') && /Application|AppProject/.test(text)) return true
  return text.includes('.fluxcd.io/') || isDisguised(text)
}

/** Texts that may hold any such object, in words that stand in them in another way. */
function isDisguised(text: string): boolean {
  return text.includes('spec') && disguise.test(text)
}

/** Texts from which a chart or kustomization may make such objects, together with others. */
export function hintsAtGitOps(text: string): boolean {
  return text.includes('argoproj') || text.includes('fluxcd')
}

/** Namespace that Argo CD is installed into, unless an Application says otherwise. */
const argoNamespace = 'argocd'

export function namespaceOf({ ref }: Manifest): string {
  return ref.namespace === '' && ref.apiVersion.startsWith('argoproj.io/') ? argoNamespace : ref.namespace
}

/**
 * The candidates that count, sorted: of an object that several units hold, the one that another definition deploys, so that the chain leads
 * up to what is applied by hand. What a definition deploys counts in the place where it lies only if it deploys itself (an app of apps in
 * its own folder). What no definition deploys counts too where it says something else: another control plane may have an object of that name.
 * @param options.ancestors keys of the definitions that lead to a unit, by unit id; empty for units of files
 * @param options.claimers ids of the units that deploy what a candidate of a unit of files lies in
 */
export function chooseCandidates(
  candidates: Candidate[],
  options: { ancestors: (unit: string) => string[]; claimers: (candidate: Candidate) => string[] },
): Candidate[] {
  const { ancestors, claimers } = options
  const chosen = [...Map.groupBy(candidates, ({ key }) => key)].flatMap(([key, same]) => {
    const deployed = same.filter(({ carrier }) => ancestors(carrier.id).length > 0 && !ancestors(carrier.id).includes(key))
    const loose = same.filter(
      (candidate) =>
        ancestors(candidate.carrier.id).length === 0 && claimers(candidate).every((claimer) => ancestors(claimer).includes(key)),
    )
    const isAmong = (list: Candidate[], { manifest }: Candidate) =>
      list.some((one) => isDeepStrictEqual(one.manifest.object, manifest.object))
    const byHand = loose.filter((one) => claimers(one).length === 0 && !isAmong(deployed, one))
    const others = loose.filter((one) => byHand.includes(one) || !isAmong([...deployed, ...byHand], one))
    return [deployed, others].map((group) => group.sort((a, b) => compareText(a.carrier.id, b.carrier.id)))
  })
  return chosen.flat().sort((a, b) => compareText(a.key, b.key))
}
