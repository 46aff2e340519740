import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { casesFolder, casesPresent, judgeAll, readCases } from './conformance-cases.ts'

const capabilities = JSON.parse(readFileSync(new URL('../../../policies/capabilities.json', import.meta.url), 'utf8'))
/** Notes of the cases that do not pass, by the reason. */
const exceptions = JSON.parse(readFileSync(new URL('conformance-exceptions.json', import.meta.url), 'utf8')) as {
  /** Built-ins that the host does not provide, by reason: network, secrets, or of no use to a scan. */
  refusedBuiltins: Record<string, string[]>
  notes: Record<string, string[]>
}
const engine = openEngine('rego')
afterAll(() => engine.close())

describe.runIf(casesPresent)("OPA's conformance cases", () => {
  test('every case passes but for the listed ones', { timeout: 600_000 }, async () => {
    const cases = readCases()
    expect(cases.length).toBeGreaterThan(1000)
    const faults = await judgeAll({ engine, capabilities }, cases)
    const failed = new Map(cases.flatMap(({ note }, i) => (faults[i] === undefined ? [] : [[note, faults[i]]])))
    const listed = new Set(Object.values(exceptions.notes).flat())
    expect([...failed].filter(([note]) => !listed.has(note))).toEqual([])
    expect([...listed].filter((note) => !failed.has(note)).sort()).toEqual([])
    // Without what we refuse on purpose, less than three of a hundred.
    const refused = new Set(Object.values(exceptions.refusedBuiltins).flat())
    const others = faults.filter((fault) => fault !== undefined && !isRefusal(fault, refused))
    expect(others.length / cases.length).toBeLessThan(0.03)
    console.info(
      `conformance: ${cases.length} cases, ${faults.filter((fault) => fault === undefined).length} pass, ${others.length} exceptions`,
    )
  })

  test('a refused built-in is in no capability', () => {
    const names = new Set(capabilities.builtins.map(({ name }: { name: string }) => name))
    expect(
      Object.values(exceptions.refusedBuiltins)
        .flat()
        .filter((name) => names.has(name)),
    ).toEqual([])
  })
})

if (!casesPresent) {
  test(`OPA's conformance cases: LEFT OUT, there is no folder ${casesFolder}`, () => expect(casesPresent).toBe(false))
}

/** Whether a case fails only because it calls what the compiler does not let it call. */
function isRefusal(fault: string, refused: Set<string>): boolean {
  const unknown = [...fault.matchAll(/undefined function ([\w.]+)/g)].map((match) => match[1] as string)
  return unknown.length > 0 && unknown.every((name) => refused.has(name))
}
