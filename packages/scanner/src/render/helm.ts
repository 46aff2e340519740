import { posix } from 'node:path'
import type { Chart } from '../discover/charts.ts'
import type { ChartSource, PlannedUnit } from '../discover/units.ts'
import type { EngineFile } from '../engines/content.ts'
import type { HelmRenderAnswer, HelmRenderRequest } from '../engines/operations.ts'
import type { SourceFiles } from '../files.ts'
import { contents } from './contents.ts'
import { renderFailure } from './failure.ts'
import type { ObjectsFound } from './manifests.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** Renders a chart with one values set, as `helm template` does. Test hooks are left out: they are not deployed. */
export async function renderChart(unit: PlannedUnit & ChartSource, context: RenderContext): Promise<ObjectsFound> {
  const { folder } = unit.chart
  const place = (template: string) => templateFile(template, folder)
  try {
    const answer = await context.helm.call<HelmRenderAnswer>('helm.render', {
      files: chartContents(unit.chart, context.sources),
      values: Object.entries(contents(unit.values, context.sources)).map(([file, text]) => ({ file, text })),
      releaseName: folder === '.' ? '' : posix.basename(folder),
      kubeVersion: context.config.kubernetesVersion,
      includeCrds: true,
    } satisfies HelmRenderRequest)
    const texts = answer.documents
      .filter(({ test, hook }) => test !== true || hook?.some((event) => event !== 'test'))
      .map(({ template, text }) => ({ text, file: place(template) }))
    return renderedObjects(texts, { unit, origin: (file) => ({ kind: 'template', file }) })
  } catch (error) {
    return renderFailure(error, { unit, file: posix.join(folder, 'Chart.yaml'), place })
  }
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
