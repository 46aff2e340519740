import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import type { Substitution } from '../../provenance/place.ts'
import { readData, unreadable } from './data.ts'
import { isUnresolved, type Problem, type Scope } from './model.ts'
import { groupOf } from './objects.ts'

const variableName = /^[_A-Za-z][_A-Za-z0-9]*$/

/** The variables of `spec.postBuild`; without any, Flux substitutes nothing and leaves `${...}` as it is. */
export function readSubstitution(manifest: Manifest, scope: Scope): { substitution?: Substitution; problems: Problem[] } {
  const postBuild = valueAt(manifest.object, ['spec', 'postBuild'])
  if (!isJsonObject(postBuild)) return { problems: [] }
  const variables = new Map<string, Substitution['variables'][string]>()
  const problems: Problem[] = []
  const consequence = 'so its variables were taken as empty, or as the defaults that the manifests give them.'
  for (const [i, item] of listOf(postBuild.substituteFrom).entries()) {
    const path = ['spec', 'postBuild', 'substituteFrom', i]
    const ref = { kind: textAt(item, ['kind']) ?? '', namespace: manifest.ref.namespace, name: textAt(item, ['name']) ?? '' }
    const data = readData({ ...ref, optional: valueAt(item, ['optional']) === true }, scope, consequence)
    if (isUnresolved(data)) {
      problems.push({ ...data, path })
      continue
    }
    const unread = unreadable(data.values())
    if (unread !== undefined) problems.push({ ...unread, path })
    for (const [name, value] of data) if (!isUnresolved(value)) variables.set(name, { value: oneLine(value.text), field: value.field })
  }
  const inline = isJsonObject(postBuild.substitute) ? postBuild.substitute : {}
  for (const [name, value] of Object.entries(inline)) {
    const path = ['spec', 'postBuild', 'substitute', name]
    if (typeof value === 'string') variables.set(name, { value: oneLine(value), field: { manifest, path } })
    else
      problems.push({
        reason: 'render-failed',
        message: `The variable ${name} is no text: the API server refuses it. Put it in quotes.`,
        path,
      })
  }
  const complete = problems.length === 0
  for (const [name, { field }] of variables)
    if (!variableName.test(name)) {
      const path = field?.manifest === manifest ? field.path : ['spec', 'postBuild', 'substituteFrom']
      problems.push({
        reason: 'render-failed',
        message: `${name} is no name of a variable: Flux fails on it. Letters, digits and _ are allowed.`,
        path,
      })
    }
  const none = variables.size === 0 && complete && postBuild.substituteStrategy !== 'Always'
  if (none) return { problems }
  // a variable whose value is not known here is no fault
  const strict = complete && isStrict(scope)
  return { substitution: { variables: Object.fromEntries(variables), strict }, problems }
}

/** Flux takes line breaks out of every value. */
function oneLine(value: string): string {
  return value.replaceAll('\n', '')
}

/** The feature gate StrictPostBuildSubstitutions, as the cluster's kustomize-controller is started with it. */
function isStrict({ objects }: Scope): boolean {
  const controllers = objects.all.filter((manifest) => manifest.ref.kind === 'Deployment' && manifest.ref.name === 'kustomize-controller')
  const containers = controllers
    .filter((manifest) => groupOf(manifest) === 'apps')
    .flatMap(({ object }) => listOf(valueAt(object, ['spec', 'template', 'spec', 'containers'])))
  const args = containers.flatMap((container) => listOf(valueAt(container, ['args'])))
  return args.some((arg) => typeof arg === 'string' && /^--feature-gates=(.*,)?StrictPostBuildSubstitutions=true(,|$)/.test(arg))
}
