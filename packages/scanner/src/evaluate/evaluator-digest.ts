import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programFile } from '../location.ts'

let known: string | undefined

/**
 * SHA-256 over the program that evaluates policies: OPA's SDK, our built-ins, and the Node that runs them (numbers, regular expressions, time
 * zones). In the distribution the bundle of the evaluation thread names all of its parts by hash; in a checkout it is the sources, and the
 * lockfile for what they depend on.
 */
export function evaluatorDigest(): string {
  known ??= createHash('sha256').update(JSON.stringify(process.versions)).update(process.arch).update(programText()).digest('hex')
  return known
}

function programText(): string {
  const worker = fileURLToPath(programFile('evaluate/worker.ts', 'evaluation-worker.mjs'))
  if (!worker.endsWith('.ts')) return readFileSync(worker, 'utf8')
  const folder = join(worker, '..')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return [...sources.sort(), '../../../../pnpm-lock.yaml'].map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`).join('\n')
}
