import type { Config } from '../../src/config/config.ts'
import { withDefaults } from '../../src/config/config.ts'
import type { PlannedUnit } from '../../src/discover/sources.ts'
import { openFiles } from '../../src/files.ts'
import type { NotEvaluated } from '../../src/model.ts'
import { planDeployment } from '../../src/plan.ts'
import { repository } from '../scan/repository.ts'

export interface Deployed {
  units: PlannedUnit[]
  /** `<unit>: <Kind>/<namespace>/<name>` of every object, sorted. */
  objects: string[]
  notEvaluated: NotEvaluated[]
}

/** What would be deployed from a folder that holds these files. */
export async function deployed(files: Record<string, string>, config: Partial<Config> = {}): Promise<Deployed> {
  return deployedFrom(repository(files), config)
}

async function deployedFrom(root: string, config: Partial<Config> = {}): Promise<Deployed> {
  const plan = await planDeployment({
    root,
    paths: ['.'],
    sources: openFiles(root),
    config: withDefaults(config),
    deadlineMs: 60_000,
    unit: 'auto',
    cache: undefined,
  })
  const objects: string[] = []
  const notEvaluated = [...plan.notEvaluated]
  try {
    for await (const { unit, found } of plan.renderer.render(plan.units)) {
      for (const { ref } of found.manifests) objects.push(`${unit.id}: ${ref.kind}/${ref.namespace || '-'}/${ref.name}`)
      notEvaluated.push(...found.notEvaluated)
    }
  } finally {
    await plan.renderer.close()
  }
  return { units: plan.units, objects: objects.sort(), notEvaluated }
}

export const ids = ({ units }: Deployed): string[] => units.map(({ id }) => id)

/** An Application of this repository. */
export function application(
  name: string,
  path: string,
  more: { metadata?: string; spec?: string; source?: string; namespace?: string } = {},
): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
${more.metadata ?? ''}spec:
  project: default
  source:
    repoURL: https://git.example/shop.git
    path: ${path}
${more.source ?? ''}  destination:
    server: https://kubernetes.default.svc
    namespace: ${more.namespace ?? name}
${more.spec ?? ''}`
}

export function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`
}
