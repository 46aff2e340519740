import { createHash, hash } from 'node:crypto'
import type { EngineCache } from '../engines/cache.ts'
import type { FileFacts, FileType, Trivy } from '../images/trivy/model.ts'
import type { ItemResult, ScanItem } from './model.ts'

export interface ScanItemsOptions {
  trivy: Trivy
  /** Results by content; undefined: nothing is kept. */
  cache: EngineCache | undefined
  signal?: AbortSignal
  /** Told how many items are done. */
  onDone?: (done: number) => void
}

/** A call costs seconds before the first file; more files than this keep too much in the memory of one process. */
const batchItems = 100
const batchBytes = 8 * 1024 * 1024

/** What a type can be mistaken for is not scanned with it, so that no file counts as looked at because it was taken for something else. */
const togetherWith: Record<ScanItem['type'], string> = {
  terraform: 'files',
  dockerfile: 'files',
  cloudformation: 'files',
  kubernetes: 'objects',
  'azure-arm': 'azure',
  ansible: 'ansible',
  secret: 'secrets',
}

/**
 * Scans items, in their order: what has the same content and type is scanned once, what was scanned before by the same Trivy is taken from
 * the cache. What fails is never kept. A call that fails is repeated with half of its items each, so that one file cannot fail others.
 */
export async function scanItems(items: ScanItem[], options: ScanItemsOptions): Promise<ItemResult[]> {
  const keys = items.map((item) => keyOf(item, options.trivy))
  const results = new Map<string, ItemResult>()
  const missing = new Map<string, ScanItem>()
  for (const [index, item] of items.entries()) {
    const key = keys[index]!
    if (results.has(key) || missing.has(key)) continue
    const kept = options.cache?.get(key)
    if (kept === undefined) missing.set(key, item)
    else results.set(key, JSON.parse(kept) as ItemResult)
  }
  options.onDone?.(results.size)
  const scanBatch = async (batch: [string, ScanItem][]): Promise<void> => {
    let found: ItemResult[]
    try {
      found = resultsOf(
        batch.map(([, item]) => item),
        await call(batch, options),
      )
    } catch (error) {
      if (options.signal?.aborted === true) throw error
      if (batch.length > 1) {
        const half = Math.ceil(batch.length / 2)
        await scanBatch(batch.slice(0, half))
        return scanBatch(batch.slice(half))
      }
      const failed = batch[0]![1].expected.map((file) => ({ file, message: (error as Error).message }))
      found = [{ ...nothing(), failed }]
    }
    for (const [index, [key]] of batch.entries()) {
      const result = found[index]!
      results.set(key, result)
      if (result.failed.length === 0) options.cache?.set(key, JSON.stringify(result))
    }
    options.onDone?.(results.size)
  }
  await Promise.all(batches([...missing]).map(scanBatch))
  return keys.map((key) => results.get(key)!)
}

/** The result of an item of which nothing is known. */
export function nothing(): ItemResult {
  return { misconfigurations: [], secrets: [], failed: [], unexpanded: [] }
}

/** All that a result depends on. */
function keyOf({ type, files, expected, variables = [] }: ScanItem, { info }: Trivy): string {
  const { version, sha256, checks } = info
  const digest = createHash('sha256').update(JSON.stringify(['files 2', version, sha256 ?? '', checks?.digest ?? '', type, expected]))
  digest.update(JSON.stringify(variables))
  for (const { path, content } of files) digest.update(`\n${JSON.stringify(path)} ${hash('sha256', content)}`)
  return digest.digest('hex')
}

/** Values of variables hold for a whole call, so that who has some is scanned alone. */
function batches(entries: [string, ScanItem][]): [string, ScanItem][][] {
  const all: [string, ScanItem][][] = []
  for (const group of Map.groupBy(entries, ([key, { type, variables }]) => (variables === undefined ? togetherWith[type] : key)).values()) {
    let bytes = 0
    let batch: [string, ScanItem][] = []
    for (const entry of group) {
      const size = entry[1].files.reduce((sum, { content }) => sum + content.length, 0)
      if (batch.length > 0 && (batch.length >= batchItems || bytes + size > batchBytes)) {
        all.push(batch)
        batch = []
        bytes = 0
      }
      batch.push(entry)
      bytes += size
    }
    all.push(batch)
  }
  return all
}

/** Each item lies in a folder of its own, `0/`, `1/` …: none sees another. */
function call(batch: [string, ScanItem][], { trivy, signal }: ScanItemsOptions): Promise<FileFacts> {
  const files = batch.flatMap(([, item], index) => item.files.map(({ path, content }) => ({ path: `${index}/${path}`, content })))
  const types = [...new Set(batch.map(([, { type }]) => type))].filter((type): type is FileType => type !== 'secret').sort()
  const variables = batch.flatMap(([, item], index) => (item.variables ?? []).map((path) => `${index}/${path}`))
  return trivy.scanFiles(files, {
    types,
    ...(types.length === 0 ? { secrets: true } : {}),
    ...(variables.length === 0 ? {} : { variables }),
    ...(signal === undefined ? {} : { signal }),
  })
}

/** Divides what was found by the folders of the items. @throws Error for a file that was not given */
function resultsOf(items: ScanItem[], facts: FileFacts): ItemResult[] {
  const results = items.map(nothing)
  const scanned = items.map(() => new Set<string>())
  const place = (path: string): { index: number; file: string } => {
    const slash = path.indexOf('/')
    const index = slash < 0 ? -1 : Number(path.slice(0, slash))
    if (!Object.hasOwn(items, index)) throw new Error(`The scanner speaks of a file that it was not given (${path}).`)
    return { index, file: path.slice(slash + 1) }
  }
  // the root folder of an item has no path below it
  const placeOfFolder = (path: string) => place(path.includes('/') ? path : `${path}/.`)
  for (const one of facts.misconfigurations) {
    if (one.status !== 'fail') continue
    const { index, file } = place(one.target)
    if (one.type === items[index]!.type) results[index]!.misconfigurations.push({ ...one, target: file })
  }
  for (const one of facts.secrets) {
    const { index, file } = place(one.file)
    results[index]!.secrets.push({ ...one, file })
  }
  for (const { file: path, message } of facts.failed) {
    const { index, file } = place(path)
    const { failed } = results[index]!
    // a root module is read more than once
    if (!failed.some((other) => other.file === file)) failed.push({ file, message: message.replaceAll(`${index}/${file}`, file) })
  }
  for (const { root, ...block } of facts.unexpanded) results[placeOfFolder(root).index]!.unexpanded.push(block)
  for (const path of facts.scanned) {
    const { index, file } = placeOfFolder(path)
    scanned[index]!.add(file)
  }
  for (const [index, item] of items.entries()) {
    const result = results[index]!
    if (item.type === 'secret') continue
    for (const file of item.expected)
      if (!scanned[index]!.has(file) && result.failed.length === 0)
        result.failed.push({ file, message: `it cannot be read as what it seems to be (${item.type})` })
  }
  return results
}
