import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../../src/hooks/check.ts'
import type { UserError, Verdict } from '../../src/model.ts'
import type { ScanOptions } from '../../src/scan.ts'
import { type History, history } from '../git/history.ts'
import '../scan/judge.ts'
import { layOut, repository } from '../scan/repository.ts'

export interface Asked extends ScanOptions {
  names?: string[]
  staged?: boolean
  env?: Record<string, string>
  /** Below the repository. */
  from?: string
}

export interface Answer {
  verdict: Verdict
  /** `<file> <name of the object>` of what has a finding of pod-security/privileged and network/default-deny-ingress, sorted. */
  findings: string[]
  /** `<unit> <reason>`, sorted; `all` where everything was judged. */
  affected: string[]
  /** Units that were judged and hold something. */
  units: string[]
  /** `<reason> <file>` of what was not evaluated. */
  missed: string[]
}

const rules = ['pod-security/privileged', 'network/default-deny-ingress']

/** What `policy-gate check` says of a folder. */
export async function checkIn(
  folder: string,
  { names = [], staged = false, env = {}, from = '.', ...options }: Asked = {},
): Promise<Answer> {
  const { report, affected } = await check({ names, staged, env, cwd: join(folder, from), ...options })
  const relevant = report.findings.filter(({ ruleId }) => rules.includes(ruleId))
  return {
    verdict: report.verdict,
    findings: [...new Set(relevant.map(({ location, ref }) => `${location.file} ${ref.name}`))].sort(),
    affected: affected === 'all' ? ['all'] : [...affected].map(([id, reason]) => `${id} ${reason}`).sort(),
    units: report.units.map(({ id }) => id),
    missed: report.notEvaluated.map(({ reason, file }) => `${reason} ${file}`).sort(),
  }
}

/** The sentence and the exit code that a check ends with. */
export async function refusal(folder: string, asked: Asked): Promise<string> {
  try {
    await checkIn(folder, asked)
  } catch (error) {
    return `${(error as UserError).exitCode}: ${(error as Error).message}`
  }
  return 'no refusal'
}

/** A repository with these files committed, then these written (null removes one) but not staged. */
export function changed(committed: Record<string, string>, written: Record<string, string | null> = {}): History {
  const made = history(repository(), committed)
  write(made, written)
  return made
}

/** Writes files into the working tree; null removes one. */
export function write({ folder }: History, files: Record<string, string | null>): void {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) rmSync(join(folder, path), { recursive: true })
    else layOut(folder, { [path]: content })
  }
}

/** Puts a content into the index that the working tree does not have, as `git add --patch` does. */
export function stage({ folder, git }: History, path: string, content: string): void {
  const hash = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: folder, input: content, encoding: 'utf8' }).trim()
  git('update-index', '--add', '--cacheinfo', `100644,${hash},${path}`)
}
