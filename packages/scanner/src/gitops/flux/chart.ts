import { posix } from 'node:path'
import { isProblem } from '../../files.ts'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Json, Manifest, Path } from '../../model.ts'
import { resolveInArtifact } from './artifact.ts'
import { isUnresolved, type Problem, type Scope, type Unresolved } from './model.ts'
import { groups, type SourceRef, sourceRef } from './objects.ts'
import { missingObject, remoteSource } from './problems.ts'
import { chartArchive, localFolder, revisionOf, sourceArtifact } from './sources.ts'

/** A chart of this repository, as a HelmRelease or HelmChart names it. */
export interface NamedChart {
  folder: string
  revisions: string[]
  /** In place of the chart's values.yaml, the last one wins; relative to the root. */
  valuesFiles: string[]
}

/** Finds the chart of a HelmRelease: `spec.chartRef`, or `spec.chart` as a HelmChart or OCIRepository of its own. */
export function findChart(manifest: Manifest, scope: Scope): NamedChart | Problem {
  const { namespace } = manifest.ref
  const spec = manifest.object.spec
  const chartRef = valueAt(spec, ['chartRef'])
  if (isJsonObject(chartRef)) return at(['spec', 'chartRef'], referenced(sourceRef(chartRef, namespace), scope))
  const template = valueAt(spec, ['chart'])
  if (!isJsonObject(template))
    return { reason: 'render-failed', message: 'The HelmRelease names no chart: set spec.chart or spec.chartRef.', path: ['spec'] }
  if (textAt(template, ['kind']) !== 'OCIRepository') return at(['spec', 'chart', 'spec'], chartOf(template.spec, namespace, scope))
  const url = textAt(template, ['spec', 'url']) ?? ''
  const local = localFolder(scope.localPath(url))
  const revisions = revisionOf('OCIRepository', template.spec)
  const found = local === undefined ? remoteSource('The chart', url) : checked({ folder: local.folder, revisions, valuesFiles: [] }, scope)
  return at(['spec', 'chart', 'spec', 'url'], found)
}

function at(path: Path, found: NamedChart | Unresolved): NamedChart | Problem {
  return isUnresolved(found) ? { ...found, path } : found
}

function referenced(ref: SourceRef, scope: Scope): NamedChart | Unresolved {
  if (ref.kind === 'HelmChart') {
    const chart = scope.objects.find({ ...ref, group: groups.source })
    if (chart === undefined) return missingObject(`HelmChart ${ref.namespace}/${ref.name}`, 'so the chart was not judged.')
    return chartOf(chart.object.spec, ref.namespace, scope)
  }
  if (ref.kind === 'OCIRepository') return archived(ref, undefined, scope)
  const artifact = sourceArtifact(ref, scope)
  const local = isUnresolved(artifact) ? artifact : resolveInArtifact(artifact, '')
  if (isUnresolved(artifact) || isUnresolved(local)) return local as Unresolved
  return checked({ folder: local.path, revisions: artifact.revisions, valuesFiles: [] }, scope)
}

function archived(ref: SourceRef, chart: string | undefined, scope: Scope): NamedChart | Unresolved {
  const found = chartArchive(ref, chart, scope)
  return isUnresolved(found) ? found : checked({ folder: found.path, revisions: found.revisions, valuesFiles: [] }, scope)
}

/** The chart that a HelmChart's `spec` names; values files count from the root of the source, in a Helm repository from the chart. */
function chartOf(spec: Json | undefined, namespace: string, scope: Scope): NamedChart | Unresolved {
  const ref = sourceRef(valueAt(spec, ['sourceRef']), namespace)
  const chart = textAt(spec, ['chart']) ?? ''
  if (ref.kind === 'HelmRepository') {
    const found = archived(ref, chart, scope)
    if (isUnresolved(found)) return found
    const version = textAt(spec, ['version']) ?? '*'
    return withValues({ ...found, revisions: [version] }, spec, { scope, resolve: (file) => posix.join(found.folder, file) })
  }
  const artifact = sourceArtifact(ref, scope)
  if (isUnresolved(artifact)) return artifact
  const local = resolveInArtifact(artifact, chart)
  if (isUnresolved(local)) return local
  const left = {
    reason: 'render-failed' as const,
    message: `${artifact.name} leaves ${chart} out: Flux fails on it. Correct what it ignores.`,
  }
  const found = local.holds(`${local.path}/`)
    ? checked({ folder: local.path, revisions: artifact.revisions, valuesFiles: [] }, scope)
    : left
  if (isUnresolved(found)) return artifact.assumed ? { ...found, reason: 'unresolved-reference' } : found
  const resolve = (file: string) => {
    const place = resolveInArtifact(artifact, file)
    return isUnresolved(place) ? undefined : place.path
  }
  return withValues(found, spec, { scope, resolve })
}

function withValues(
  chart: NamedChart,
  spec: Json | undefined,
  { scope, resolve }: { scope: Scope; resolve(file: string): string | undefined },
): NamedChart | Unresolved {
  // valuesFile is the older form of one
  const names = [valueAt(spec, ['valuesFile']), ...listOf(valueAt(spec, ['valuesFiles']))].filter((file) => typeof file === 'string')
  const valuesFiles: string[] = []
  for (const name of names.filter((file) => file !== '')) {
    const file = resolve(name)
    if (file !== undefined && !isProblem(scope.sources.bytes(file))) valuesFiles.push(file)
    else if (valueAt(spec, ['ignoreMissingValuesFiles']) !== true)
      return { reason: 'render-failed', message: `The values file ${name} cannot be read: Flux fails on it. Correct valuesFiles.` }
  }
  return { ...chart, valuesFiles }
}

function checked(chart: NamedChart, { sources }: Scope): NamedChart | Unresolved {
  if (sources.exists(posix.join(chart.folder, 'Chart.yaml'))) return chart
  if (/\.tgz$/.test(chart.folder) && sources.exists(chart.folder))
    return {
      reason: 'unresolved-reference',
      message: `${chart.folder} is a packaged chart, which is not opened here: unpack it into a folder.`,
    }
  return { reason: 'render-failed', message: `${chart.folder} holds no Chart.yaml: Flux fails on it. Correct the path of the chart.` }
}
