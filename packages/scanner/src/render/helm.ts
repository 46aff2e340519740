import { posix } from 'node:path'
import type { Chart } from '../discover/charts.ts'
import type { ChartSource, PlannedUnit } from '../discover/sources.ts'
import type { EngineFile } from '../engines/content.ts'
import type { HelmDocument, HelmRenderAnswer, HelmRenderRequest, HelmTraceAnswer } from '../engines/operations.ts'
import type { SourceFiles } from '../files.ts'
import { chartTraces } from '../provenance/helm.ts'
import type { ValueParameter, ValuesInput } from '../provenance/place.ts'
import { contents } from './contents.ts'
import { renderFailure } from './failure.ts'
import type { LazyObjects } from './manifests.ts'
import { postRender, type TracedText } from './post-render.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** Renders a chart as `helm template` does. Test hooks are left out: they are not deployed. */
export async function renderChart(source: ChartSource, unit: PlannedUnit, context: RenderContext): Promise<LazyObjects> {
  const { folder } = source.chart
  const place = (template: string) => templateFile(template, folder)
  try {
    const request = renderRequest(source, context)
    const { documents } = await context.helm.call<HelmRenderAnswer>('helm.render', request)
    const trace = () => context.helm.call<HelmTraceAnswer>('helm.trace', request, { deadlineMs: traceDeadline })
    const traceAt = chartTraces({ documents, trace, source, sources: context.sources })
    const traced = (index: number): TracedText => {
      const { text, template } = documents[index]!
      return { text, file: place(template), trace: (at) => traceAt({ ...at, text: index }) }
    }
    const deployed = [...documents.keys()].filter((index) => isDeployed(documents[index]!))
    const { postRender: edits } = source
    if (edits === undefined) return objectsOf(deployed.map(traced), unit)
    // Helm installs crds/ before anything else and does not hand them to post-renderers
    const crds = deployed.filter((index) => documents[index]!.crd === true)
    const others = deployed.filter((index) => documents[index]!.crd !== true)
    const changed = await postRender(others.map(traced), { ...context, edits, file: posix.join(folder, 'Chart.yaml') })
    return objectsOf([...crds.map(traced), ...changed], unit)
  } catch (error) {
    const failure = renderFailure(error, { unit, file: posix.join(folder, 'Chart.yaml'), place })
    return () => failure
  }
}

/** Milliseconds: lines are worth less waiting than the judgement. */
const traceDeadline = 20_000

/** Tests are not: they run when somebody asks for them. */
function isDeployed({ test, hook }: HelmDocument): boolean {
  return test !== true || hook?.some((event) => event !== 'test') === true
}

function objectsOf(texts: TracedText[], unit: PlannedUnit): LazyObjects {
  return renderedObjects(texts, { unit, origin: (file, { text, ...at }) => ({ kind: 'rendered', file, trace: texts[text]!.trace(at) }) })
}

function renderRequest(source: ChartSource, { sources, config }: RenderContext): HelmRenderRequest {
  const { chart, values, parameters = [] } = source
  const forms = (form: ValueParameter['form']) => parameters.filter((parameter) => parameter.form === form)
  const pairs = (form: ValueParameter['form']) => forms(form).map(({ key, value }) => `${key}=${value}`)
  const text = (file: string) => contents([file], sources)[file]!
  return {
    files: { ...chartContents(chart, sources), ...(source.defaults === undefined ? {} : { 'values.yaml': text(source.defaults) }) },
    values: values.map((input) => valuesText(input, text)),
    setJson: pairs('json'),
    set: pairs('set'),
    setString: pairs('string'),
    setFile: forms('file').map(({ key, value }) => ({ key, text: text(value) })),
    setLiteral: pairs('literal'),
    releaseName: source.releaseName ?? (chart.folder === '.' ? '' : posix.basename(chart.folder)),
    ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
    kubeVersion: source.kubeVersion ?? config.kubernetesVersion,
    ...(source.apiVersions === undefined ? {} : { apiVersions: source.apiVersions }),
    includeCrds: source.skipCrds !== true,
    skipSchema: source.skipSchema === true,
  }
}

/** JSON is YAML, so values written as an object need no writer of their own. */
function valuesText(input: ValuesInput, text: (file: string) => EngineFile): { file: string; text: EngineFile } {
  if (input.kind === 'file') return { file: input.file, text: text(input.file) }
  const { file } = input.field.manifest.origin
  return { file, text: input.kind === 'text' ? input.text : JSON.stringify(input.value) }
}

/** The files of a chart by their path in it; local `file://` dependencies stand below `charts/`, where helm looks for them. */
function chartContents(chart: Chart, sources: SourceFiles): Record<string, EngineFile> {
  const own = sources.list(chart.folder)
  const files = contents(own, sources, (file) => posix.relative(chart.folder, file))
  for (const [name, folder] of Object.entries(chart.dependencies)) {
    if (Object.keys(files).some((file) => file.startsWith(`charts/${name}/`) || file.startsWith(`charts/${name}-`))) continue
    if (!sources.exists(folder)) continue
    Object.assign(
      files,
      contents(sources.list(folder), sources, (file) => posix.join('charts', name, posix.relative(folder, file))),
    )
  }
  return files
}

/** `<chart name>/templates/x.yaml` to the path in the repository. */
function templateFile(template: string, folder: string): string {
  return posix.join(folder, template.slice(template.indexOf('/') + 1))
}
