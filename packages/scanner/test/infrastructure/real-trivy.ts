import { join } from 'node:path'
import { toolFolder, toolsNamed } from '../../../../scripts/tools/install.ts'
import type { Report } from '../../src/model.ts'
import { type ScanOptions, scan } from '../../src/scan.ts'

/** The program that `pnpm tools` built. */
export const program = join(toolFolder(toolsNamed(['trivy'])[0]!), 'trivy')

/** Scans a folder, as its own root, with the real Trivy for its files. */
export async function judgeFiles(root: string, options: ScanOptions = {}): Promise<Report> {
  return (await scan({ cwd: root, root, infrastructure: { scan: 'all' }, scanner: { program }, ...options })).report
}

/** `<check> <file>:<line> <name of the object>` of every finding that Trivy made, sorted. */
export function found({ findings }: Report): string[] {
  return findings
    .filter(({ ruleId }) => ruleId.startsWith('infrastructure/'))
    .map(({ check, location, ref }) => `${check} ${location.file}:${location.startLine}-${location.endLine} ${ref.name}`)
    .sort()
}

export function gaps({ notEvaluated }: Report): string[] {
  return notEvaluated.map(({ reason, file, line, message }) => `${reason} ${file}${line === undefined ? '' : `:${line}`} ${message}`).sort()
}
