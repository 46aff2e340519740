import { isJsonObject, listOf, textAt } from '../../json.ts'
import type { Json, JsonObject } from '../../model.ts'
import type { TemplateJob } from './engine.ts'

/** Replaces variables of the build environment in a text. */
export type Expand = (text: string) => string

/** What stands for the commit: it is known only where the Application is synchronised. */
export const unknownCommit = '0'.repeat(40)

export interface BuildEnvironment {
  name: string
  namespace: string
  project: string
  kubernetesVersion: string
  source: JsonObject
}

/**
 * Variables that Argo CD offers while it renders a source (docs/user-guide/build-environment.md). The commit is not known here: zeros
 * stand for it.
 */
export function buildVariables({ name, namespace, project, kubernetesVersion, source }: BuildEnvironment): Record<string, string> {
  return {
    ARGOCD_APP_NAME: name,
    ARGOCD_APP_NAMESPACE: namespace,
    ARGOCD_APP_PROJECT_NAME: project,
    ARGOCD_APP_REVISION: unknownCommit,
    ARGOCD_APP_REVISION_SHORT: unknownCommit.slice(0, 7),
    ARGOCD_APP_REVISION_SHORT_8: unknownCommit.slice(0, 8),
    ARGOCD_APP_SOURCE_PATH: textAt(source, ['path']) ?? '',
    ARGOCD_APP_SOURCE_REPO_URL: textAt(source, ['repoURL']) ?? '',
    ARGOCD_APP_SOURCE_TARGET_REVISION: textAt(source, ['targetRevision']) ?? '',
    KUBE_VERSION: kubernetesVersion,
    KUBE_API_VERSIONS: '',
  }
}

/** Expands all texts of a source's options that name a variable, in one question to the engine. */
export async function expander(
  source: JsonObject,
  variables: Record<string, string>,
  ask: <T>(job: TemplateJob) => Promise<T>,
): Promise<Expand> {
  const texts = [...new Set([source.helm, source.kustomize].flatMap(textsIn).filter((text) => text.includes('$')))].sort()
  if (texts.length === 0) return (text) => text
  const expanded = await ask<string[]>({ expand: { texts, variables } })
  const known = new Map(texts.map((text, i) => [text, expanded[i]!]))
  return (text) => known.get(text) ?? text
}

/** All texts, and what follows the first part of a path, for `$ref/path`. */
function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.includes('/') ? [value, value.slice(value.indexOf('/'))] : [value]
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, item]) => (key === 'valuesObject' || key === 'values' ? [] : textsIn(item)))
  return listOf(value).flatMap(textsIn)
}
