/** Examples of rules about files, judged by the real Trivy: it must find what they say, all of it and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { examples } from '../../../scripts/policy-sources.ts'
import { readBuiltinPolicies } from '../../scanner/src/evaluate/builtin-policies.ts'
import type { RuleExample } from '../../scanner/src/evaluate/examples.ts'
import { scan } from '../../scanner/src/scan.ts'
import { program } from '../../scanner/test/infrastructure/real-trivy.ts'

const all = examples()
const rules = readBuiltinPolicies().rules.filter(({ scope }) => scope === 'file')

/** Every file of every example in a folder for each, scanned in one repository, with all types and for credentials. */
async function judged(ofRule: RuleExample[]) {
  const root = mkdtempSync(join(tmpdir(), 'policy-gate-file-'))
  try {
    const files = ofRule.flatMap(({ files = {} }, index) =>
      Object.entries(files).map(([path, text]) => [`${index}/${path}`, text] as const),
    )
    for (const [path, text] of [...files, ['.policy-gate/config.yaml', 'infrastructure: {secrets: true}\n'] as const]) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    const { report } = await scan({ cwd: root, root, infrastructure: { scan: 'all' }, scanner: { program }, cache: false })
    return { ...report, findings: report.findings.filter(({ ruleId }) => rules.some(({ id }) => id === ruleId)) }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

it.each(rules.map((rule) => [rule.id, rule] as const))('%s: Trivy finds what the examples say', async (id, rule) => {
  const { bad, good } = all[id]!
  const { findings, notEvaluated } = await judged([...bad, ...good])
  expect(notEvaluated).toEqual([])
  const found = findings.map(({ ruleId, location, check, ref, severity }) => {
    const resource = ref.name === location.file ? '' : ` ${ref.name}`
    const at = severity === rule.severity ? '' : ` at ${severity}`
    return `${ruleId} ${location.file}:${location.startLine} ${check}${resource}${at}`
  })
  const wanted = [...bad, ...good].flatMap((example, index) => (example.findings ?? []).map((finding) => `${id} ${index}/${finding}`))
  expect(found.sort()).toEqual(wanted.sort())
})
