import { posix } from 'node:path'
import type { Config } from '../config/config.ts'
import { environmentOf } from '../discover/environment.ts'
import { isManifestName, walk } from '../discover/walk.ts'
import type { EngineCache } from '../engines/cache.ts'
import type { SourceFiles } from '../files.ts'
import type { Identity } from '../govern/baseline/entry.ts'
import { exemptionsOf } from '../govern/exemptions.ts'
import { compareFindings } from '../govern/order.ts'
import type { Trivy } from '../images/trivy/model.ts'
import { type Finding, type InfrastructureReport, type Manifest, type NotEvaluated, type Rule, type Unit, UserError } from '../model.ts'
import { compareText } from '../order.ts'
import { infrastructureItems, isInfrastructureName } from './files.ts'
import { fileOf, foundInFiles } from './files-found.ts'
import { type Found, finishFound, misconfigurationRule, secretRule } from './findings.ts'
import { foundInObjects } from './kubernetes/found.ts'
import { kubernetesItems } from './kubernetes/items.ts'
import type { InfrastructureMode, ItemResult, ScanItem } from './model.ts'
import { nothing, scanItems } from './scanner.ts'
import { secretItems } from './secrets.ts'
import { unjudgedBlocks } from './terraform/instances.ts'

export interface InfrastructureOptions {
  /** Absolute. */
  root: string
  /** What to scan, relative to the root. */
  paths: string[]
  sources: SourceFiles
  config: Pick<Config, 'discover' | 'infrastructure' | 'rules' | 'exemptNamespaces' | 'language'>
  /** Rules that are on, by id, with the severities of the configuration. Without the two of this domain nothing is scanned. */
  rules: Map<string, Rule>
  /** Files that are no input, relative to the root: reports of an earlier run. */
  leaveOut?: string[]
  /** The root is a commit, written out: git tracks all that is there. */
  allTracked?: boolean
  /** Objects that are judged; scanned only where the configuration asks for it. */
  manifests: Manifest[]
  mode: InfrastructureMode
  /** With `changed`: whether a file is not the same in the state that this one is compared with. Absent: all are scanned. */
  isChanged?: (file: string) => boolean
  /** Files that only the other state has: what lies beside them has changed. */
  removed?: Iterable<string>
  /** Asked only when there is something to scan. */
  openTrivy: () => Promise<Trivy>
  /** Results by content, `cacheOf(options, 'scans')`. */
  cache: EngineCache | undefined
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

export interface InfrastructureResult {
  /** All open, sorted. */
  findings: Finding[]
  /** What each is for a baseline, by its fingerprint. */
  identities: Map<string, Identity>
  notEvaluated: NotEvaluated[]
  /** Folders of the files that were scanned, by id; one that holds manifests too has the id of their unit. */
  units: Unit[]
  /** What is looked at here, relative to the root, whether or not it had to be scanned. */
  files: ReadonlySet<string>
  report: InfrastructureReport
}

const defaultTypes = ['terraform', 'cloudformation', 'dockerfile']

/**
 * Gives files that are no Kubernetes objects to Trivy, and what it finds as findings like all others. Every file that was found is scanned,
 * or is in `notEvaluated`.
 * @throws UserError of `openTrivy`
 */
export async function scanInfrastructure(options: InfrastructureOptions): Promise<InfrastructureResult> {
  const { config, rules, sources } = options
  const types = new Set<string>(config.infrastructure.types ?? defaultTypes)
  const files = filesOf(options)
  const found = rules.has(misconfigurationRule) ? infrastructureItems(files.paths, { types, sources }) : { items: [], notEvaluated: [] }
  const changed = changeTest(options)
  const items = found.items.filter(changed)
  if (config.infrastructure.secrets === true && rules.has(secretRule)) items.push(...secretItems(files.paths, sources).filter(changed))
  const objects = types.has('kubernetes') && rules.has(misconfigurationRule) ? kubernetesItems(options.manifests) : []
  const all = [...items, ...objects.map(({ item }) => item)]
  const scan = await scanAll(all, options)
  const ofObjects = await foundInObjects(objects, scan.results.slice(items.length), {
    ...options,
    language: config.language,
    exemptions: exemptionsOf(config),
  })
  const raw: Found[] = [...foundInFiles(items, scan.results, sources), ...ofObjects.found]
  const { findings, identities } = finishFound(raw, {
    rules,
    language: config.language,
    fixed: new Set(Object.keys(config.rules).filter((id) => config.rules[id]!.severity !== undefined)),
    exclude: config.infrastructure.checks?.exclude ?? [],
  })
  const scanned = new Set(items.flatMap(filesIn))
  return {
    findings: findings.sort(compareFindings),
    identities,
    notEvaluated: [
      ...files.notEvaluated,
      // what a change does not touch is not judged, so nothing is said of it
      ...found.notEvaluated.filter(({ file, reason }) => reason === 'file-not-scanned' || scanned.has(file) || changed(file)),
      ...scan.notEvaluated,
      ...all.flatMap((item, index) => failures(item, scan.results[index]!)),
      ...unjudged(items, scan.results),
    ],
    // without a scanner nothing was looked into
    units: scan.trivy === undefined ? [] : unitsOf(items),
    files: new Set(found.items.flatMap(filesIn)),
    report: {
      mode: options.mode,
      ...(scan.trivy === undefined ? {} : { scanner: scan.trivy.info }),
      files: countFiles(scan.trivy === undefined ? [] : all),
      ...(ofObjects.merged === 0 ? {} : { merged: ofObjects.merged }),
    },
  }
}

function filesOf({ root, paths, config, leaveOut = [], allTracked = false }: InfrastructureOptions) {
  // a tracked file may hold a credential whatever its name is
  const isWanted = config.infrastructure.secrets === true ? () => true : isInfrastructureName
  const tree = walk(paths, { root, exclude: config.discover.exclude ?? [], allTracked, isWanted })
  const left = new Set(leaveOut)
  return {
    paths: tree.files.filter((file) => !left.has(file)),
    // folders and manifests are reported where manifests are looked for
    notEvaluated: tree.notEvaluated.filter(({ file }) => isInfrastructureName(file) && !isManifestName(file)),
  }
}

/** True for an item, or a file, that a change has to do with: one of its files is changed, or one beside them is gone. */
function changeTest({ mode, isChanged, removed = [] }: InfrastructureOptions): (subject: ScanItem | string) => boolean {
  if (mode === 'all' || isChanged === undefined) return () => true
  const folders = new Set([...removed].filter(isInfrastructureName).map((file) => posix.dirname(file)))
  return (subject) => {
    const files = typeof subject === 'string' ? [subject] : filesIn(subject)
    const isModule = typeof subject !== 'string' && subject.type === 'terraform'
    return files.some((file) => isChanged(file) || (isModule && folders.has(posix.dirname(file))))
  }
}

interface Scan {
  trivy?: Trivy
  results: ItemResult[]
  notEvaluated: NotEvaluated[]
}

/** Without a scanner nothing was scanned, which is one gap and not as many as there are files. */
async function scanAll(items: ScanItem[], options: InfrastructureOptions): Promise<Scan> {
  if (items.length === 0) return { results: [], notEvaluated: [] }
  let trivy: Trivy
  try {
    trivy = await options.openTrivy()
  } catch (error) {
    if (options.signal?.aborted === true || error instanceof UserError) throw error
    const paths = new Set(items.map(({ path }) => path))
    const message = `${paths.size === 1 ? 'This' : `These ${paths.size} files and folders`} could not be scanned: ${(error as Error).message}`
    const first = [...paths].sort()[0]!
    return { results: items.map(nothing), notEvaluated: [{ file: first, unit: '', reason: 'file-not-scanned', message }] }
  }
  const { signal, cache, onProgress } = options
  const results = await scanItems(items, {
    trivy,
    cache,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onDone: (done) => onProgress(done, items.length) }),
  })
  return { trivy, results, notEvaluated: [] }
}

