import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '../../src/model.ts'

/** What the API server's decoder makes of a stream (packages/engines/yamloracle). */
export interface Answer {
  documents?: Json[]
  error?: string
  strict?: string
}

export function hasGo(): boolean {
  return spawnSync('go', ['version']).status === 0
}

/** Builds the oracle and asks it about every text, in order. */
export function answers(texts: string[]): Answer[] {
  const folder = mkdtempSync(join(tmpdir(), 'yamloracle-'))
  try {
    const program = join(folder, 'yamloracle')
    execFileSync('go', ['build', '-o', program, '.'], { cwd: join(import.meta.dirname, '../../../engines/yamloracle') })
    const output = execFileSync(program, {
      input: texts.map((text) => JSON.stringify(text)).join('\n'),
      maxBuffer: 2 ** 30,
      encoding: 'utf8',
    })
    return output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
