import { createHash } from 'node:crypto'
import { type PlannedUnit, recipe } from '../discover/sources.ts'
import { UserError } from '../model.ts'

/** One of several parts that the units of a repository are divided into; 1-based. */
export interface Shard {
  index: number
  total: number
}

/** Which units belong to one shard. */
export interface Part {
  /** True for its units; what belongs to no unit at all, or to one that could not be planned, is the first shard's. */
  holds(unit: string): boolean
  /** `sha256:<hex>` of the units and of the division: parts of one whole have the same. */
  plan: string
}

/** More parts than this help nobody: the plan is made anew in each. */
const mostShards = 100

/** What rendering costs, in files that are only read; measured on examples/cloudmart, rounded. */
const costs = { chart: 24, kustomization: 12 }

/** How far above the average a shard may be filled before an environment goes to another one than its hash says. */
const slack = 1.15

/** Reads `2/5`. @throws UserError (2) for anything else */
export function parseShard(text: string, name = '--shard'): Shard {
  const [, index, total] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []
  const shard = { index: Number(index), total: Number(total) }
  if (index === undefined || shard.index < 1 || shard.index > shard.total || shard.total > mostShards)
    throw new UserError(
      `${name} is "${text}", but must be <number>/<total>, counted from 1 to at most ${mostShards}: 2/5 is the second of five.`,
    )
  return shard
}

/**
 * Divides units among shards. Relation rules look things up in a whole environment, so an environment is never divided. The biggest is placed
 * first, on the shard that its name prefers (rendezvous hashing), as long as that one is not filled far above the average; else on the next it
 * prefers, and where none has room on the lightest. So shards are even, and few units move when others come and go (consistent hashing with
 * bounded loads, Mirrokni, Thorup and Zadimoghaddam 2017). Sizes count in powers of two, which small changes leave as they are.
 */
export function splitUnits(units: PlannedUnit[], { index, total }: Shard): Part {
  const environments = [...Map.groupBy(units, environmentOf)]
    .map(([key, members]) => ({ key, members, size: 2 ** Math.ceil(Math.log2(members.reduce((sum, unit) => sum + costOf(unit), 1))) }))
    .sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1))
  const room = Math.max(1, (environments.reduce((sum, { size }) => sum + size, 0) / total) * slack)
  const loads = new Array<number>(total).fill(0)
  const shardOf = new Map<string, number>()
  for (const { key, members, size } of environments) {
    const lightest = loads.indexOf(Math.min(...loads))
    const chosen = preferences(key, total).find((shard) => loads[shard]! + size <= room) ?? lightest
    loads[chosen]! += size
    for (const { id } of members) shardOf.set(id, chosen + 1)
  }
  return { holds: (unit) => (shardOf.get(unit) ?? 1) === index, plan: planDigest(units, shardOf, total) }
}

/** Ids of the units of an earlier state whose environment holds a unit of this part: relation rules have to see all of them. */
export function unitsBeside(part: Part, units: Pick<PlannedUnit, 'id' | 'destination'>[]): Set<string> {
  const wanted = new Set(units.filter(({ id }) => part.holds(id)).map(environmentOf))
  return new Set(units.filter((unit) => wanted.has(environmentOf(unit))).map(({ id }) => id))
}

/** Key of what is judged together: the destination that units share, else the unit itself. */
export function environmentOf({ id, destination }: Pick<PlannedUnit, 'id' | 'destination'>): string {
  return destination === '' ? `unit ${id}` : `destination ${destination}`
}

function costOf({ sources }: PlannedUnit): number {
  return sources.reduce((sum, source) => sum + (source.source === 'plain' ? source.files.length : costs[source.source]), 0)
}

/** 0-based shards, the one with the highest hash first. */
function preferences(key: string, total: number): number[] {
  const hashes = Array.from({ length: total }, (_, shard) => createHash('sha256').update(`${shard} ${key}`).digest().readUIntBE(0, 6))
  return hashes.map((_, shard) => shard).sort((a, b) => hashes[b]! - hashes[a]! || a - b)
}

/** Two shards that saw other units, or other sources of a unit, could leave one of them to each other. */
function planDigest(units: PlannedUnit[], shardOf: Map<string, number>, total: number): string {
  const rows = units.map((unit) => JSON.stringify([unit.id, shardOf.get(unit.id), environmentOf(unit), unit.sources.map(recipe)])).sort()
  return `sha256:${createHash('sha256')
    .update(`${total}\n${rows.join('\n')}`)
    .digest('hex')}`
}
