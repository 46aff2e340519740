import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Where the engines and the runner are: beside the bundle (`dist/*.mjs` or `dist/chunks/*.mjs`), or, from source, in `dist` of the
 * checkout and in this folder.
 */
export function engineLocation(from: string = import.meta.url): { directory: string; runner: string } {
  const path = (relative: string) => fileURLToPath(new URL(relative, from))
  if (from.endsWith('.ts')) return { directory: path('../../../../dist/engines'), runner: path('./runner.ts') }
  const base = existsSync(path('./engines/engines.json')) ? './' : '../'
  return { directory: path(`${base}engines`), runner: path(`${base}engine-runner.mjs`) }
}
