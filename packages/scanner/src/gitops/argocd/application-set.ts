import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { JsonObject, Manifest, Path } from '../../model.ts'
import type { ArgoContext } from './context.ts'
import { TemplateError, type TemplateJob, type TemplateResult } from './engine.ts'
import { Gap } from './gap.ts'
import type { GeneratorScope } from './generators/generator.ts'
import { expandGenerator, type Generated } from './generators/index.ts'
import type { Repositories } from './repository.ts'

export interface GeneratedApplications {
  applications: Manifest[]
  gaps: Gap[]
}

export interface ApplicationSetOptions {
  context: ArgoContext
  repositories: Repositories
  ask: <T>(job: TemplateJob) => Promise<T>
}

const templatePath: Path = ['spec', 'template']
/** Parameters that are maps of texts to Argo CD, whatever JSON says. */
const textMaps = [['values'], ['metadata', 'labels'], ['metadata', 'annotations']]

/**
 * Generates the Applications of an ApplicationSet: each generator's parameter sets, rendered into the template. What one generator cannot
 * know does not keep the others back. `strategy`, `syncPolicy` and `preservedFields` say how changes are applied and play no part.
 */
export async function generateApplications(applicationSet: Manifest, options: ApplicationSetOptions): Promise<GeneratedApplications> {
  const { object } = applicationSet
  const scope: GeneratorScope = {
    ...options,
    applicationSet,
    goTemplate: valueAt(object, ['spec', 'goTemplate']) === true,
    goTemplateOptions: listOf(valueAt(object, ['spec', 'goTemplateOptions'])).filter((option) => typeof option === 'string'),
  }
  const found = await Promise.all(
    listOf(valueAt(object, ['spec', 'generators'])).map(async (generator, i): Promise<GeneratedApplications[]> => {
      const path = ['spec', 'generators', i]
      try {
        const generated = await expandGenerator(generator, path, scope)
        return await Promise.all(generated.map((one) => render(one, scope)))
      } catch (error) {
        return [{ applications: [], gaps: [asGap(error, applicationSet, path)] }]
      }
    }),
  )
  const gaps = found.flat().flatMap((part) => part.gaps)
  const applications = found.flat().flatMap((part) => part.applications)
  return withoutDuplicates(applications, gaps, applicationSet)
}

async function render({ sets, template: own, path }: Generated, scope: GeneratorScope): Promise<GeneratedApplications> {
  const { applicationSet, goTemplate, goTemplateOptions: options } = scope
  const shared = valueAt(applicationSet.object, templatePath)
  const from = isJsonObject(shared) ? shared : {}
  if (sets.length === 0) return { applications: [], gaps: [] }
  const template = own === undefined ? from : await scope.ask<JsonObject>({ fill: { into: own, from } })
  const patch = textAt(applicationSet.object, ['spec', 'templatePatch']) ?? ''
  const results = await scope.ask<TemplateResult<JsonObject>[]>({
    render: { value: template, sets: sets.map(({ values }) => values), goTemplate, options, textMaps, ...(patch === '' ? {} : { patch }) },
  })
  // a generator may hold the whole template
  const prefix = own !== undefined && !isJsonObject(from.spec) ? path : templatePath
  const applications: Manifest[] = []
  const faults = new Set<string>()
  for (const [i, { value, error }] of results.entries()) {
    if (value !== undefined) applications.push(asManifest(value, applicationSet, prefix, sets[i]!.element))
    else faults.add(error ?? '')
  }
  const gaps = [...faults].map((message) => new Gap('render-failed', `${message}.`, { manifest: applicationSet, path: templatePath }))
  return { applications, gaps }
}

function asManifest(rendered: JsonObject, by: Manifest, prefix: Path, element: Path | undefined): Manifest {
  const namespace = by.ref.namespace
  const metadata = { ...(isJsonObject(rendered.metadata) ? rendered.metadata : {}), ...(namespace === '' ? {} : { namespace }) }
  const object: JsonObject = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...rendered, metadata }
  const ref = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace, name: textAt(object, ['metadata', 'name']) ?? '' }
  const origin = { kind: 'generated', file: by.origin.file, by, prefix, ...(element === undefined ? {} : { element }) } as const
  return { object, ref, unit: by.unit, origin }
}

/** Argo CD takes neither of two Applications with one name. */
function withoutDuplicates(applications: Manifest[], gaps: Gap[], applicationSet: Manifest): GeneratedApplications {
  const byName = Map.groupBy(applications, ({ ref }) => ref.name)
  const field = { manifest: applicationSet, path: [...templatePath, 'metadata', 'name'] }
  for (const [name, same] of byName) {
    if (name === '') gaps.push(new Gap('render-failed', 'A generated Application has no name.', field))
    else if (same.length > 1) gaps.push(new Gap('render-failed', `${same.length} Applications with the name ${name} are generated.`, field))
  }
  return { applications: applications.filter(({ ref }) => ref.name !== '' && byName.get(ref.name)!.length === 1), gaps }
}

function asGap(error: unknown, manifest: Manifest, path: Path): Gap {
  if (error instanceof Gap) return error
  if (error instanceof TemplateError) return new Gap('render-failed', `${error.message}.`, { manifest, path })
  throw error
}
