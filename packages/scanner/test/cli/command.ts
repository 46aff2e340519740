import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { built } from '../../../../scripts/testing/built.ts'

/** The command line, built from the sources of the checkout. */
export const program = built('cli.mjs')
const home = mkdtempSync(join(tmpdir(), 'policy-gate-test-home-'))

export interface Outcome {
  /** Exit code; -1 when the process was ended because it took too long. */
  code: number
  stdout: string
  stderr: string
}

/** Runs the command line in a process of its own, with an empty home. */
export function policyGate(words: string[], options: { cwd: string; env?: Record<string, string>; stdout?: number }): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: options.cwd,
      env: { PATH: process.env.PATH ?? '', HOME: home, XDG_CACHE_HOME: join(home, 'cache'), ...options.env },
      stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
      timeout: 50_000,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (bytes: Buffer) => {
      stdout += bytes.toString()
    })
    child.stderr?.on('data', (bytes: Buffer) => {
      stderr += bytes.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }))
  })
}
