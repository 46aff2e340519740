import { posix } from 'node:path'
import { kustomizationNames } from '../../discover/kustomization.ts'
import type { SourceFiles } from '../../files.ts'
import type { JsonObject } from '../../model.ts'

export type Tool = 'helm' | 'kustomize' | 'directory' | 'plugin'

const explicit: Tool[] = ['helm', 'kustomize', 'directory', 'plugin']

/**
 * The tool that renders a source (docs/user-guide/tool_detection.md): the one whose options the source has, else by the files of the
 * folder. Argo CD looks at the files by name, so that a kustomization counts where there is a chart too. More than one: an error there.
 */
export function toolsOf(source: JsonObject, folder: string, sources: SourceFiles): Tool[] {
  const named = explicit.filter((tool) => source[tool] !== undefined && source[tool] !== null)
  if (named.length > 0) return named
  if (typeof source.chart === 'string' && source.chart !== '') return ['helm']
  if (kustomizationNames.some((name) => sources.exists(posix.join(folder, name)))) return ['kustomize']
  return sources.exists(posix.join(folder, 'Chart.yaml')) ? ['helm'] : ['directory']
}
