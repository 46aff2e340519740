import { type PlannedUnit, recipe } from '../discover/sources.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Unit } from '../model.ts'
import { unitInputs } from './inputs.ts'

/** What would be deployed from one state of a repository. */
export interface PlannedState {
  units: PlannedUnit[]
  sources: SourceFiles
}

/**
 * Why a unit is judged again: it is new; the object that defines it makes something else of it; it reads a file that is new, changed or gone;
 * it shares its environment with such a unit.
 */
export type AffectedReason = 'new' | 'definition' | 'files' | 'environment'

export interface AffectedUnits {
  /** Units after the change, by id. */
  affected: Map<string, AffectedReason>
  /** Units that are gone. */
  removed: Unit[]
}

/**
 * The units that a change can have an effect on. A unit is a function of its recipe and of the files it reads: where both are as they were,
 * so are its objects. Relation rules look things up among the units of one environment; one affected, new or removed unit there affects all.
 * @param isChanged from fileComparison
 */
export function affectedUnits(base: PlannedState, head: PlannedState, isChanged: (file: string) => boolean): AffectedUnits {
  const before = new Map(base.units.map((unit) => [unit.id, unit]))
  const ids = new Set(head.units.map(({ id }) => id))
  const removed = base.units.filter(({ id }) => !ids.has(id))
  const affected = new Map<string, AffectedReason>()
  for (const unit of head.units) {
    const reason = effect(before.get(unit.id), unit, { base: base.sources, head: head.sources, isChanged })
    if (reason !== undefined) affected.set(unit.id, reason)
  }
  const touched = new Set(
    [...removed, ...head.units.filter(({ id }) => affected.has(id)), ...base.units.filter(({ id }) => affected.has(id))]
      .map(({ destination }) => destination)
      .filter((destination) => destination !== ''),
  )
  for (const { id, destination } of head.units) if (touched.has(destination) && !affected.has(id)) affected.set(id, 'environment')
  return { affected, removed }
}

function effect(
  before: PlannedUnit | undefined,
  unit: PlannedUnit,
  files: { base: SourceFiles; head: SourceFiles; isChanged: (file: string) => boolean },
): AffectedReason | undefined {
  if (before === undefined) return 'new'
  // one plan for both states
  if (before === unit && files.base === files.head) return some(unitInputs(unit, files.head), files.isChanged) ? 'files' : undefined
  if (definition(before) !== definition(unit)) return unit.definedBy === undefined ? 'files' : 'definition'
  const inputs = new Set([...unitInputs(before, files.base), ...unitInputs(unit, files.head)])
  return some(inputs, files.isChanged) ? 'files' : undefined
}

function some(files: Set<string>, test: (file: string) => boolean): boolean {
  for (const file of files) if (test(file)) return true
  return false
}

/** All of a unit but the objects that define it: what they say is in the recipes, where they stand is compared by their files. */
function definition({ definedBy: _definedBy, sources, ...unit }: PlannedUnit): string {
  return JSON.stringify([Object.entries(unit).sort(([a], [b]) => (a < b ? -1 : 1)), sources.map(recipe)])
}

/**
 * Whether a file differs between the two states, as they are read: through links, and with what keeps a file from being read. Each is
 * compared once; those known to be the same are not read.
 */
export function fileComparison(base: SourceFiles, head: SourceFiles, same: Set<string>): (file: string) => boolean {
  const known = new Map<string, boolean>()
  return (file) => {
    const result = known.get(file) ?? (!same.has(file) && differs(base.bytes(file), head.bytes(file)))
    known.set(file, result)
    return result
  }
}

function differs(before: ReturnType<SourceFiles['bytes']>, after: ReturnType<SourceFiles['bytes']>): boolean {
  if (isProblem(before) || isProblem(after)) return !(isProblem(before) && isProblem(after) && before.message === after.message)
  return Buffer.compare(before, after) !== 0
}
