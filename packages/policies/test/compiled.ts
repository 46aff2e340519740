import { capabilities, families, policyModules } from '../../../scripts/policy-sources.ts'
import { openEngine } from '../../scanner/src/engines/client.ts'
import { type CompiledPolicy, compilePolicies } from '../../scanner/src/evaluate/compile.ts'
import { rulesFromAnnotations } from '../../scanner/src/evaluate/metadata.ts'
import type { Rule } from '../../scanner/src/model.ts'

const harness = 'policy_gate/tests/results'

/** A package of tests: of a rule (`cases` with inputs) or of a library (`cases` with `got`, `test_*` rules). */
export interface TestPackage {
  /** Below `data`, without `_test`: `["rules", "mesh", "mtls_strict"]`. */
  subject: string[]
  tests: string[]
  hasCases: boolean
  answersUnknown: boolean
}

export interface CompiledTests {
  policy: CompiledPolicy
  rules: Rule[]
  packages: TestPackage[]
}

/** Compiles rules, libraries and their tests with the engine that compiles what gates production. */
export async function compileTests(): Promise<CompiledTests> {
  const sources = policyModules({ tests: true })
  const packages = testPackages(sources)
  const engine = openEngine('rego')
  try {
    const modules = { ...sources, 'harness.rego': harnessModule(packages) }
    const entrypoints = [
      'policy_gate/resource/results',
      'policy_gate/relation/results',
      'policy_gate/image/results',
      'policy_gate/gate/verdict',
      harness,
    ]
    const policy = await compilePolicies(engine, { modules, entrypoints, capabilities: capabilities(), strict: true })
    return { policy, packages, rules: rulesFromAnnotations(policy.annotations, { sources, families: families() }) }
  } finally {
    await engine.close()
  }
}

function testPackages(sources: Record<string, string>): TestPackage[] {
  return Object.entries(sources)
    .filter(([file]) => file.endsWith('_test.rego'))
    .map(([file, text]) => {
      const name = /^package ([\w.]+)_test$/m.exec(text)?.[1]
      if (name === undefined) throw new Error(`${file}: the package of a test is that of its subject with _test behind it`)
      const subject = sources[file.replace(/_test\.rego$/, '.rego')] ?? ''
      return {
        subject: name.split('.'),
        tests: [...new Set([...text.matchAll(/^(test_\w+)/gm)].map((match) => match[1]!))],
        hasCases: /^cases\b/m.test(text),
        answersUnknown: /^unknown\b/m.test(subject),
      }
    })
}

/** Rego that evaluates every test package: what it wanted and what it got, by case; a `test_*` rule that is undefined stays away. */
function harnessModule(packages: TestPackage[]): string {
  const rules = packages.flatMap((tests) => {
    const name = tests.subject.join('.')
    const key = JSON.stringify(name)
    const parts = tests.tests.map((test) => `results[${key}].tests.${test} := data.${name}_test.${test}`)
    if (tests.hasCases)
      parts.push(
        `results[${key}].wanted contains name if some name, _ in data.${name}_test.cases`,
        tests.subject[0] === 'rules' ? ruleCases(tests, key) : libraryCases(name, key),
      )
    return parts
  })
  return `package policy_gate.tests\n\n${rules.join('\n\n')}\n`
}

function libraryCases(name: string, key: string): string {
  return `results[${key}].cases[name] := {"want": case.want, "got": case.got} if some name, case in data.${name}_test.cases`
}

function ruleCases({ subject, answersUnknown }: TestPackage, key: string): string {
  const [, domain, rule] = subject
  const given = [
    `input as case.input`,
    `data.params.${domain}.${rule} as object.union(object.get(data.params, ["${domain}", "${rule}"], {}), object.get(case, "params", {}))`,
    `data.settings as {"kubernetes_minor": object.get(case, "kubernetes_minor", 34)}`,
  ]
  const evaluate = (set: string) => `data.rules.${domain}.${rule}.${set} ${given.map((change) => `with ${change}`).join(' ')}`
  return `results[${key}].cases[name] := {"want": {"findings": case.want, "unknown": object.get(case, "unknown", set())}, "got": {"findings": findings, "unknown": unknown}} if {
	some name, case in data.rules.${domain}.${rule}_test.cases
	findings := ${evaluate('findings')}
	unknown := ${answersUnknown ? evaluate('unknown') : 'set()'}
}`
}
