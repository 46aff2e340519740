import type { Manifest } from '../../model.ts'
import type { ArgoApplication } from './application.ts'

/** The AppProject of each Application, by the Application's manifest. One whose project is not in the repository is left out. */
export function bindProjects(applications: ArgoApplication[], found: Manifest[]): Map<Manifest, Manifest> {
  const projects = Map.groupBy(
    found.filter(({ ref }) => ref.kind === 'AppProject'),
    ({ ref }) => ref.name,
  )
  const bound = new Map<Manifest, Manifest>()
  for (const { manifest, project } of applications) {
    // Argo CD keeps all projects in one namespace, Applications may be in others
    const named = projects.get(project) ?? []
    const match = named.find(({ ref }) => ref.namespace === manifest.ref.namespace) ?? named[0]
    if (match !== undefined) bound.set(manifest, match)
  }
  return bound
}
