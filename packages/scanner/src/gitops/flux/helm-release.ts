import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { readChart } from '../../discover/charts.ts'
import type { ChartSource } from '../../discover/sources.ts'
import { isProblem } from '../../files.ts'
import { textAt, valueAt } from '../../json.ts'
import type { Json, Manifest } from '../../model.ts'
import { readDocuments } from '../../parse/index.ts'
import { findChart, type NamedChart } from './chart.ts'
import { isUnresolved, type Resolved, type Scope } from './model.ts'
import { postRenderers } from './post-render.ts'
import { readValues } from './values.ts'

/** The chart of a HelmRelease with the values and options that helm-controller installs it with. */
export function resolveHelmRelease(manifest: Manifest, scope: Scope): Resolved {
  const chart = findChart(manifest, scope)
  if (isUnresolved(chart)) return { sources: [], targetRevisions: [], problems: [chart] }
  const { values, parameters, problems } = readValues(manifest, scope)
  const { defaults, overlays } = splitValuesFiles(chart)
  const postRender = postRenderers(manifest)
  const namespace = textAt(manifest.object, ['spec', 'targetNamespace']) || manifest.ref.namespace
  const source: ChartSource = {
    source: 'chart',
    chart: readChart(chart.folder, firstDocument(posix.join(chart.folder, 'Chart.yaml'), scope), scope.sources),
    values: [...overlays.map((file) => ({ kind: 'file' as const, file })), ...values],
    ...(parameters.length === 0 ? {} : { parameters }),
    releaseName: releaseName(manifest),
    ...(namespace === '' ? {} : { namespace }),
    skipCrds: skipsCrds(valueAt(manifest.object, ['spec', 'install'])),
    skipTests: valueAt(manifest.object, ['spec', 'test', 'enable']) !== true,
    skipSchema: ['install', 'upgrade'].some((action) => valueAt(manifest.object, ['spec', action, 'disableSchemaValidation']) === true),
    ...(defaults === undefined ? {} : { defaults }),
    ...(postRender.length === 0 ? {} : { postRender }),
  }
  return { sources: [source], targetRevisions: chart.revisions, problems }
}

/** `<target namespace>-<name>` unless it is named; Helm allows 53 characters, so longer ones end in a part of their hash. */
export function releaseName({ object, ref }: Manifest): string {
  const target = textAt(object, ['spec', 'targetNamespace'])
  const name = textAt(object, ['spec', 'releaseName']) || (target ? `${target}-${ref.name}` : ref.name)
  if (name.length <= 53) return name
  return `${name.slice(0, 40)}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`
}

/** Flux makes the files one values.yaml; the first may be the chart's own. */
function splitValuesFiles({ folder, valuesFiles }: NamedChart): { defaults?: string; overlays: string[] } {
  const [first, ...overlays] = valuesFiles
  return first === undefined || first === posix.join(folder, 'values.yaml') ? { overlays } : { defaults: first, overlays }
}

function skipsCrds(install: Json | undefined): boolean {
  // skipCRDs is the older form
  return textAt(install, ['crds']) === 'Skip' || (textAt(install, ['crds']) === undefined && valueAt(install, ['skipCRDs']) === true)
}

function firstDocument(file: string, { sources }: Scope): Json | undefined {
  const text = sources.text(file)
  return isProblem(text) ? undefined : readDocuments(text).documents[0]?.value
}
