import { type PlannedUnit, recipe } from '../discover/sources.ts'
import type { EnvironmentPattern, UnitPlan } from '../discover/units.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Manifest, NotEvaluated } from '../model.ts'
import type { Renderer } from '../render/renderer.ts'
import { type Candidate, chooseCandidates, compareText, isArgo, isFlux, mentionsGitOps, namespaceOf } from './candidates.ts'
import { claimIndex, deploysAny } from './claims.ts'
import { type Deployment, deploymentUnit } from './deployment.ts'

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
  expanders: Expanders
}

export interface Resolution {
  /** Units of definitions, and units of files for what no definition deploys; sorted by id. */
  units: PlannedUnit[]
  notEvaluated: NotEvaluated[]
}

/** What one round found out. */
interface State {
  units: PlannedUnit[]
  /** Keys of the definitions that lead to a unit, the unit's own last, by unit id. */
  ancestors: Map<string, string[]>
  /** The unit of files that a unit goes back to, by unit id. */
  roots: Map<string, string>
  notEvaluated: NotEvaluated[]
}

/** Kinds whose objects decide what Flux deploys beside its own: values, variables, and the feature gates of its controllers. */
const fluxReads = new Set(['ConfigMap', 'Secret', 'Deployment'])

/** Nobody nests apps of apps so deep, but a chart may give ever new Applications. */
const maxRounds = 16

/**
 * Follows Applications, ApplicationSets, Flux Kustomizations and HelmReleases to what they deploy, round by round until nothing changes:
 * what one of them deploys may define further ones, or replace the definition that lies in a file. Where no file mentions such objects,
 * the units stay as they are and nothing is rendered.
 */
export async function resolveDefinitions(options: ResolutionOptions): Promise<Resolution> {
  const { plan, sources } = options
  const mentioning = new Set(options.files.filter((file) => mentions(file, sources)))
  const context = { sources, kustomizations: plan.kustomizations }
  const carries = (unit: PlannedUnit) => deploysAny(unit, mentioning, context)
  const fileUnits = mentioning.size === 0 ? [] : plan.units.filter(carries)
  if (fileUnits.length === 0) return { units: plan.units, notEvaluated: [] }

  let state: State = { units: [], ancestors: new Map(), roots: new Map(), notEvaluated: [] }
  for (let round = 0; ; round++) {
    const next = await expand(state, [...fileUnits, ...state.units.filter((unit) => carries(unit) || isFluxUnit(unit))], options)
    const settled = signature(next) === signature(state)
    state = next
    if (settled) break
    if (round === maxRounds) {
      const message = `Applications or Kustomizations lead to ever further ones (${maxRounds} levels of them): end the chain.`
      return { units: plan.units, notEvaluated: [{ file: '', unit: '', reason: 'render-failed', message }] }
    }
  }
  const rest = claimIndex(state.units, context).unclaimed(plan.units)
  return { units: [...state.units, ...rest].sort((a, b) => compareText(a.id, b.id)), notEvaluated: state.notEvaluated }
}

/** One round: renders the units that may hold definitions, and gives what those definitions deploy. */
async function expand(state: State, carriers: PlannedUnit[], options: ResolutionOptions): Promise<State> {
  const context = { sources: options.sources, kustomizations: options.plan.kustomizations }
  const index = claimIndex(state.units, context)
  const claimers = ({ carrier, manifest }: Candidate) => carrier.sources.flatMap((source) => index.claimers(source, manifest.origin.file))
  const rootOf = (unit: PlannedUnit) => state.roots.get(unit.id) ?? unit.id
  const ancestors = (unit: string) => state.ancestors.get(unit) ?? []

  const candidates: Candidate[] = []
  const objects: Candidate[] = []
  for await (const { unit: carrier, found } of options.renderer.render(carriers)) {
    for (const manifest of found.manifests) {
      const scope = isFlux(manifest) ? `@${clusterOf(rootOf(carrier))}` : ''
      const candidate = { key: `${manifest.ref.kind} ${namespaceOf(manifest)}/${manifest.ref.name}${scope}`, carrier, manifest }
      if (isArgo(manifest) || isFlux(manifest)) candidates.push(candidate)
      if (isFlux(manifest) || fluxReads.has(manifest.ref.kind)) objects.push(candidate)
    }
  }
  const chosen = chooseCandidates(candidates, { ancestors, claimers })
  const byManifest = new Map(chosen.map((candidate) => [candidate.manifest, candidate]))
  const manifests = (list: Candidate[]) => list.map(({ manifest }) => manifest)

  const expansions = [{ cluster: '', ...(await options.expanders.argo(manifests(chosen).filter(isArgo))) }]
  const clusters = Map.groupBy(
    chosen.filter(({ manifest }) => isFlux(manifest)),
    ({ carrier }) => clusterOf(rootOf(carrier)),
  )
  for (const [cluster, definitions] of clusters) {
    const known = objects.filter(({ carrier, manifest }) => clusterOf(rootOf(carrier)) === cluster && !isFlux(manifest))
    expansions.push({
      cluster,
      ...(await options.expanders.flux(manifests(definitions), [...manifests(definitions), ...manifests(known)])),
    })
  }

  const next: State = { units: [], ancestors: new Map(), roots: new Map(), notEvaluated: expansions.flatMap((one) => one.notEvaluated) }
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
    const own = `${deployment.manifest.ref.kind} ${deployment.namespace}/${deployment.name}${cluster === '' ? '' : `@${cluster}`}`
    next.units.push(unit)
    next.ancestors.set(id, [...new Set([...ancestors(carrier.id), definition.key, own])])
    next.roots.set(id, rootOf(carrier))
    next.notEvaluated.push(...deployment.notEvaluated.map((entry) => ({ ...entry, unit: id })))
  }
  return next
}

function mentions(file: string, sources: SourceFiles): boolean {
  const text = sources.text(file)
  return !isProblem(text) && mentionsGitOps(text)
}

function isFluxUnit({ kind }: PlannedUnit): boolean {
  return kind === 'flux-kustomization' || kind === 'flux-helm-release'
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
  return values.filter((value, index) => values.indexOf(value) !== index)
}

function signature({ units }: State): string {
  return JSON.stringify(units.map((unit) => [unit.id, unit.parent, unit.destination, unit.namespace, unit.sources.map(recipe)]))
}