function failures(item: ScanItem, { failed }: ItemResult): NotEvaluated[] {
  return failed.map(({ file: path, message }) => {
    const file = fileOf(item, path)
    // of a root module that gave no answer the folder is named
    const unit = item.type === 'kubernetes' ? '' : file === item.path && item.type === 'terraform' ? file : posix.dirname(file)
    return { file, unit, reason: 'file-not-scanned', message: `The file was not scanned: ${message.replace(/\.$/, '')}.` }
  })
}

/** A module that several roots call may be incomplete in each of them. */
function unjudged(items: ScanItem[], results: ItemResult[]): NotEvaluated[] {
  const gaps = items.flatMap((item, index) => unjudgedBlocks(item, results[index]!.unexpanded))
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()]
}

/** Paths relative to the root. */
function filesIn(item: ScanItem): string[] {
  return item.files.map(({ path }) => fileOf(item, path))
}

function unitsOf(items: ScanItem[]): Unit[] {
  const folders = new Set(items.flatMap(filesIn).map((file) => posix.dirname(file)))
  return [...folders]
    .sort(compareText)
    .map((path) => ({ id: path, kind: 'directory', path, environment: environmentOf(path), destination: '' }))
}

/** Files by type; a file counts once, however many root modules call its module. */
function countFiles(items: ScanItem[]): Record<string, number> {
  const files = new Map<string, Set<string>>()
  for (const [index, item] of items.entries()) {
    const known = files.get(item.type) ?? new Set()
    files.set(item.type, known)
    for (const { path } of item.files) known.add(item.type === 'kubernetes' ? String(index) : fileOf(item, path))
  }
  return Object.fromEntries([...files].map(([type, names]): [string, number] => [type, names.size]).sort(([a], [b]) => compareText(a, b)))
}
