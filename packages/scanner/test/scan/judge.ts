import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../../src/model.ts'
import { type ScanOptions, scan } from '../../src/scan.ts'

// engines answer from this cache when several tests compile the same policies; nothing of the user's own cache is read
process.env.XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), 'policy-gate-test-cache-'))

/** Scans a folder, as its own root. */
export async function judge(folder: string, options: ScanOptions = {}): Promise<Report> {
  return (await scan({ cwd: folder, root: folder, ...options })).report
}

/** `<rule> <file> <Kind>/<name>` of every finding, sorted; with a rule id only those of that rule, without the id. */
export function found(report: Report, rule?: string): string[] {
  return report.findings
    .filter(({ ruleId }) => rule === undefined || ruleId === rule)
    .map(({ ruleId, location, ref }) => `${rule === undefined ? `${ruleId} ` : ''}${location.file} ${ref.kind}/${ref.name}`)
    .sort()
}

/** `<reason> <file>` of everything that was not evaluated, sorted. */
export function missed(report: Report): string[] {
  return report.notEvaluated.map(({ reason, file }) => `${reason} ${file}`).sort()
}
