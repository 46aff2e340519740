import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createBuiltins } from '../../../src/evaluate/builtins/index.ts'
import { type Builtin, BuiltinError } from '../../../src/evaluate/builtins/operands.ts'
import type { Term } from '../../../src/evaluate/builtins/terms.ts'
import { printTerm } from '../../../src/evaluate/builtins/text.ts'
import { expectedFile, readCalls } from './calls.ts'

const expected = JSON.parse(readFileSync(expectedFile, 'utf8')) as Record<string, string | null>
const builtins = await createBuiltins({ now: undefined, print: () => {} })
const calls = readCalls()

function answer(builtin: Builtin | undefined, operands: Term[]): string | null {
  try {
    const result = builtin?.(...operands)
    return result === undefined ? null : printTerm([result])
  } catch (error) {
    if (error instanceof BuiltinError) return null
    throw error
  }
}

describe('each built-in answers as OPA does', () => {
  for (const name of Object.keys(builtins)) {
    test(name, () => {
      const own = calls.filter((call) => call.name === name)
      const answers = own.map((call) => [call.text, answer(builtins[name], call.operands)])
      expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(own.map((call) => [call.text, expected[call.text]])))
    })
  }
})

test('the table is complete', () => {
  const counts = Object.fromEntries(Object.keys(builtins).map((name) => [name, calls.filter((call) => call.name === name).length]))
  const scarce = Object.entries(counts).filter(([name, count]) => count < least(name))
  expect(scarce).toEqual([])
  expect(Object.keys(expected).sort()).toEqual(calls.map((call) => call.text).sort())
  expect(calls.filter((call) => builtins[call.name] === undefined)).toEqual([])
})

/** What depends on the host's clock or output cannot be compared with a recording. */
function least(name: string): number {
  if (name === 'time.now_ns' || name === 'internal.print') return 0
  return name === 'sprintf' ? 60 : 10
}
