/** Scans examples/cloudmart twice with the committed program: the gate passes at high, and both reports are the same bytes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../policy-sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'policy-gate-cloudmart-'))
const formats = ['json', 'sarif', 'junit']

/** Scans into files of their own; the second run has nothing from a cache, so a cache cannot hide a difference. */
function scan(run: number, flags: string[]): Buffer[] {
  const outputs = formats.map((format) => join(folder, `${run}.${format}`))
  const reports = formats.flatMap((format, i) => ['--format', format, '--output', outputs[i]!])
  const args = [
    'dist/cli.mjs',
    'scan',
    'examples/cloudmart',
    '--fail-on',
    'high',
    '--format',
    'text',
    '--output',
    '-',
    ...reports,
    ...flags,
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`exit code ${status} instead of 0\n${stdout}${stderr}`)
  return outputs.map((file) => readFileSync(file))
}

try {
  const [first, second] = [scan(1, []), scan(2, ['--no-cache'])]
  const different = formats.filter((_, i) => !first[i]!.equals(second[i]!))
  if (different.length > 0) throw new Error(`two scans differ in ${different.join(', ')}`)
  const { summary } = JSON.parse(first[0]!.toString()) as { summary: { files: number; units: number; objects: number } }
  if (summary.objects === 0) throw new Error('no object was judged')
  console.log(
    `examples/cloudmart passes: ${summary.objects} objects of ${summary.units} units from ${summary.files} files; twice the same bytes.`,
  )
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
