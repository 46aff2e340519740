import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from './error.ts'

export const engineNames = ['rego', 'helm', 'kustomize'] as const
export type EngineName = (typeof engineNames)[number]

/** An entry of `dist/engines/engines.json`. */
export interface EngineDescription {
  name: EngineName
  /** Versions of the upstream modules that the engine is made of. */
  upstream: Record<string, string>
  /** Of the decompressed module, hex. */
  sha256: string
  /** Size of the decompressed module. */
  bytes: number
  /** Of the compressed file, hex. */
  packedSha256: string
}

/** Reads what `engines.json` in a folder says of an engine. Throws EngineError (`unavailable`) when it says nothing. */
export function describeEngine(directory: string, name: EngineName): EngineDescription {
  let found: EngineDescription | undefined
  try {
    const manifest = JSON.parse(readFileSync(join(directory, 'engines.json'), 'utf8')) as { engines: EngineDescription[] }
    found = manifest.engines.find((engine) => engine.name === name)
  } catch (error) {
    throw new EngineError('unavailable', `the list of engines cannot be read: ${(error as Error).message}`)
  }
  if (!found) throw new EngineError('unavailable', `the ${name} engine is not part of this installation; reinstall policy-gate`)
  return found
}
