import type { Finding, Language, Report } from '../../../src/model.ts'
import { htmlReporter, type SurfaceOptions } from '../../../src/report/index.ts'
import { context, finding, report, shopReport } from '../factory.ts'
import { surfaceContext, surfaceOptions, surfaceReport } from '../surface-report.ts'

export const sourceLink = (file: string, line?: number): string => `https://github.com/octo/repo/blob/main/${file}#L${line ?? 1}`

/** A scan with all that a page can show: new, unchanged, fixed, waived and baseline findings, a change of the gate, what was not judged. */
export function fullReport(overrides: Partial<Report> = {}): Report {
  const { findings, ...rest } = shopReport()
  const waiver = {
    id: 'order-host-network',
    reason: 'The vendor ships a version without it in December.',
    owner: '@cloudmart/order',
    approvedBy: ['@cloudmart/security'],
    expiresAt: '2026-12-31',
  }
  const states = findings.map(
    (item, index): Finding =>
      item.status === 'waived' ? { ...item, waiver } : { ...item, baselineState: index % 2 === 0 ? 'new' : 'unchanged' },
  )
  const held = finding({
    ruleId: 'image/mutable-tag',
    file: 'base/deployment.yaml',
    token: 'catalog:1.0',
    message: 'Image of catalog has tag 1.0',
  })
  return report({
    ...rest,
    findings: [...states, { ...held, status: 'baseline' }],
    summary: { ...rest.summary, baseline: 1, exempted: 3 },
    waivers: [
      { ...waiver, status: 'applied', findings: 1, rules: ['pod-security/host-network'] },
      { ...waiver, id: 'old-tag', status: 'expired', findings: 2, rules: ['image/mutable-tag'], expiresAt: '2026-10-31' },
    ],
    baseline: { entries: 3, gone: 2 },
    settings: { commit: 'c'.repeat(40), present: true },
    change: {
      base: 'c'.repeat(40),
      fixed: [
        finding({ ruleId: 'workload/replicas', severity: 'low', file: 'k8s/order.yaml', token: 'order', message: 'order has one replica' }),
      ],
      gate: {
        files: [{ file: '.policy-gate/config.yaml', change: 'changed', role: 'settings' }],
        underHead: { verdict: 'pass', reasons: [], findings: { critical: 0, high: 0, medium: 0, low: 1, info: 0 } },
      },
    },
    ...overrides,
  })
}

const notices = [{ level: 'warning' as const, message: 'The token may not write comments: give `pull-requests: write`.' }]

export function page(made: Report, language: Language = 'en', options: SurfaceOptions = { sourceLink, notices }): string {
  return htmlReporter(options)(made, context({ language }))
}

/** The page with one text in every place. */
export function hostilePage(text: string, language: Language = 'en'): string {
  return htmlReporter(surfaceOptions(text))(surfaceReport(text), surfaceContext(text, { language }))
}
