import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { JsonObject } from '../../model.ts'
import type { ScanFacts } from '../model.ts'
import { ImageError } from '../registry/error.ts'
import { convertArguments, filesArguments, imageArguments, outputFile, sbomArguments } from './arguments.ts'
import { guessBaseLayers } from './base-layers.ts'
import { imageCoverage } from './coverage.ts'
import { type FailureContext, failureOf } from './failure.ts'
import { ReportError } from './fields.ts'
import { fileFacts } from './file-facts.ts'
import type { FileFacts, FileToScan, ScanFilesOptions, ScanImageOptions } from './model.ts'
import { readReport } from './report.ts'
import type { RunResult } from './run.ts'
import { baseLayersOf, keptSbom } from './sbom.ts'
import { stageFiles } from './staging.ts'
import type { ClaimedLayer, RunPlace } from './worker.ts'
import type { Workers } from './workers.ts'

/** Largest report that is read, in bytes. */
const maxReport = 256 * 1024 * 1024

export interface JobContext {
  workers: Workers
  server?: string | undefined
  /** Called with each report of an image or SBOM, to see that the same server and database judged it. */
  check(report: unknown): void
  timeout: number
  memory: number
}

/** Scans an OCI layout folder. */
export async function imageJob(
  context: JobContext,
  layout: string,
  options: ScanImageOptions,
): Promise<{ facts: ScanFacts; sbom: string }> {
  // Trivy cuts a path at the first of these (pkg/fanal/image/oci.go)
  if (/[:@]/.test(layout))
    throw new ImageError('scanner-failed', `The temporary folder ${layout} has a colon or @ in its name: set TMPDIR.`)
  const about = 'Trivy could not scan the image'
  const { signal, find } = options
  const found = await context.workers.run({
    signal,
    layers: claimedLayers(layout),
    args: (place) => imageArguments(place, layout, { find, server: context.server }),
    read: async (result, place) => {
      const report = outcome(result, place, failureContext(context, about))
      return { ...judge(context, report, result, options.baseLayers ?? guessed(report)), report: JSON.stringify(report) }
    },
  })
  const sbom = await context.workers.run({
    signal,
    args: (place) => {
      const report = join(place.folder, 'scanned.json')
      writeFileSync(report, found.report)
      return convertArguments(place, report, outputFile(place))
    },
    read: async (result, place) => {
      const document = outcome(result, place, failureContext(context, about)) as JsonObject
      return keptSbom(document, { name: basename(layout), baseLayers: found.baseLayers })
    },
  })
  return { facts: found.facts, sbom }
}

/** Bytes: no file fits into an archive that is compressed to this, so it is an empty layer, which each builder compresses in its own way. */
const emptyLayer = 64

/**
 * What an image says of its layers.
 * @throws ImageError `invalid` where the layout cannot be read, or two layers are not the same and are said to be
 */
function claimedLayers(layout: string): ClaimedLayer[] {
  const json = <T>(...path: string[]): T => JSON.parse(readFileSync(join(layout, ...path), 'utf8')) as T
  const blob = <T>(digest: string): T => json('blobs', ...digest.split(':'))
  const invalid = (what: string, cause?: unknown) => new ImageError('invalid', `The image cannot be scanned: ${what}.`, { cause })
  let layers: { digest: string; size: number }[]
  let names: string[] | undefined
  try {
    const { manifests } = json<{ manifests: { digest: string }[] }>('index.json')
    const manifest = blob<{ config: { digest: string }; layers: typeof layers }>(manifests[0]!.digest)
    layers = manifest.layers
    names = blob<{ rootfs?: { diff_ids?: string[] } }>(manifest.config.digest).rootfs?.diff_ids
  } catch (cause) {
    throw invalid('its layout cannot be read', cause)
  }
  const claimed = layers.map(({ digest }, index) => ({ blob: digest, diffId: names?.[index] ?? '' }))
  const large = claimed.filter((_, index) => layers[index]!.size > emptyLayer)
  if (large.some(({ diffId, blob: own }) => claimed.some((other) => other.diffId === diffId && other.blob !== own)))
    throw invalid('its configuration says of two different layers that they are the same, so build it again')
  return claimed
}

/** Judges the packages of an earlier scan with the database of today. */
export function sbomJob(context: JobContext, sbom: string, signal: AbortSignal | undefined): Promise<ScanFacts> {
  return context.workers.run({
    signal,
    args: (place) => {
      const file = join(place.folder, 'sbom.json')
      writeFileSync(file, sbom)
      return sbomArguments(place, file, { server: context.server })
    },
    read: async (result, place) => {
      const report = outcome(result, place, failureContext(context, 'Trivy could not judge the packages of the image'))
      return judge(context, report, result, baseLayersOf(sbom)).facts
    },
  })
}

/** Scans copies of files. */
export function filesJob(
  context: JobContext,
  files: Iterable<FileToScan>,
  { types, secrets = false, variables = [], signal }: ScanFilesOptions,
): Promise<FileFacts> {
  let places: ReturnType<typeof stageFiles>
  return context.workers.run({
    signal,
    args: (place) => {
      const folder = join(place.folder, 'files')
      places = stageFiles(files, folder)
      return filesArguments(place, folder, { types, secrets, variables })
    },
    read: async (result, place) => {
      const report = outcome(result, place, failureContext({ ...context, server: undefined }, 'Trivy could not scan the files'))
      return strictly(() => fileFacts(report, { places, log: result.log, types }))
    },
  })
}

function judge(context: JobContext, report: unknown, { log }: RunResult, baseLayers: string[] | undefined) {
  return strictly(() => {
    context.check(report)
    const { incomplete, unread } = imageCoverage(report, log)
    if (incomplete !== undefined) throw new ImageError('incomplete', `Trivy did not see all of the image: ${incomplete}.`)
    return { facts: { ...readReport(report, baseLayers), ...(unread.length === 0 ? {} : { unread }) }, baseLayers }
  })
}

function guessed(report: unknown): string[] | undefined {
  return strictly(() => guessBaseLayers(report))
}

function failureContext({ server, timeout, memory }: Pick<JobContext, 'server' | 'timeout' | 'memory'>, about: string): FailureContext {
  return { task: server === undefined ? 'scan' : 'server', about, timeout, memory }
}

/** The JSON that a run wrote. @throws ImageError when it failed, or wrote none */
function outcome(result: RunResult, place: RunPlace, context: FailureContext): unknown {
  const failure = failureOf(result, context)
  if (failure !== undefined) throw failure
  const file = outputFile(place)
  const size = statSync(file, { throwIfNoEntry: false })?.size
  const fail = (what: string, cause?: unknown) => new ImageError('scanner-failed', `${context.about}: ${what}.`, { cause })
  if (size === undefined) throw fail('it wrote no report')
  if (size > maxReport) throw fail(`its report has more than ${maxReport / 1024 / 1024} MiB`)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw fail('its report is no JSON', cause)
  }
}

/** A report that is not what its format says is a failure of the scan. */
function strictly<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ReportError)
      throw new ImageError('scanner-failed', `Trivy's report cannot be read (${error.message}): this version may be too new.`, {
        cause: error,
      })
    throw error
  }
}
