import { canonicalJson } from '../json.ts'
import { type Report, UserError } from '../model.ts'
import type { ShardText } from './validation.ts'

/** What all shards of one scan have in common, with the words for it. */
const common: { what: string; remedy: string; of(report: ShardText['report']): unknown }[] = [
  { what: 'another number of shards', remedy: 'divide into the same number everywhere', of: ({ shard }) => shard.total },
  { what: 'other policies', remedy: 'give every shard the same policies', of: ({ tool }) => tool.policies },
  { what: 'the settings of another commit', remedy: 'scan every shard against the same commit', of: ({ settings }) => settings },
  {
    what: 'another configuration',
    remedy: 'give every shard the same flags and configuration',
    of: ({ shard }) => [shard.settings, shard.scope],
  },
  { what: 'another commit', remedy: 'check the same commit out for every shard', of: ({ shard }) => shard.commit },
  {
    what: 'other units',
    remedy: 'scan the same commit and paths in every shard, and write reports outside of them',
    of: ({ shard }) => [shard.plan, shard.units],
  },
  {
    what: 'another commit to compare with',
    remedy: 'compare every shard with the same commit',
    of: ({ change }) => change && [change.base, change.gate?.files],
  },
  {
    what: 'other images or files to scan',
    remedy: 'give every shard the same flags and configuration',
    of: ({ images, infrastructure }) => [images && [images.mode, images.exploits], infrastructure?.mode],
  },
  { what: 'other waivers or another baseline', remedy: 'scan the same commit in every shard', of: governanceOf },
]

/**
 * Refuses reports that are not all the shards of one scan: a part that is missing or stands for another one would pass without having been
 * judged.
 * @throws UserError (3) that names the files
 */
export function requireOneWhole(shards: ShardText[]): void {
  const [first, ...others] = shards
  if (first === undefined) throw new UserError('There is no report to merge: name the JSON reports of the shards, or their folder.')
  for (const { what, remedy, of } of common) {
    const other = others.find(
      ({ report }) => canonicalJson((of(report) ?? null) as never) !== canonicalJson((of(first.report) ?? null) as never),
    )
    if (other !== undefined) throw new UserError(`${other.name} was judged with ${what} than ${first.name}: ${remedy}.`, { exitCode: 3 })
  }
  const byIndex = Map.groupBy(shards, ({ report }) => report.shard.index)
  for (const [index, same] of byIndex)
    if (same.length > 1)
      throw new UserError(`${same.map(({ name }) => name).join(' and ')} are both shard ${index}: merge each shard once.`, { exitCode: 3 })
  const { total } = first.report.shard
  const missing = Array.from({ length: total }, (_, i) => i + 1).filter((index) => !byIndex.has(index))
  if (missing.length > 0)
    throw new UserError(
      `Shard${missing.length === 1 ? '' : 's'} ${missing.join(', ')} of ${total} ${missing.length === 1 ? 'is' : 'are'} missing beside ${first.name}: its part was not judged, or its report not handed on. Look at the job of that shard.`,
      { exitCode: 3 },
    )
}

function governanceOf({ waivers, baseline }: Report): unknown {
  return [waivers?.map(({ status: _status, findings: _findings, ...waiver }) => waiver) ?? null, baseline?.entries ?? null]
}
