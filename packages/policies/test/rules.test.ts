import { describe, expect, it } from 'vitest'
import { policyData } from '../../scanner/src/evaluate/parameters.ts'
import { loadPolicy } from '../../scanner/src/evaluate/policy.ts'
import { canonicalJson, isJsonObject, listOf } from '../../scanner/src/json.ts'
import type { Json, JsonObject } from '../../scanner/src/model.ts'
import { compileTests } from './compiled.ts'

const { policy, packages, rules } = await compileTests()
const loaded = await loadPolicy(policy.wasm, { initialPages: 512 })
loaded.setData(policyData(rules, { kubernetesMinor: 34, params: {} }))
const results = loaded.evaluate('policy_gate/tests/results', {}) as JsonObject

/** Sets come out in no particular order: both sides are sorted before they are compared. */
function sorted(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1))
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'path' ? item : sorted(item)]))
  return value ?? null
}

for (const { subject, tests, hasCases } of packages) {
  const name = subject.join('.')
  const result = isJsonObject(results[name]) ? results[name] : {}
  describe(name, () => {
    for (const test of tests) it(test, () => expect((result.tests as JsonObject | undefined)?.[test]).toBe(true))
    const cases = isJsonObject(result.cases) ? result.cases : {}
    for (const wanted of listOf(result.wanted).map(String).sort()) {
      it(wanted, () => {
        const outcome = cases[wanted] as { want: Json; got: Json } | undefined
        if (outcome === undefined) throw new Error('the subject is undefined for this case, or two answers conflict')
        expect(sorted(outcome.got)).toEqual(sorted(outcome.want))
      })
    }
    if (tests.length === 0) it('has cases', () => expect(hasCases && listOf(result.wanted).length).toBeGreaterThan(0))
  })
}

describe('every rule', () => {
  const tested = new Set(packages.map(({ subject }) => subject.join('.')))
  // rules of scope `file` are METADATA alone
  for (const rule of rules.filter(({ scope }) => scope !== 'file'))
    it(`${rule.id} has tests`, () => expect(tested).toContain(`rules.${rule.package.join('.')}`))
})
