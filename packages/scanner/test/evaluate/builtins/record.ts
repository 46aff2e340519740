import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTerm } from '../../../src/evaluate/builtins/text.ts'
import { type Call, expectedFile, readCalls } from './calls.ts'

/**
 * Asks `opa eval` for the result of every call, as the text that OPA prints, null where the result is undefined. The program is the one
 * named by OPA, or `opa` on the PATH; it must be of the version that the compiler engine is built from.
 */
export function recordResults(calls: Call[]): Record<string, string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'builtins-'))
  try {
    const file = join(folder, 'calls.rego')
    writeFileSync(file, `package calls\n\n${calls.map(rule).join('\n\n')}\n`)
    const output = execFileSync(process.env.OPA ?? 'opa', ['eval', '--format', 'json', '--data', file, 'data.calls.results'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    const results = JSON.parse(output).result[0].expressions[0].value as Record<string, string>
    return Object.fromEntries(calls.map((call, i) => [call.text, results[i] ?? null]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Operands go through `object.get` so that the compiler does not know their types: wrong ones are part of the table. */
function rule(call: Call, index: number): string {
  const operands = call.operands.map((operand) => `object.get({}, "none", ${formatTerm(operand).replaceAll('\ufeff', '\\ufeff')})`)
  return `results["${index}"] := sprintf("%v", [[r]]) if {\n\tr := ${call.name}(${operands.join(', ')})\n}`
}

if (import.meta.main) writeFileSync(expectedFile, `${JSON.stringify(recordResults(readCalls()), null, 2)}\n`)
