import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { reporters } from '../../src/report/index.ts'
import { jsonReporter } from '../../src/report/json.ts'
import { context, report } from './factory.ts'
import { fullReport } from './html/page.ts'

const text = (made: ReturnType<typeof report>, language: 'en' | 'ko' = 'en'): string => reporters.text(made, context({ language }))
const shard = {
  index: 2,
  total: 3,
  plan: `sha256:${'0'.repeat(64)}`,
  scope: 'repository' as const,
  units: 9,
  files: ['k8s/order.yaml'],
  settings: {
    failOn: 'high' as const,
    notEvaluated: 'error' as const,
    minimumCoverage: 0,
    profile: 'strict' as const,
    language: 'en' as const,
    gate: 'built-in' as const,
  },
}

describe('what a change does', () => {
  it('is said by the text report in a line each', () => {
    const lines = text(fullReport({ shard })).split('\n')
    expect(lines).toContain('Only part 2 of 3 of the units; `policy-gate merge` joins the parts.')
    expect(lines).toContain('Settings: those of commit cccccccccccc, not those of the change.')
    expect(lines).toContain('Compared with commit cccccccccccc. Findings: 4 new, 3 unchanged, 1 fixed.')
    expect(lines).toContain('This change touches its own gate:')
    expect(lines).toContain('  .policy-gate/config.yaml  changed, settings of the gate: read from the base commit only')
    expect(lines).toContain(
      '  Under the settings of this change the verdict would be PASS (1 low). Not applied: the settings of the base hold until this is merged.',
    )
  })

  it('is said in Korean too', () => {
    const shown = text(fullReport(), 'ko')
    expect(shown).toContain('검출 항목: 신규 4개, 기존 3개, 해소 1개.')
    expect(shown).toContain('이 변경의 설정을 쓰면 판정은 통과입니다(낮음 1).')
  })

  it('is not said where nothing was compared, and why where that failed', () => {
    expect(text(report())).not.toMatch(/Compared|Settings|part/)
    const failed = text(report({ change: { base: 'e'.repeat(40), fixed: [], problem: 'profile is "none"' } }))
    expect(failed).toContain('Commit eeeeeeeeeeee, which the change goes to, could not be judged')
    expect(failed).toContain('profile is "none"')
  })

  it('is in the JSON report as the schema has it', () => {
    const ajv = new Ajv2020({ strict: false })
    formats.default(ajv)
    const validate = ajv.compile(JSON.parse(readFileSync(new URL('../../../../schemas/report.schema.json', import.meta.url), 'utf8')))
    const made = JSON.parse(jsonReporter(fullReport({ shard })))
    validate(made)
    expect(validate.errors).toBeNull()
    expect(made).toMatchObject({ settings: { present: true }, shard: { index: 2 }, change: { fixed: [{ ruleId: 'workload/replicas' }] } })
    expect(Object.keys(made).slice(-3)).toEqual(['settings', 'change', 'shard'])
  })

  it('leaves what is waived or in the baseline out of SARIF, and marks an error as no successful run', () => {
    const run = (made: ReturnType<typeof report>) => JSON.parse(reporters.sarif(made, context())).runs[0]
    const { results, invocations } = run(fullReport())
    expect(results.map(({ baselineState }: { baselineState: string }) => baselineState).sort()).toEqual([
      ...Array(4).fill('new'),
      'unchanged',
    ])
    expect(JSON.stringify(results)).not.toContain('Image of catalog has tag')
    expect(invocations[0].executionSuccessful).toBe(false)
    expect(run(fullReport({ verdict: 'fail' })).invocations[0].executionSuccessful).toBe(true)
  })
})
