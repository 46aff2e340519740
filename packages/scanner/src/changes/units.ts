import type { Finding, NotEvaluated, Unit } from '../model.ts'
import type { ScanResult } from '../scan.ts'
import type { Comparison } from './comparison.ts'
import { compareFindingSets, type FindingChanges } from './findings.ts'
import { compareObjects, type ObjectChange } from './objects.ts'

/** What a change does to one unit. */
export interface UnitChange {
  unit: Unit
  change: 'added' | 'removed' | 'changed'
  objects: ObjectChange[]
  findings: FindingChanges
  /** What could not be rendered or judged, before and after: differences of the unit may be missing, or come from this. */
  notEvaluated: { before: NotEvaluated[]; after: NotEvaluated[] }
}

/** The units whose objects, findings or gaps differ, sorted by id. */
export function unitChanges({ base, head }: Comparison): UnitChange[] {
  const before = byUnit(base)
  const after = byUnit(head)
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort()
  return ids.flatMap((id): UnitChange[] => {
    const old = before.get(id)
    const now = after.get(id)
    const objects = compareObjects(old?.manifests ?? [], now?.manifests ?? [])
    const findings = compareFindingSets(old?.findings ?? [], now?.findings ?? [])
    const notEvaluated = { before: old?.notEvaluated ?? [], after: now?.notEvaluated ?? [] }
    const isSame =
      objects.length === 0 &&
      findings.new.length === 0 &&
      findings.fixed.length === 0 &&
      messages(notEvaluated.before) === messages(notEvaluated.after)
    if (isSame && old !== undefined && now !== undefined) return []
    const change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
    return [{ unit: (now ?? old)!.unit, change, objects, findings, notEvaluated }]
  })
}

interface UnitState {
  unit: Unit
  manifests: ScanResult['manifests']
  findings: Finding[]
  notEvaluated: NotEvaluated[]
}

function byUnit(result: ScanResult | undefined): Map<string, UnitState> {
  if (result === undefined) return new Map()
  const { manifests, report } = result
  const of = <T extends { unit: string }>(list: T[]) => Map.groupBy(list, ({ unit }) => unit)
  const groups = { manifests: of(manifests), findings: of(report.findings), notEvaluated: of(report.notEvaluated) }
  return new Map(
    report.units.map((unit) => [
      unit.id,
      {
        unit,
        manifests: groups.manifests.get(unit.id) ?? [],
        findings: groups.findings.get(unit.id) ?? [],
        notEvaluated: groups.notEvaluated.get(unit.id) ?? [],
      },
    ]),
  )
}

/** Lines move; what is missing stays the same. */
function messages(entries: NotEvaluated[]): string {
  return JSON.stringify(entries.map(({ file, reason, message }) => [file, reason, message]).sort())
}
