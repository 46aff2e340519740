import type { Report } from '../../src/model.ts'
import { jsonReporter } from '../../src/report/json.ts'
import { type ScanOptions, type ScanResult, scan } from '../../src/scan.ts'
import { type MergeOptions, mergeReports } from '../../src/shards/merge.ts'
import type { ReportText } from '../../src/shards/reading.ts'
import type { Shard } from '../../src/shards/split.ts'
import type { ShardText } from '../../src/shards/validation.ts'

/** The JSON reports of all shards, one after the other. */
export async function shardTexts(total: number, judge: (shard: Shard) => Promise<Report>): Promise<ReportText[]> {
  const texts: ReportText[] = []
  for (let index = 1; index <= total; index++) texts.push({ name: `${index}.json`, text: jsonReporter(await judge({ index, total })) })
  return texts
}

/** Scans a folder in shards and merges what they report. */
export async function scanInShards(folder: string, total: number, options: ScanOptions = {}): Promise<ScanResult> {
  const { policies } = options
  const reports = await shardTexts(total, async (shard) => (await scan({ cwd: folder, root: folder, ...options, shard })).report)
  return mergeIn(folder, { reports, ...(policies === undefined ? {} : { policies }) })
}

export function mergeIn(folder: string, options: MergeOptions): Promise<ScanResult> {
  return mergeReports({ cwd: folder, root: folder, ...options })
}

/** A report that was changed by somebody. */
export function tampered({ name, text }: ReportText, change: (report: ShardText['report']) => void): ReportText {
  const report = JSON.parse(text)
  change(report)
  return { name, text: JSON.stringify(report) }
}
