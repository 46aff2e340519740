import { type PlannedUnit, recipe } from '../discover/sources.ts'
import type { EnvironmentPattern, UnitPlan } from '../discover/units.ts'
import { isManifestName } from '../discover/walk.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Manifest, NotEvaluated } from '../model.ts'
import { compareText } from '../order.ts'
import type { Renderer } from '../render/renderer.ts'
import { type Candidate, chooseCandidates, hintsAtGitOps, isArgo, isFlux, mentionsGitOps, namespaceOf } from './candidates.ts'
import { claimIndex } from './claims.ts'
import { type Deployment, deploymentUnit } from './deployment.ts'
import { groupOf } from './flux/objects.ts'

export interface Expansion {
  deployments: Deployment[]
  notEvaluated: NotEvaluated[]
}

export interface Expanders {
  /** What Applications and ApplicationSets deploy. */
  argo(definitions: Manifest[]): Promise<Expansion>
  /** What the Flux objects of one cluster deploy; `objects` are all objects known of it. */
  flux(definitions: Manifest[], objects: Manifest[]): Promise<Expansion>
}

export interface ResolutionOptions {
  plan: UnitPlan
  /** All files that were walked. */
  files: string[]
  sources: SourceFiles
  renderer: Pick<Renderer, 'render'>
  environments: EnvironmentPattern[]
  /** Asked for once, where there are definitions. */
  expanders: () => Promise<Expanders>
}

export interface Resolution {
  /** Units of definitions, and units of files for what no definition deploys; sorted by id. */
  units: PlannedUnit[]
  notEvaluated: NotEvaluated[]
  /** Ids of the units whose definitions were looked at; those of others were not seen to be any before they were rendered. */
  followed: Set<string>
  /** Some definition reads files that no unit need read: most objects of Flux do, and generators of files. */
  readsFiles: boolean
}

/** What one round found out. */
interface State {
  units: PlannedUnit[]
  /** Keys of the definitions that lead to a unit, the unit's own last, by unit id. */
  ancestors: Map<string, string[]>
  /** The unit of files that a unit goes back to, by unit id. */
  roots: Map<string, string>
  notEvaluated: NotEvaluated[]
  /** As in Resolution, in any round. */
  readsFiles: boolean
}

/** Kinds whose objects decide what Flux deploys beside its own: values, variables, and the feature gates of its controllers. */
const fluxReads = new Set(['ConfigMap', 'Secret', 'Deployment'])

/** Nobody nests apps of apps so deep, but a chart may give ever new Applications. */
const maxRounds = 16
/** A chart may give several in place of each. */
const maxDefinitions = 10_000

/**
 * Follows Applications, ApplicationSets, Flux Kustomizations and HelmReleases to what they deploy, round by round until nothing changes:
 * what one of them deploys may define further ones, or replace the definition that lies in a file. Where no file mentions such objects,
 * the units stay as they are and nothing is rendered.
 */
export async function resolveDefinitions(options: ResolutionOptions): Promise<Resolution> {
  const { plan, files, sources } = options
  const known = new Map<string, boolean>()
  const mentions = (file: string): boolean => {
    const answer = known.get(file) ?? (isManifestName(file) && textTest(file, sources, mentionsGitOps))
    known.set(file, answer)
    return answer
  }
  if (!files.some((file) => mentions(file) || textTest(file, sources, hintsAtGitOps)))
    return { units: plan.units, notEvaluated: [], followed: new Set(), readsFiles: false }
  const context = { sources, kustomizations: plan.kustomizations }
  // what is rendered may be put together from many files
  const carries = (unit: PlannedUnit) => unit.sources.some((source) => source.source !== 'plain' || source.files.some(mentions))

  const expanders = await options.expanders()
  let state: State = { units: [], ancestors: new Map(), roots: new Map(), notEvaluated: [], readsFiles: false }
  for (let round = 0; round <= maxRounds; round++) {
    const fileUnits = withOwnIds(plan.units, state.units)
    const carriers = [...fileUnits, ...state.units].filter(carries)
    const next = await expand(state, carriers, { ...options, expanders })
    if (next === undefined)
      return endless(plan, `Applications or Kustomizations lead to more than ${maxDefinitions} others: make them fewer.`)
    const settled = signature(next) === signature(state)
    state = next
    if (!settled) continue
    const rest = claimIndex(state.units, context).unclaimed(fileUnits)
    return {
      units: [...state.units, ...rest].sort((a, b) => compareText(a.id, b.id)),
      notEvaluated: state.notEvaluated,
      followed: new Set(carriers.map(({ id }) => id)),
      readsFiles: state.readsFiles,
    }
  }
  return endless(plan, `Applications or Kustomizations lead to ever further ones (${maxRounds} levels of them): end the chain.`)
}

function endless({ units }: UnitPlan, message: string): Resolution {
  return {
    units,
    notEvaluated: [{ file: '', unit: '', reason: 'render-failed', message }],
    followed: new Set(units.map(({ id }) => id)),
    readsFiles: true,
  }
}

/** A folder may have the path that is the id of a definition's unit: findings, waivers and baselines must not mix. */
function withOwnIds(fileUnits: PlannedUnit[], units: PlannedUnit[]): PlannedUnit[] {
  const taken = new Map([...fileUnits, ...units].map(({ id }) => [id, true]))
  const others = new Set(units.map(({ id }) => id))
  return fileUnits.map((unit) => (others.has(unit.id) ? { ...unit, id: unique(`${unit.id}#files`, taken) } : unit))
}

