import { fileURLToPath } from 'node:url'

const fromSource = import.meta.url.endsWith('.ts')

/** Where the built product stands: the checkout's `dist`, or the folder of the bundle that is running. */
export const distribution = fileURLToPath(
  fromSource ? new URL('../../../dist/', import.meta.url) : new URL(import.meta.url.includes('/chunks/') ? '../' : './', import.meta.url),
)

/**
 * File of a program that runs beside this one (a worker or a child process): its source, or its bundle in the distribution.
 * @param source path below `packages/scanner/src`, e.g. `evaluate/worker.ts`
 * @param bundle file name in the distribution, e.g. `evaluation-worker.mjs`
 */
export function programFile(source: string, bundle: string): URL {
  return fromSource ? new URL(source, import.meta.url) : new URL(`file://${distribution}${bundle}`)
}
