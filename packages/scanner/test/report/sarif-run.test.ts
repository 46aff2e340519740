import { describe, expect, it } from 'vitest'
import type { Report, ReportContext } from '../../src/model.ts'
import { reporters, sarifReporter } from '../../src/report/index.ts'
import { context, finding, report, rule, rules, shopReport, sources } from './factory.ts'
import { results, sarif } from './sarif-log.ts'

describe('SARIF rules', () => {
  const driver = (scanned: Report, overrides: Partial<ReportContext> = {}) => sarif(scanned, overrides).runs[0]!.tool.driver

  it('are all rules that were on, also those without results', () => {
    expect(driver(report()).rules!.map(({ id }) => id)).toEqual(rules.map(({ id }) => id).sort())
  })

  it('have texts, level, tags and score; quality rules have no score', () => {
    const [, , privileged, , replicas] = driver(report()).rules!
    expect(privileged).toMatchObject({
      id: 'pod-security/privileged',
      name: 'PodSecurityPrivileged',
      shortDescription: { text: 'No privileged containers' },
      helpUri: 'https://github.com/cloudmart/policy-gate/blob/main/docs/rules/pod-security/privileged.md',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['security', 'pod-security', 'pss-baseline'], 'security-severity': '9.5', 'problem.severity': 'error' },
    })
    expect(privileged!.help!.markdown).toContain('| nist_800_53 | AC-6 |')
    expect(replicas!.properties).not.toHaveProperty('security-severity')
    expect(replicas!.properties!.tags).toEqual(['workload', 'reliability'])
  })

  it('are in the language of the report', () => {
    const { rules: [first] = [] } = driver(report(), { language: 'ko' })
    expect(first!.shortDescription!.text).toBe('image/mutable-tag 제목')
    expect(sarif(report(), { language: 'ko' }).runs[0]!.language).toBe('ko-KR')
  })

  it('have a second descriptor for findings of another severity', () => {
    const findings = (['high', 'medium'] as const).map((severity) => finding({ ruleId: 'image/mutable-tag', severity, file: 'a' }))
    const log = sarif(report({ findings }))
    expect(log.runs[0]!.results!.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['image/mutable-tag', 'error'],
      ['image/mutable-tag/medium', 'warning'],
    ])
    const scores = log.runs[0]!.tool.driver.rules!.slice(0, 2).map((item) => [item.id, item.properties!['security-severity']])
    expect(scores).toEqual([
      ['image/mutable-tag', '8.0'],
      ['image/mutable-tag/medium', '5.5'],
    ])
  })

  it('exist for findings of rules that the context does not have', () => {
    const findings = (['high', 'low'] as const).map((severity) => finding({ ruleId: 'team/own', severity, file: severity }))
    expect(results(report({ findings })).map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['team/own', 'error'],
      ['team/own', 'note'],
    ])
  })

  it('survive empty and endless texts of user policies', () => {
    const odd = rule({
      id: '한',
      title: '',
      description: 'x'.repeat(5000),
      remediation: '',
      tags: Array.from({ length: 50 }, (_, index) => `t${index}`),
    })
    expect(driver(report(), { rules: [odd] }).rules![0]!.fullDescription!.text).toHaveLength(1024)
  })
})

describe('a SARIF run', () => {
  it('says what was not evaluated, and that a scan with an error is no success', () => {
    const [invocation] = sarif(shopReport()).runs[0]!.invocations!
    expect(invocation!.executionSuccessful).toBe(false)
    expect(invocation!.toolExecutionNotifications!.map(({ descriptor, level, message }) => [descriptor!.id, level, message.text])).toEqual([
      ['parse-failed', 'error', 'cannot be parsed: duplicate key "spec"'],
      ['remote-source', 'note', 'remote source: base is not in this repository'],
    ])
    expect(sarif(report()).runs[0]!.invocations![0]!.executionSuccessful).toBe(true)
  })

  it('has a category of its own', () => {
    const id = (category: string): string => JSON.parse(sarifReporter({ category })(report(), context())).runs[0].automationDetails.id
    expect([id(''), id('prod'), id('/eu/prod/')]).toEqual(['policy-gate/', 'policy-gate/prod/', 'policy-gate/eu/prod/'])
  })

  it('leaves waived and baseline findings out and counts them', () => {
    const scanned = report({ findings: shopReport().findings.slice(-1) })
    expect(results(scanned)).toEqual([])
    expect(sarif(scanned).runs[0]!.properties).toMatchObject({ summary: { waived: 1 } })
  })

  it('keeps the worst 5,000 results, and says how many it left out', () => {
    const findings = Array.from({ length: 6000 }, (_, index) =>
      finding({ ruleId: 'image/mutable-tag', severity: index < 1500 ? 'low' : 'high', file: `k8s/${index}.yaml` }),
    )
    const [run] = sarif(report({ findings })).runs
    expect(run!.results).toHaveLength(5000)
    expect(run!.results!.filter(({ level }) => level === 'note')).toHaveLength(500)
    expect(run!.invocations![0]!.toolExecutionNotifications![0]!.message.text).toBe(
      '1000 results left out: the 5000 worst are here, the JSON report has all.',
    )
  })

  it('does not depend on the order of the findings', () => {
    const scanned = shopReport()
    const reversed = { ...scanned, findings: [...scanned.findings].reverse() }
    expect(reporters.sarif(reversed, context())).toBe(reporters.sarif(scanned, context()))
    expect(Object.keys(sources).some((file) => reporters.sarif(scanned, context()).includes(`"/${file}`))).toBe(false)
  })
})
