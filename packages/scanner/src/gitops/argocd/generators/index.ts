import { isJsonObject } from '../../../json.ts'
import type { Json, JsonObject, Path } from '../../../model.ts'
import { TemplateError, type TemplateResult } from '../engine.ts'
import { Gap } from '../gap.ts'
import { selects } from '../selector.ts'
import { clusterGenerator } from './clusters.ts'
import { foreignGenerator, isForeign, matrixSets, maxApplications, mergeSets, type Nested, tooMany } from './combined.ts'
import type { Generator, GeneratorScope, ParameterSet } from './generator.ts'
import { gitGenerator } from './git.ts'
import { listGenerator } from './list.ts'

const generators: Record<string, Generator> = { list: listGenerator, git: gitGenerator, clusters: clusterGenerator }

/** Parameter sets of a generator, with the template that it has for itself. */
export interface Generated {
  sets: ParameterSet[]
  /** `template` of the generator, and its path in the ApplicationSet. */
  template: JsonObject | undefined
  path: Path
}

/** A matrix or merge generator may hold another one, which may not. */
const maxDepth = 1

/**
 * Expands an entry of `spec.generators`. It has one kind as a rule; more are taken one after the other. Throws Gap, and TemplateError for
 * faults of templates.
 * @param outer parameters of an earlier generator, which texts of this one may use
 */
export async function expandGenerator(
  generator: Json,
  path: Path,
  scope: GeneratorScope,
  outer: JsonObject = {},
  depth = 0,
): Promise<Generated[]> {
  const fields = isJsonObject(generator) ? generator : {}
  const at = { manifest: scope.applicationSet, path }
  const kinds = Object.keys(fields).filter((key) => key !== 'selector' && fields[key] !== null)
  if (depth > maxDepth && kinds.some((kind) => kind === 'matrix' || kind === 'merge'))
    throw new Gap('render-failed', 'Matrix and merge generators can be nested once only.', at)
  if (kinds.length === 0) throw foreignGenerator('', path, scope)
  const filled = Object.keys(outer).length === 0 ? fields : await interpolate(fields, outer, scope)
  const nested: Nested = async (child, childPath, childScope, parameters) => {
    const found = await expandGenerator(child, childPath, childScope, parameters, depth + 1)
    const [only] = found
    if (only === undefined || found.length > 1)
      throw new Gap('render-failed', 'A generator inside of another one must be of one kind.', {
        manifest: scope.applicationSet,
        path: childPath,
      })
    return only.sets
  }
  return await Promise.all(
    kinds.map(async (kind) => {
      const own = isJsonObject(filled[kind]) ? filled[kind] : {}
      const below = [...path, kind]
      const template = isJsonObject(fields[kind]) && isJsonObject(fields[kind].template) ? fields[kind].template : undefined
      return {
        sets: await selected(await setsOf(kind, own, below, scope, nested), fields, at, scope),
        template,
        path: [...below, 'template'],
      }
    }),
  )
}

async function setsOf(kind: string, fields: JsonObject, path: Path, scope: GeneratorScope, nested: Nested): Promise<ParameterSet[]> {
  if (kind === 'matrix') return await matrixSets(fields, path, scope, nested)
  if (kind === 'merge') return await mergeSets(fields, path, scope, nested)
  const generator = Object.hasOwn(generators, kind) ? generators[kind] : undefined
  if (generator === undefined || isForeign(kind)) throw foreignGenerator(kind, path, scope)
  const sets = await generator(fields, path, scope)
  if (sets.length > maxApplications) throw tooMany({ manifest: scope.applicationSet, path })
  return sets
}

async function interpolate(fields: JsonObject, outer: JsonObject, scope: GeneratorScope): Promise<JsonObject> {
  const { goTemplate, goTemplateOptions: options } = scope
  const [result] = await scope.ask<TemplateResult<JsonObject>[]>({ render: { value: fields, sets: [outer], goTemplate, options } })
  if (result?.value === undefined) throw new TemplateError(result?.error ?? 'the generator was not rendered')
  return result.value
}

/** Leaves the sets that the generator's own selector selects: it looks at flat parameters (`path.basename`, `metadata.labels.env`). */
async function selected(
  sets: ParameterSet[],
  fields: JsonObject,
  at: { manifest: GeneratorScope['applicationSet']; path: Path },
  scope: GeneratorScope,
): Promise<ParameterSet[]> {
  const { selector } = fields
  if (!isJsonObject(selector) || sets.length === 0) return sets
  const flat = await scope.ask<Record<string, string>[]>({ flatten: { sets: sets.map(({ values }) => values) } })
  return sets.filter((_, i) => selects(selector, flat[i]!, { manifest: at.manifest, path: [...at.path, 'selector'] }))
}
