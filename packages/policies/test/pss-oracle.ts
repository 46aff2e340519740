import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GeneratedPod } from './pss-pods.ts'

/** What Kubernetes' own Pod Security admission says about a pod in one version. */
export interface Verdict {
  /** Identifiers of the checks that fail, also of baseline checks that a restricted one replaces. */
  failed: string[]
  /** Whether the level lets the pod in. */
  baseline: boolean
  restricted: boolean
}

/** Builds the program in `pss-oracle/` with Go and asks it: for every pod, a verdict for every minor version. */
export function askOracle(minors: number[], pods: GeneratedPod[]): Verdict[][] {
  const folder = mkdtempSync(join(tmpdir(), 'pss-oracle-'))
  try {
    const program = join(folder, 'pss-oracle')
    execFileSync('go', ['build', '-p', '2', '-o', program, '.'], { cwd: join(import.meta.dirname, 'pss-oracle'), stdio: 'pipe' })
    const answer = execFileSync(program, { input: JSON.stringify({ minors, pods }), encoding: 'utf8', maxBuffer: 1 << 29 })
    return JSON.parse(answer) as Verdict[][]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
