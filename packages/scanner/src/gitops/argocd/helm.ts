import { posix } from 'node:path'
import { readChart } from '../../discover/charts.ts'
import type { ChartSource } from '../../discover/sources.ts'
import { isJsonObject, listOf, textAt } from '../../json.ts'
import type { JsonObject } from '../../model.ts'
import type { ValueParameter, ValuesInput } from '../../provenance/place.ts'
import type { ArgoContext } from './context.ts'
import { isFolder } from './directory.ts'
import type { TemplateJob } from './engine.ts'
import type { Expand } from './environment.ts'
import { Gap } from './gap.ts'
import type { LocalRepository } from './repository.ts'
import { type ArgoSource, readManifest } from './source.ts'
import { repositoryFile, valuesFiles } from './values-files.ts'

export interface HelmOptions {
  source: ArgoSource
  /** The chart. */
  folder: string
  /** Where the chart lies; a chart of a registry is its own root. */
  repository: LocalRepository
  /** Repositories of the sources with `ref`, by name; undefined when one is not at hand. */
  refs: Map<string, LocalRepository | undefined>
  application: string
  namespace: string
  expand: Expand
  context: ArgoContext
  ask: <T>(job: TemplateJob) => Promise<T>
}

/**
 * A Helm source (docs/user-guide/helm.md). Precedence: parameters, then `valuesObject` (in place of `values`), then `valueFiles`, the last
 * one first, then the chart's own values.
 * @throws Gap when there is no chart, or a values file is elsewhere or missing
 */
export async function helmSource(options: HelmOptions): Promise<ChartSource> {
  const { source, folder, context, expand } = options
  const chartFile = posix.join(folder, 'Chart.yaml')
  if (!context.sources.exists(chartFile)) throw new Gap('render-failed', `There is no chart at ${folder}.`, source.at(['path']))
  const helm = isJsonObject(source.fields.helm) ? source.fields.helm : {}
  const text = (key: string) => textAt(helm, [key]) || undefined
  const apiVersions = listOf(helm.apiVersions).filter((item) => typeof item === 'string')
  return {
    source: 'chart',
    chart: readChart(folder, readManifest(chartFile, context.sources)?.object, context.sources),
    values: [...(await valuesFiles(helm, options)), ...inlineValues(helm, source)],
    parameters: parameters(helm, options),
    releaseName: text('releaseName') ?? options.application,
    namespace: text('namespace') ?? options.namespace,
    ...optional('kubeVersion', text('kubeVersion')),
    ...(apiVersions.length === 0 ? {} : { apiVersions: apiVersions.map(expand) }),
    ...optional('skipCrds', helm.skipCrds === true || undefined),
    ...optional('skipTests', helm.skipTests === true || undefined),
    ...optional('skipSchema', helm.skipSchemaValidation === true || undefined),
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V })
}

function inlineValues(helm: JsonObject, source: ArgoSource): ValuesInput[] {
  if (isJsonObject(helm.valuesObject)) return [{ kind: 'object', value: helm.valuesObject, field: source.at(['helm', 'valuesObject']) }]
  if (typeof helm.values !== 'string' || helm.values === '') return []
  return [{ kind: 'text', text: helm.values, field: source.at(['helm', 'values']) }]
}

/** Of parameters with one name the last one counts. Commas in a value are part of it, unless the value is a list in braces. */
function parameters(helm: JsonObject, options: HelmOptions): ValueParameter[] {
  const { source, expand } = options
  const found = new Map<string, ValueParameter>()
  for (const [i, parameter] of listOf(helm.parameters).entries()) {
    const key = textAt(parameter, ['name'])
    if (key === undefined) continue
    const form = isJsonObject(parameter) && parameter.forceString === true ? 'string' : 'set'
    const value = withoutSeparators(expand(textAt(parameter, ['value']) ?? ''))
    found.set(`${form} ${key}`, { form, key, value, field: source.at(['helm', 'parameters', i, 'value']) })
  }
  for (const [i, parameter] of listOf(helm.fileParameters).entries()) {
    const key = textAt(parameter, ['name'])
    const field = ['helm', 'fileParameters', i, 'path']
    if (key === undefined) continue
    const value = repositoryFile(textAt(parameter, ['path']) ?? '', field, options)
    if (!options.context.sources.exists(value) || isFolder(value, options.context))
      throw new Gap('render-failed', `The file ${value} does not exist.`, source.at(field))
    found.set(`file ${key}`, { form: 'file', key, value, field: source.at(field) })
  }
  return [...found.values()]
}

function withoutSeparators(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replace(/(?<!\\),/g, '\\,')
}
