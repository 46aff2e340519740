import { listOf, textAt, valueAt } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import { resolveHelmRelease } from './helm-release.ts'
import { resolveKustomization } from './kustomization.ts'
import type { FluxContext, FluxUnit, Scope } from './model.ts'
import { clusterObjects, groupOf, groups } from './objects.ts'
import { locateProblems } from './problems.ts'

/**
 * What the Flux Kustomizations and HelmReleases among a cluster's objects deploy, in the order of the objects. Sources, ConfigMaps and
 * Secrets that they refer to are looked for among the same objects.
 */
export async function expandFlux(found: Manifest[], context: FluxContext): Promise<FluxUnit[]> {
  const scope: Scope = { ...context, objects: clusterObjects(found) }
  const units = found.map(async (manifest): Promise<FluxUnit | undefined> => {
    const { kind, group } = { kind: manifest.ref.kind, group: groupOf(manifest) }
    if (kind === 'Kustomization' && group === groups.kustomize) {
      const { problems, ...resolved } = resolveKustomization(manifest, scope)
      const targetNamespace = textAt(manifest.object, ['spec', 'targetNamespace']) ?? ''
      const notEvaluated = await locateProblems(problems, manifest, context.sources)
      return { kind: 'flux-kustomization', ...identity(manifest), ...resolved, targetNamespace, notEvaluated }
    }
    if (kind === 'HelmRelease' && group === groups.helm) {
      const { problems, ...resolved } = resolveHelmRelease(manifest, scope)
      const targetNamespace = textAt(manifest.object, ['spec', 'targetNamespace']) || manifest.ref.namespace
      const notEvaluated = await locateProblems(problems, manifest, context.sources)
      return { kind: 'flux-helm-release', ...identity(manifest), ...resolved, targetNamespace, notEvaluated }
    }
    return undefined
  })
  return (await Promise.all(units)).filter((unit) => unit !== undefined)
}

function identity(manifest: Manifest): Pick<FluxUnit, 'manifest' | 'name' | 'namespace' | 'dependsOn' | 'destination' | 'suspended'> {
  const { object, ref } = manifest
  const dependsOn = listOf(valueAt(object, ['spec', 'dependsOn'])).map(
    (item) => `${textAt(item, ['namespace']) || ref.namespace}/${textAt(item, ['name']) ?? ''}`,
  )
  const kubeConfig =
    textAt(object, ['spec', 'kubeConfig', 'configMapRef', 'name']) ?? textAt(object, ['spec', 'kubeConfig', 'secretRef', 'name'])
  return {
    manifest,
    name: ref.name,
    namespace: ref.namespace,
    dependsOn,
    destination: kubeConfig === undefined ? '' : `${ref.namespace}/${kubeConfig}`,
    suspended: valueAt(object, ['spec', 'suspend']) === true,
  }
}
