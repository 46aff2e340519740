import type { EngineClient } from '../engines/client.ts'
import { type Json, type JsonObject, UserError } from '../model.ts'

/** What the compiler found wrong; row and col are 1-based, col 0 at the end of a file. */
export interface Diagnostic {
  code: string
  message: string
  file?: string
  row?: number
  col?: number
}

/** A METADATA block and what it stands above. */
export interface Annotation {
  /** Below `data`, e.g. `["rules", "mesh", "mtls_strict"]`. */
  path: string[]
  scope: string
  title?: string
  description?: string
  related_resources?: { ref: string }[]
  custom?: JsonObject
  file: string
  row: number
}

export interface CompiledPolicy {
  wasm: Uint8Array
  annotations: Annotation[]
  /** Built-ins that the policy asks its host for. */
  builtins: string[]
}

interface CompileAnswer {
  diagnostics: Diagnostic[]
  annotations?: Annotation[]
  builtins?: string[]
  wasm?: string
}

/**
 * Compiles Rego modules to WASM with OPA's own compiler.
 * @throws UserError (2) that lists every error of every file as `file:line:col: message`.
 */
export async function compilePolicies(
  engine: EngineClient,
  options: { modules: Record<string, string>; entrypoints: string[]; capabilities: Json; strict: boolean },
): Promise<CompiledPolicy> {
  const answer = await engine.call<CompileAnswer>('rego.compile', { ...options, annotations: true, wasm: true })
  if (answer.diagnostics.length > 0) throw new UserError(diagnosticsText(answer.diagnostics))
  return { wasm: Buffer.from(answer.wasm ?? '', 'base64'), annotations: answer.annotations ?? [], builtins: answer.builtins ?? [] }
}

/** `file:line:col: message`, one a line. */
export function diagnosticsText(diagnostics: Diagnostic[]): string {
  return diagnostics
    .map(({ file, row, col, message }) => `${file === undefined ? '' : `${file}:${row ?? 1}:${col ?? 1}: `}${message}`)
    .join('\n')
}
