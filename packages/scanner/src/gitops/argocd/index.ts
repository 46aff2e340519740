/** Argo CD: from Applications, ApplicationSets and AppProjects to what they deploy from this repository. */
import type { Manifest, NotEvaluated } from '../../model.ts'
import { type ArgoApplication, readApplication } from './application.ts'
import { type GeneratedApplications, generateApplications } from './application-set.ts'
import type { ArgoContext } from './context.ts'
import { batched } from './engine.ts'
import { describeGaps } from './gap.ts'
import { maxApplications, tooMany } from './generators/combined.ts'
import { repositoryHints } from './hints.ts'
import { bindProjects } from './projects.ts'
import { openRepositories } from './repository.ts'

export type { ArgoDestination } from './application.ts'
export type { ConfiguredCluster, ConfiguredRepository } from './config.ts'
export type { ArgoContext } from './context.ts'
export { argoTemplates } from './engine.ts'

export interface ExpandedApplication extends Omit<ArgoApplication, 'gaps'> {
  /** The AppProject, where it is among what was found. */
  appProject?: Manifest
  /** Sources that could not be resolved, without the unit's id. */
  notEvaluated: NotEvaluated[]
}

export interface ArgoExpansion {
  /** Those that were found, then those that ApplicationSets generate, each in the order of `found`. */
  applications: ExpandedApplication[]
  /** What could not be known of ApplicationSets, without a unit's id. */
  notEvaluated: NotEvaluated[]
}

/** True for the kinds that `expandArgo` takes. */
export function isArgo({ ref }: Manifest): boolean {
  return ref.apiVersion.startsWith('argoproj.io/') && ['Application', 'ApplicationSet', 'AppProject'].includes(ref.kind)
}

/**
 * Resolves Applications and ApplicationSets as Argo CD does. Never rejects for what they say: each thing that cannot be resolved is named
 * in `notEvaluated`. Objects that a unit renders are resolved in a further call, with those that were found before among `found`.
 */
export async function expandArgo(found: Manifest[], context: ArgoContext): Promise<ArgoExpansion> {
  const argo = found.filter(isArgo)
  const { repositories: configured, remotes, prefix = '' } = context
  const repositories = openRepositories({ configured, remotes, prefix, hints: repositoryHints(argo, context) })
  const options = { context, repositories, ask: batched(context.template) }
  const sets = argo.filter(({ ref }) => ref.kind === 'ApplicationSet')
  const generated = limited(await Promise.all(sets.map((set) => generateApplications(set, options))), sets)
  const wanted = [
    ...argo.filter(({ ref }) => ref.kind === 'Application').map((manifest) => ({ manifest, from: {} })),
    ...generated.flatMap(({ applications }, i) =>
      applications.map((manifest) => ({ manifest, from: { applicationSet: setName(sets[i]!) } })),
    ),
  ]
  const applications = await Promise.all(wanted.map(({ manifest, from }) => readApplication(manifest, { ...options, ...from })))
  const groups = [...applications, ...generated].map(({ gaps }) => gaps)
  const described = await describeGaps(groups.flat(), context.sources)
  const notEvaluated = groups.map((group) => described.splice(0, group.length))
  const projects = bindProjects(applications, argo)
  return {
    applications: applications.map(({ gaps: _gaps, ...application }, i) => {
      const appProject = projects.get(application.manifest)
      return { ...application, ...(appProject === undefined ? {} : { appProject }), notEvaluated: notEvaluated[i]! }
    }),
    notEvaluated: notEvaluated.slice(applications.length).flat(),
  }
}

function setName({ ref }: Manifest): string {
  return ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`
}

/** ApplicationSets that together generate more than the limit give nothing from the one on that exceeds it. */
function limited(generated: GeneratedApplications[], sets: Manifest[]): GeneratedApplications[] {
  let total = 0
  return generated.map(({ applications, gaps }, i) => {
    total += applications.length
    if (total <= maxApplications) return { applications, gaps }
    return { applications: [], gaps: [...gaps, tooMany({ manifest: sets[i]!, path: ['spec', 'generators'] })] }
  })
}
