import { type Collection, earlierReports } from './collect.ts'
import type { ScanScope } from './config/config.ts'
import { cacheOf } from './engines/cache.ts'
import type { Identity } from './govern/baseline/entry.ts'
import type { VexOf } from './govern/governance.ts'
import type { ScannedImages } from './images/scan.ts'
import type { InfrastructureResult } from './infrastructure/infrastructure.ts'
import type { InfrastructureReport, Rule } from './model.ts'
import type { Preparation } from './prepare.ts'
import type { ScanOptions } from './scan.ts'

export interface Scanned {
  images?: ScannedImages
  infrastructure?: InfrastructureResult
}

export interface ScannersOptions {
  options: ScanOptions
  /** `YYYY-MM-DD` in UTC. */
  today: string
}

/** Rules that need to know what hangs on an image in its registry. */
const attachmentRules = ['image/unsigned', 'image/sbom-missing']

/**
 * Gives images and files to Trivy, as far as that is asked for. Where it is not, nothing of it is loaded.
 * @throws UserError (2) for settings that cannot be used, (3) where nothing can be scanned at all
 */
export async function runScanners(preparation: Preparation, collection: Collection, context: ScannersOptions): Promise<Scanned> {
  const { config } = preparation
  const { images, infrastructure } = context.options
  const imageScope = images?.scan ?? config.images.scan ?? 'none'
  const fileScope = infrastructure?.scan ?? config.infrastructure.scan ?? 'none'
  // one after the other: each uses all the processors and memory that it may
  const scannedImages = imageScope === 'none' ? undefined : await imagesOf(preparation, collection, context)
  const scannedFiles = fileScope === 'none' ? undefined : await filesOf(preparation, collection, { ...context, mode: fileScope })
  return {
    ...(scannedImages === undefined ? {} : { images: scannedImages }),
    ...(scannedFiles === undefined ? {} : { infrastructure: scannedFiles }),
  }
}

/** Files that are no Kubernetes objects and were given to the scanner. */
export function scannedFiles(reports: InfrastructureReport[]): number {
  return reports.flatMap(({ files }) => Object.values(files)).reduce((sum, count) => sum + count, 0)
}

/**
 * Tells of what a waiver names whether a rule is meant that not everything was judged by, since not all images or files were scanned.
 */
export function partlyJudged(rules: Rule[], { allImages, allFiles }: { allImages: boolean; allFiles: boolean }): (rule: string) => boolean {
  const partly = rules.filter(({ scope }) => (scope === 'image' && !allImages) || (scope === 'file' && !allFiles))
  return (named) =>
    partly.some(({ id }) => (named.endsWith('/*') ? id.startsWith(named.slice(0, -1)) : named === id || named.startsWith(`${id}/`)))
}

async function imagesOf(
  preparation: Preparation,
  { manifests, units }: Collection,
  { options, today }: ScannersOptions,
): Promise<ScannedImages> {
  const { scanImages } = await import('./images/scan.ts')
  const { config, root, sources, settings, rules } = preparation
  const { onProgress, cacheDir } = options
  return await scanImages({
    manifests,
    units,
    config,
    root,
    sources,
    place: settings,
    images: options.images ?? {},
    scanner: options.scanner ?? {},
    attachments: attachmentRules.some((id) => rules.has(id)),
    today,
    cache: cacheOf(options, 'scans'),
    ...(cacheDir === undefined ? {} : { cacheDir }),
    ...(onProgress === undefined ? {} : { onProgress: (done, total) => onProgress({ step: 'images', done, total }) }),
  })
}

async function filesOf(
  preparation: Preparation,
  { manifests }: Collection,
  { options, today, mode }: ScannersOptions & { mode: Exclude<ScanScope, 'none'> },
): Promise<InfrastructureResult> {
  const [{ scanInfrastructure }, { openScanner }] = await Promise.all([
    import('./infrastructure/infrastructure.ts'),
    import('./images/open-scanner.ts'),
  ])
  const { root, paths, sources, config, rules } = preparation
  const { onProgress, cacheDir, infrastructure: { isChanged, removed } = {} } = options
  // files belong to no unit: the first part scans them for all
  const isFirst = (options.shard?.index ?? 1) === 1
  const objectsOnly = {
    ...config.infrastructure,
    secrets: false,
    types: (config.infrastructure.types ?? []).filter((type) => type === 'kubernetes'),
  }
  const context = {
    root,
    config,
    scanner: options.scanner ?? {},
    today,
    keeps: options.cache ?? true,
    ...(cacheDir === undefined ? {} : { cacheDir }),
  }
  let opened: ReturnType<typeof openScanner> | undefined
  try {
    const result = await scanInfrastructure({
      root,
      paths,
      sources,
      config: isFirst ? config : { ...config, infrastructure: objectsOnly },
      rules,
      leaveOut: earlierReports(preparation, options),
      allTracked: options.snapshotOf !== undefined,
      manifests,
      // without a base everything has changed
      mode: isChanged === undefined ? 'all' : mode,
      ...(isChanged === undefined ? {} : { isChanged }),
      ...(removed === undefined ? {} : { removed }),
      openTrivy: () => (opened ??= openScanner(context, ['files'])),
      cache: cacheOf(options, 'scans'),
      ...(onProgress === undefined ? {} : { onProgress: (done, total) => onProgress({ step: 'files', done, total }) }),
    })
    return isFirst ? result : { ...result, notEvaluated: result.notEvaluated.filter(({ unit }) => unit !== '') }
  } finally {
    await (await opened?.catch(() => undefined))?.close()
  }
}

/**
 * What VEX documents of the settings say of findings in images; undefined where none were scanned or none is named.
 * @throws UserError (2) for documents that cannot be used
 */
export async function statementsOf(
  { config, settings }: Preparation,
  { images }: Scanned,
  identities: Map<string, Identity>,
): Promise<VexOf | undefined> {
  if (images === undefined || config.vex.length === 0) return undefined
  const [{ loadVex }, { vexOf }] = await Promise.all([import('./images/vex/read.ts'), import('./images/vex/apply.ts')])
  return vexOf(loadVex(config.vex, settings, { language: config.language }), { images: images.images, identities })
}
