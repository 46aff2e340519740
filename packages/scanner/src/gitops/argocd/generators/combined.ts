import { listOf } from '../../../json.ts'
import type { Json, JsonObject, Path } from '../../../model.ts'
import type { FieldOf } from '../../../provenance/place.ts'
import { TemplateError, type TemplateResult } from '../engine.ts'
import { Gap } from '../gap.ts'
import type { GeneratorScope, ParameterSet } from './generator.ts'

/** Gives the sets of a generator inside of another one, with the parameters of an earlier one filled in. */
export type Nested = (generator: Json, path: Path, scope: GeneratorScope, outer?: JsonObject) => Promise<ParameterSet[]>

/** Most Applications that are generated; also the most parameter sets of one generator. */
export const maxApplications = 10_000

/** How many sets the second generator of a matrix is expanded for before their number is looked at. */
const atOnce = 100

/**
 * Matrix generator (docs/operator-manual/applicationset/Generators-Matrix.md): each set of the first generator with each one that the second gives for it.
 */
export async function matrixSets(fields: JsonObject, path: Path, scope: GeneratorScope, nested: Nested): Promise<ParameterSet[]> {
  const generators = listOf(fields.generators)
  const at = (i: number): Path => [...path, 'generators', i]
  if (generators.length !== 2)
    throw fault(`A matrix generator combines two generators; here are ${generators.length}.`, [...path, 'generators'], scope)
  const outer = await nested(generators[0]!, at(0), scope)
  const pairs: { first: ParameterSet; second: ParameterSet }[] = []
  for (let from = 0; from < outer.length; from += atOnce) {
    const some = outer.slice(from, from + atOnce)
    const inner = await Promise.all(some.map(({ values }) => nested(generators[1]!, at(1), scope, values)))
    for (const [i, first] of some.entries()) for (const second of inner[i]!) pairs.push({ first, second })
    if (pairs.length > maxApplications) throw tooMany({ manifest: scope.applicationSet, path })
  }
  const { goTemplate } = scope
  const results = await scope.ask<TemplateResult<JsonObject>[]>({
    matrix: { goTemplate, pairs: pairs.map(({ first, second }) => ({ first: first.values, second: second.values })) },
  })
  return pairs.map(({ first, second }, i) => {
    const { value, error } = results[i]!
    if (value === undefined) throw new TemplateError(error ?? 'the parameters were not combined')
    return { values: value, ...elementOf(first, second) }
  })
}

/** Of two elements the one with more in it tells more of an Application. */
function elementOf(first: ParameterSet, second: ParameterSet): { element?: Path } {
  const size = ({ element, values }: ParameterSet) => (element === undefined ? 0 : 1 + Object.keys(values).length)
  const { element } = size(second) > size(first) ? second : first
  return element === undefined ? {} : { element }
}

/**
 * Merge generator (docs/operator-manual/applicationset/Generators-Merge.md): the sets of the first generator, overridden by those of later ones that have
 * the same values for `mergeKeys`. In the order of the first.
 */
export async function mergeSets(fields: JsonObject, path: Path, scope: GeneratorScope, nested: Nested): Promise<ParameterSet[]> {
  const generators = listOf(fields.generators)
  if (generators.length < 2)
    throw fault(`A merge generator needs two generators or more; here are ${generators.length}.`, [...path, 'generators'], scope)
  const sets = await Promise.all(generators.map((generator, i) => nested(generator, [...path, 'generators', i], scope)))
  const keys = listOf(fields.mergeKeys).filter((key) => typeof key === 'string')
  const { goTemplate } = scope
  const merged = await scope.ask<JsonObject[]>({
    merge: { goTemplate, keys, generators: sets.map((group) => group.map(({ values }) => values)) },
  })
  return merged.map((values, i) => ({ ...sets[0]![i], values }))
}

/** Generators that ask something outside of the repository, and what that is. */
const foreign: Record<string, string> = {
  scmProvider: 'asks a source code host for its repositories',
  pullRequest: 'asks a source code host for its pull requests',
  clusterDecisionResource: 'reads an object of the cluster that Argo CD runs in',
  plugin: 'asks a plugin',
}

export function foreignGenerator(kind: string, path: Path, { applicationSet }: GeneratorScope): Gap {
  const what = foreign[kind]
  const message =
    what === undefined
      ? 'The generator is of no kind that is known here'
      : `The generator ${what}, so what it gives cannot be known from this repository`
  return new Gap('unresolved-reference', `${message}: its Applications are not judged.`, { manifest: applicationSet, path })
}

export function isForeign(kind: string): boolean {
  return Object.hasOwn(foreign, kind)
}

export function tooMany(field: FieldOf): Gap {
  const most = maxApplications.toLocaleString('en')
  return new Gap('render-failed', `More than ${most} Applications would be generated: those of this ApplicationSet are not judged.`, field)
}

function fault(message: string, path: Path, { applicationSet }: GeneratorScope): Gap {
  return new Gap('render-failed', message, { manifest: applicationSet, path })
}
