import { posix } from 'node:path'
import { readChart } from '../../src/discover/charts.ts'
import type { ChartSource } from '../../src/discover/sources.ts'
import type { EngineClient } from '../../src/engines/client.ts'
import { type EngineFile, engineFile } from '../../src/engines/content.ts'
import type { HelmDocument, HelmRenderAnswer, HelmRenderRequest, HelmTraceAnswer } from '../../src/engines/operations.ts'
import type { SourceFiles } from '../../src/files.ts'
import type { Json, Path } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/index.ts'
import { type ChartTrace, chartTraces, type RenderedAt } from '../../src/provenance/helm.ts'
import type { SourcePlace } from '../../src/provenance/place.ts'

/** Files of a repository by path; archives as bytes. */
export type Files = Record<string, string | Uint8Array>

/** A chart with values on top: what one test renders. */
export interface ChartCase {
  name: string
  files: Files
  source: ChartSource
}

/** A case for the chart in a folder, the root by default. */
export function chartCase(name: string, files: Files, more: Partial<ChartSource> = {}, folder = '.'): ChartCase {
  const yaml = readDocuments(String(files[posix.join(folder, 'Chart.yaml')])).documents[0]?.value
  const chart = readChart(folder, yaml as Json, memoryFiles(files))
  return { name, files, source: { source: 'chart', chart, values: [], ...more } }
}

export function memoryFiles(files: Files): SourceFiles {
  const missing = { reason: 'unreadable', message: 'no such file' } as const
  const bytes = (file: string) => {
    const content = files[file]
    return content === undefined ? missing : typeof content === 'string' ? Buffer.from(content) : content
  }
  return {
    bytes,
    text: (file) => {
      const content = bytes(file)
      return 'reason' in content ? missing : Buffer.from(content).toString('utf8')
    },
    exists: (file) => Object.keys(files).some((name) => name === file || name.startsWith(`${file}/`)),
    list: (folder) =>
      Object.keys(files)
        .filter((name) => folder === '.' || name.startsWith(`${folder}/`))
        .sort(),
  }
}

/** The request that renders a case; `over` replaces files. */
function requestOf({ files, source }: ChartCase, over: Files = {}): HelmRenderRequest {
  const all: Files = { ...files, ...over }
  const content = (file: string): EngineFile => (typeof all[file] === 'string' ? all[file] : engineFile(all[file]!))
  const inChart: Record<string, EngineFile> = {}
  const { folder: root } = source.chart
  for (const name of Object.keys(all)) if (root === '.' || name.startsWith(`${root}/`)) inChart[posix.relative(root, name)] = content(name)
  for (const [name, folder] of Object.entries(source.chart.dependencies))
    for (const file of Object.keys(all))
      if (file.startsWith(`${folder}/`)) inChart[posix.join('charts', name, posix.relative(folder, file))] = content(file)
  const values = source.values.map((input) =>
    input.kind === 'file'
      ? { file: input.file, text: content(input.file) }
      : { file: 'inline', text: input.kind === 'text' ? input.text : JSON.stringify(input.value) },
  )
  const pairs = (form: string) => (source.parameters ?? []).filter((one) => one.form === form).map(({ key, value }) => `${key}=${value}`)
  return { files: inChart, values, set: pairs('set'), setString: pairs('string'), releaseName: 'shop', includeCrds: true }
}

export const render = (engine: EngineClient, one: ChartCase, over?: Files): Promise<HelmRenderAnswer> =>
  engine.call('helm.render', requestOf(one, over))

export const traceRender = (engine: EngineClient, one: ChartCase): Promise<HelmTraceAnswer> => engine.call('helm.trace', requestOf(one))

/** The documents of a case and the way to their traces. */
export async function openCase(
  engine: EngineClient,
  one: ChartCase,
): Promise<{ documents: HelmDocument[]; trace: (at: RenderedAt) => ChartTrace }> {
  const { documents } = await render(engine, one)
  const trace = chartTraces({ documents, trace: () => traceRender(engine, one), source: one.source, sources: memoryFiles(one.files) })
  return { documents, trace }
}

/** The places of a path in the object of a kind (and name). */
export async function placesIn(engine: EngineClient, one: ChartCase, kind: string, path: Path): Promise<SourcePlace[]> {
  const { documents, trace } = await openCase(engine, one)
  const text = documents.findIndex((document) => new RegExp(`^kind: ${kind}$`, 'm').test(document.text))
  const [places] = await trace({ text, document: 0, itemPath: [] }).places([path])
  return places!
}

/** `role file:line:column "token" name`, for expectations. */
export function describePlace(place: SourcePlace, files: Files): string {
  const { role, file, startLine, startColumn, endLine, endColumn, name, precision } = place
  const lines = String(files[file]).split('\n')
  const line = lines[startLine - 1] ?? ''
  const token = endLine === startLine ? line.slice(startColumn - 1, endColumn - 1) : `${line.slice(startColumn - 1)}...`
  return [role, `${file}:${startLine}`, token, name ?? '', precision === 'field' ? '' : precision].filter((part) => part !== '').join(' | ')
}
