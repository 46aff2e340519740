import { posix } from 'node:path'
import type { Chart } from '../discover/charts.ts'
import type { HelmChartOrigin } from '../engines/operations.ts'
import type { SourceFiles } from '../files.ts'
import type { Path } from '../model.ts'

/** A chart among those of a render, by the names that templates and values know it by. */
export interface ChartPart {
  /** `<chart>[/charts/<subchart>...]`. */
  name: string
  /** Names of the subcharts that lead to it: where its values stand in those of the root chart. */
  prefix: string[]
  /** Inside an archive: its files cannot be edited. */
  archived: boolean
  imports: { dependency: string; child: Path; parent: Path }[]
  /** A file of the chart in the repository, by its path in the chart; undefined when it is not there. */
  file(path: string): string | undefined
}

/** The charts of a render, the root chart first, and the way from names to files of the repository. */
export interface ChartParts {
  parts: ChartPart[]
  /** The file of a template's name, `<chart>[/charts/<subchart>...]/<path>`; undefined inside archives. */
  template(name: string): string | undefined
  /** The chart that a template's name begins with. */
  owner(name: string): ChartPart | undefined
}

/** Finds the charts of a trace in the repository; `file://` dependencies stand in folders of their own there. */
export function chartParts(origins: HelmChartOrigin[], chart: Chart, sources: SourceFiles): ChartParts {
  const parts = origins.map(({ chart: name, folder, archive, imports = [] }): ChartPart => {
    const inRepository = (path: string): string | undefined =>
      archive === undefined ? repositoryFile(posix.join(folder, path), chart, sources) : undefined
    return {
      name,
      prefix: name.split('/charts/').slice(1),
      archived: archive !== undefined,
      imports: imports.map(({ dependency, child, parent }) => ({ dependency, child: dotted(child), parent: dotted(parent) })),
      file: inRepository,
    }
  })
  const owner = (name: string): ChartPart | undefined => {
    const owners = parts.filter((part) => name.startsWith(`${part.name}/`))
    return owners.sort((a, b) => b.name.length - a.name.length)[0]
  }
  return {
    parts,
    owner,
    template(name) {
      const part = owner(name)
      return part?.file(name.slice(part.name.length + 1))
    },
  }
}

function repositoryFile(path: string, chart: Chart, sources: SourceFiles): string | undefined {
  const own = posix.join(chart.folder, path)
  if (sources.exists(own)) return own
  const [, name, rest] = /^charts\/([^/]+)\/(.+)$/.exec(path) ?? []
  const folder = name === undefined ? undefined : chart.dependencies[name]
  if (folder === undefined) return undefined
  const file = posix.join(folder, rest!)
  return sources.exists(file) ? file : undefined
}

function dotted(path: string): Path {
  return path === '' ? [] : path.split('.')
}
