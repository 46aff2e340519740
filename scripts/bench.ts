/**
 * `pnpm bench [sets] [--runs n]`: policy-gate with all its rules and conftest with twenty, on the same files, in turn, so that a machine
 * that gets slower slows both. Prints medians of wall time, CPU time and memory, and of the ratio of each pair of runs.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UserError } from '../packages/scanner/src/model.ts'
import { type Measurement, measure, median } from './bench/measure.ts'
import { type InputSet, inputSets } from './bench/sets.ts'
import { root } from './policy-sources.ts'
import { installTools, toolFolder, toolsNamed } from './tools/install.ts'

const conftestTool = toolsNamed(['conftest'])
const conftest = [join(toolFolder(conftestTool[0]!), 'conftest'), 'test', '--no-color', '-p', join(root, 'scripts/bench/policy'), '.']
const gate = [process.execPath, join(root, 'dist/cli.mjs'), 'scan', '.', '--root', '.', '--profile', 'all', '--fail-on', 'none']

/** One comparison: a set, and whether policy-gate may use what an earlier run kept (Node's compile cache, its own). */
interface Contest {
  set: InputSet
  cold: boolean
}

interface Contender {
  command: string[]
  env: NodeJS.ProcessEnv
  accepted: number[]
}

function contenders(cold: boolean): { ours: Contender; theirs: Contender } {
  const env = cold ? { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } : process.env
  // 3: a corpus holds files that are refused, and they are named; the table says how many
  return {
    ours: { command: cold ? [...gate, '--no-cache'] : gate, env, accepted: [0, 3] },
    theirs: { command: conftest, env: process.env, accepted: [0, 1] },
  }
}

/** What each program says it did, so that a run that did nothing cannot win. */
function preflight(folder: string): string {
  const json = spawnSync(gate[0]!, [...gate.slice(1), '--format', 'json'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 })
  const { summary } = JSON.parse(json.stdout) as { summary: { files: number; objects: number; notEvaluated: number; findings: object } }
  const findings = Object.values(summary.findings).reduce((sum: number, count: number) => sum + count, 0)
  const theirs = spawnSync(conftest[0]!, conftest.slice(1), { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 })
  const counts = /^(\d+) tests, .*?(\d+) failures?/m.exec(theirs.stdout)
  if (counts === null) throw new Error(`conftest judged nothing: ${theirs.stderr.trim().slice(-500)}`)
  return `policy-gate: ${summary.objects} objects, ${findings} findings, ${summary.notEvaluated} not evaluated; conftest: ${counts[1]} tests, ${counts[2]} failures`
}

function compete({ set, cold }: Contest, runs: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-bench-'))
  try {
    const count = set.prepare(folder)
    console.log(`\n${set.name}${cold ? ', cold' : ''}: ${set.description} (${count} files)\n  ${preflight(folder)}`)
    const { ours, theirs } = contenders(cold)
    const run = ({ command, env, accepted }: Contender) => measure(command, { cwd: folder, env, accepted })
    const pairs = Array.from({ length: runs }, () => ({ ours: run(ours), theirs: run(theirs) }))
    const row = (name: string, pick: (one: Measurement) => number, digits: number) => {
      const ratio = median(pairs.map((pair) => pick(pair.ours) / pick(pair.theirs)))
      const [a, b] = [median(pairs.map((pair) => pick(pair.ours))), median(pairs.map((pair) => pick(pair.theirs)))]
      console.log(
        `  ${name.padEnd(12)} ${a.toFixed(digits).padStart(12)} ${b.toFixed(digits).padStart(12)} ${ratio.toFixed(2).padStart(8)}`,
      )
    }
    console.log(`  ${''.padEnd(12)} ${'policy-gate'.padStart(12)} ${'conftest'.padStart(12)} ${'ratio'.padStart(8)}`)
    row('wall, s', ({ wall }) => wall, 3)
    row('CPU, s', ({ cpu }) => cpu, 3)
    row('memory, MiB', ({ memory }) => memory, 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const { values, positionals } = parseArgs({ options: { runs: { type: 'string', default: '5' } }, allowPositionals: true })
  const names = inputSets.map(({ name }) => name)
  const unknown = positionals.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new UserError(`There is no set ${unknown.join(', ')}: the sets are ${names.join(', ')}.`)
  if (!/^[1-9]\d*$/.test(values.runs)) throw new UserError(`--runs is "${values.runs}", but must be a whole number from 1.`)
  installTools(conftestTool, (sentence) => console.error(sentence))
  const chosen = inputSets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const contests = chosen.flatMap((set) => (set.name === 'one' ? [true, false] : [false]).map((cold): Contest => ({ set, cold })))
  const machine = `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
  console.log(`policy-gate (all rules) and conftest ${conftestTool[0]!.version} (20 rules), ${values.runs} runs each, in turn; ${machine}.`)
  console.log('Medians; the ratio is the median of the pairs (below 1: policy-gate needs less); memory is that of the largest process.')
  for (const contest of contests) compete(contest, Number(values.runs))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