/** One round: renders the units that may hold definitions, and gives what those definitions deploy; undefined when there are too many. */
async function expand(
  state: State,
  carriers: PlannedUnit[],
  options: Omit<ResolutionOptions, 'expanders'> & { expanders: Expanders },
): Promise<State | undefined> {
  const context = { sources: options.sources, kustomizations: options.plan.kustomizations }
  const index = claimIndex(state.units, context)
  const claimers = ({ carrier, manifest }: Candidate) => carrier.sources.flatMap((source) => index.claimers(source, manifest.origin.file))
  const rootOf = (unit: PlannedUnit) => state.roots.get(unit.id) ?? unit.id
  const ancestors = (unit: string) => state.ancestors.get(unit) ?? []

  const keyOf = (manifest: Manifest, carrier: PlannedUnit): string => {
    const scope = isArgo(manifest) ? '' : `@${clusterOf(rootOf(carrier))}`
    return `${manifest.ref.kind} ${groupOf(manifest)} ${namespaceOf(manifest)}/${manifest.ref.name}${scope}`
  }
  const candidates: Candidate[] = []
  // most of what is rendered is no definition, and need not be read before it is judged
  for await (const { unit: carrier, found } of options.renderer.render(carriers, mentionsGitOps)) {
    for (const manifest of found.manifests.filter(isDefinition)) candidates.push({ key: keyOf(manifest, carrier), carrier, manifest })
    if (candidates.length > maxDefinitions) return undefined
  }
  for await (const { unit: carrier, found } of options.renderer.render(candidates.some(({ manifest }) => isFlux(manifest)) ? carriers : []))
    for (const manifest of found.manifests)
      if (!isDefinition(manifest) && fluxReads.has(manifest.ref.kind)) candidates.push({ key: keyOf(manifest, carrier), carrier, manifest })
  const counting = chooseCandidates(candidates, { ancestors, claimers })
  const chosen = counting.filter(({ manifest }) => isDefinition(manifest))
  const byManifest = new Map(chosen.map((candidate) => [candidate.manifest, candidate]))
  const manifests = (list: Candidate[]) => list.map(({ manifest }) => manifest)

  const expansions = [{ cluster: '', ...(await options.expanders.argo(manifests(chosen).filter(isArgo))) }]
  const clusters = Map.groupBy(
    chosen.filter(({ manifest }) => isFlux(manifest)),
    ({ carrier }) => clusterOf(rootOf(carrier)),
  )
  for (const [cluster, own] of clusters) {
    const known = counting.filter(({ carrier, manifest }) => !isDefinition(manifest) && clusterOf(rootOf(carrier)) === cluster)
    expansions.push({
      cluster,
      ...(await options.expanders.flux(manifests(own), [...manifests(own), ...manifests(known)])),
    })
  }

  const next: State = {
    units: [],
    ancestors: new Map(),
    roots: new Map(),
    notEvaluated: expansions.flatMap((one) => one.notEvaluated),
    readsFiles: state.readsFiles || candidates.some(({ manifest }) => readsFiles(manifest)),
  }
  const deployments = expansions.flatMap(({ cluster, deployments: list }) => list.map((deployment) => ({ cluster, deployment })))
  const shared = new Set(duplicates(deployments.map(({ deployment }) => idOf(deployment))))
  for (const { cluster, deployment } of deployments) {
    const { origin } = deployment.manifest
    const definition = byManifest.get(origin.kind === 'generated' ? origin.by : deployment.manifest)!
    const { carrier } = definition
    const base = idOf(deployment)
    const id = unique(cluster !== '' ? `${base}@${cluster}` : shared.has(base) ? `${base}@${carrier.id}` : base, next.ancestors)
    const destination = deployment.cluster === '' ? cluster : deployment.cluster
    const unit = deploymentUnit(deployment, { id, parent: carrier.id, cluster: destination, environments: options.environments })
    const scope = cluster === '' ? '' : `@${cluster}`
    const own = `${deployment.manifest.ref.kind} ${groupOf(deployment.manifest)} ${deployment.namespace}/${deployment.name}${scope}`
    next.units.push(unit)
    next.ancestors.set(id, [...new Set([...ancestors(carrier.id), definition.key, own])])
    next.roots.set(id, rootOf(carrier))
    next.notEvaluated.push(...deployment.notEvaluated.map((entry) => ({ ...entry, unit: id })))
  }
  return next
}

function textTest(file: string, sources: SourceFiles, test: (text: string) => boolean): boolean {
  const text = sources.text(file)
  return !isProblem(text) && test(text)
}

function readsFiles(manifest: Manifest): boolean {
  return isFlux(manifest) || (manifest.ref.kind === 'ApplicationSet' && JSON.stringify(manifest.object).includes('"files":'))
}

function isDefinition(manifest: Manifest): boolean {
  return isArgo(manifest) || isFlux(manifest)
}

/** A cluster of Flux is known by the folder that its first objects lie in; by convention those of Flux itself lie in a folder of their own. */
function clusterOf(root: string): string {
  return root.replace(/\/flux-system$/, '')
}

const idPrefixes = { 'argocd-application': 'application', 'flux-kustomization': 'kustomization', 'flux-helm-release': 'helmrelease' }

function idOf({ kind, namespace, name }: Deployment): string {
  return `${idPrefixes[kind]}/${namespace}/${name}`
}

/** The same object twice in one place is a mistake; both are judged. */
function unique(id: string, taken: Map<string, unknown>): string {
  for (let ordinal = 1; ; ordinal++) {
    const candidate = ordinal === 1 ? id : `${id}~${ordinal}`
    if (!taken.has(candidate)) return candidate
  }
}

function duplicates(values: string[]): string[] {
  const seen = new Set<string>()
  return values.filter((value) => seen.size === seen.add(value).size)
}

function signature({ units }: State): string {
  return JSON.stringify(units.map((unit) => [unit.id, unit.parent, unit.destination, unit.namespace, unit.sources.map(recipe)]))
}
