import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Report } from '../../../scanner/src/model.ts'
import { checkout } from '../runner/action-file.ts'
import { type ActRun, type ActStep, runAct } from './act.ts'
import { actionRepository } from './action-repository.ts'
import { type ExampleRepository, exampleRepository, resultsFolder } from './repository.ts'

interface Expectation {
  title: string
  verdict: 'pass' | 'warn' | 'fail' | 'error'
  findings: { rule: string; file: string; line: number }[]
}

const gate = '      - uses: cloudmart/policy-gate@v1'

/** The minimal example, with a report to compare findings with, and a step behind that reads the outputs. */
function workflow(): string {
  const [head, ...rest] = readFileSync(join(checkout, 'examples/workflows/minimal.yml'), 'utf8').split(gate)
  if (rest.length !== 1) throw new Error('the minimal example does not use the action once')
  return `${head}${gate}
        id: gate
        with:
          json-file: \${{ env.REPORTS }}/report.json
      - id: after
        if: always()
        run: test -s "\${{ steps.gate.outputs.sarif-file }}" && echo "told \${{ steps.gate.outputs.verdict }} \${{ steps.gate.outcome }}"
`
}

const changes = join(checkout, 'examples/cloudmart/changes')
const patches = readdirSync(changes).filter((file) => file.endsWith('.patch'))
const exitCodes = { pass: 0, warn: 0, fail: 1, error: 3 }

const home = mkdtempSync(join(tmpdir(), 'policy-gate-act-'))
let action: ReturnType<typeof actionRepository>
let repository: ExampleRepository
let before: Set<string>

async function run(event: string, payload: object): Promise<{ act: ActRun; gate: ActStep; after: ActStep }> {
  const act = await runAct({
    folder: repository.folder,
    workflow: '.github/workflows/gate.yml',
    event,
    payload,
    actions: { 'cloudmart/policy-gate@v1': action.folder },
    env: { POLICY_GATE_CACHE_DIR: resultsFolder(), REPORTS: home },
    home,
  })
  const steps = act.jobs['Policy/policy-gate']?.steps ?? {}
  if (steps.gate === undefined || steps.after === undefined) throw new Error(`act did not run the steps: ${act.complaints}`)
  return { act, gate: steps.gate, after: steps.after }
}

/** `rule file:line` of all open findings in the JSON report that the step wrote. */
function found(): Set<string> {
  const { findings } = JSON.parse(readFileSync(join(home, 'report.json'), 'utf8')) as Report
  return new Set(findings.map(({ ruleId, location: { file, startLine } }) => `${ruleId} ${file}:${startLine}`))
}

beforeAll(async () => {
  action = actionRepository()
  repository = exampleRepository({ '.github/workflows/gate.yml': workflow() })
})
afterAll(() => {
  action?.remove()
  repository?.remove()
  rmSync(home, { recursive: true, force: true })
})

it('act: the example passes as it stands', async () => {
  repository.main()
  const { act, gate, after } = await run('push', { ref: 'refs/heads/main', before: '0'.repeat(40) })
  expect(act.exitCode, JSON.stringify(gate.annotations)).toBe(0)
  expect(act.jobs['Policy/policy-gate']!.result).toBe('success')
  expect(gate.outputs).toMatchObject({ verdict: 'pass', 'exit-code': '0' })
  expect(gate.summary).toContain('PASS')
  expect(after.log).toContain('told pass success')
  before = found()
})

describe('act: changes to the example as pull requests', () => {
  for (const patch of patches) {
    const expected = parse(readFileSync(join(changes, patch.replace('.patch', '.expected.yaml')), 'utf8')) as Expectation
    it(`${patch}: ${expected.title} -> ${expected.verdict}`, async () => {
      const { payload } = repository.pullRequest(patch)
      const { act, gate, after } = await run('pull_request', payload)
      const passes = exitCodes[expected.verdict] === 0
      expect(gate.outputs.verdict, JSON.stringify(gate.annotations)).toBe(expected.verdict)
      expect(gate.outputs['exit-code']).toBe(String(exitCodes[expected.verdict]))
      expect(gate.result).toBe(passes ? 'success' : 'failure')
      expect(act.jobs['Policy/policy-gate']!.result).toBe(passes ? 'success' : 'failure')
      expect(act.exitCode).toBe(passes ? 0 : 1)
      expect(after.log).toContain(`told ${expected.verdict} ${passes ? 'success' : 'failure'}`)

      expect(gate.summary).toContain(expected.verdict.toUpperCase())
      for (const { rule, file, line } of expected.findings) {
        expect(gate.summary).toContain(rule)
        expect(gate.summary).toContain(`${file}:${line}`)
      }
      const wanted = new Set(expected.findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`))
      expect([...found()].filter((finding) => !before.has(finding)).sort()).toEqual([...wanted].sort())
      expect(gate.outputs['settings-commit']).toBe(repository.base)
      expect(gate.outputs.new === '0').toBe(expected.findings.length === 0)
      if (!passes) expect(gate.annotations.some(({ level }) => level === 'error')).toBe(true)
    })
  }
})
