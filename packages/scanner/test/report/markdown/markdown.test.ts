import { describe, expect, it } from 'vitest'
import { type Finding, languages, type Report, type Verdict } from '../../../src/model.ts'
import { type MarkdownOptions, markdownReporter } from '../../../src/report/index.ts'
import { prose } from '../../../src/report/markdown/text.ts'
import { surfaceStrings } from '../../../src/report/surface-strings.ts'
import { context, finding, report, shopReport } from '../factory.ts'
import { elements, textOf } from '../markup.ts'
import { problems, rendered } from './github.ts'

const sourceLink = (file: string, line?: number): string =>
  `https://github.com/octo/repo/blob/main/${file}${line === undefined ? '' : `#L${line}`}`
const show = (made: Report, options: Partial<MarkdownOptions> = {}, language: 'en' | 'ko' = 'en'): string =>
  markdownReporter({ form: 'summary', sourceLink, ...options })(made, context({ language }))
const headings = (markdown: string): string[] =>
  elements(rendered(markdown))
    .filter(({ name }) => /^h\d$/.test(name))
    .map((heading) => `${heading.name} ${textOf(heading)}`)
/** Cells of the table rows that hold a text. */
const cells = (markdown: string, text: string): string[][] =>
  elements(rendered(markdown))
    .filter(({ name }) => name === 'tr')
    .map((row) => row.children.filter((cell) => typeof cell !== 'string').map(textOf))
    .filter((row) => row.join(' ').includes(text))

/** The same scan after a change: one finding is new, one was mended, the gate's settings are edited. */
function changed(overrides: Partial<Report> = {}): Report {
  const { findings, ...rest } = shopReport({ notEvaluated: [], verdict: 'fail' })
  const mended = finding({
    ruleId: 'workload/replicas',
    severity: 'low',
    file: 'k8s/order.yaml',
    token: 'order',
    message: 'order has one replica',
  })
  const states: Finding[] = findings.map((item, index) =>
    item.status === 'open' ? { ...item, baselineState: index === 0 ? 'new' : 'unchanged' } : item,
  )
  return report({
    ...rest,
    findings: states,
    reasons: [{ code: 'findings', message: '1 open finding at or above high.' }],
    settings: { commit: 'c'.repeat(40), present: true },
    change: {
      base: 'c'.repeat(40),
      fixed: [mended],
      gate: {
        files: [
          { file: '.github/workflows/gate.yaml', change: 'changed', role: 'workflow' },
          { file: '.policy-gate/config.yaml', change: 'added', role: 'settings' },
        ],
        underHead: { verdict: 'pass', reasons: [], findings: { critical: 0, high: 0, medium: 0, low: 1, info: 0 } },
      },
    },
    ...overrides,
  })
}

describe('the summary', () => {
  it.each([
    ['pass', '✅', 'PASS'],
    ['warn', '⚠️', 'WARN'],
    ['fail', '❌', 'FAIL'],
    ['error', '⛔', 'ERROR'],
  ] satisfies [Verdict, string, string][])('of %s begins with symbol, word and reason', (verdict, symbol, word) => {
    const text = show(report({ verdict, reasons: [{ code: 'x', message: 'Because of it.' }] }), { name: 'payments' })
    expect(text.startsWith(`## ${symbol} policy-gate \`payments\`: ${word}\n\n**Because of it.**\n\n`)).toBe(true)
  })

  it('has its parts in the order of importance', () => {
    expect(headings(show(changed()))).toEqual([
      'h2 ❌ policy-gate: FAIL',
      'h3 ⚠️ This change touches its own gate',
      'h3 New findings (1)',
      'h4 k8s: 1 critical',
      'h3 Findings that the base has too (6)',
      'h4 overlays/dev, overlays/prod, overlays/staging: 3 critical',
      'h4 k8s: 2 high',
      'h4 charts/payment: 1 low',
      'h3 How to fix (1)',
      'h3 Units (5)',
      'h3 What was checked and what was not',
    ])
  })

  it('counts new, unchanged, fixed and waived findings by severity', () => {
    const rows = (kind: string): string[] | undefined => cells(show(changed()), '').find(([first]) => first === kind)
    expect(rows('new')).toEqual(['new', '1', '0', '0', '0', '0', '1'])
    expect(rows('unchanged')).toEqual(['unchanged', '3', '2', '0', '1', '0', '6'])
    expect(rows('fixed')).toEqual(['fixed', '0', '0', '0', '1', '0', '1'])
    expect(rows('waived')).toEqual(['waived', '0', '1', '0', '0', '0', '1'])
    expect(cells(show(shopReport()), '').find(([first]) => first === 'open')).toEqual(['open', '4', '2', '0', '1', '0', '7'])
  })

  it('links every finding to its line and its rule', () => {
    const links = elements(rendered(show(changed())))
      .filter(({ name }) => name === 'a')
      .map(({ attributes }) => attributes.href)
    expect(links).toContain('https://github.com/octo/repo/blob/main/k8s/order.yaml#L13')
    expect(links).toContain('https://github.com/cloudmart/policy-gate/blob/main/docs/rules/pod-security/privileged.md')
    expect(show(changed(), { sourceLink: () => undefined })).toContain('| `k8s/order.yaml:13`<br>`Deployment shop/order` |')
    expect(show(changed(), {}, 'ko')).toContain('/blob/main/docs/rules/ko/pod-security/privileged.md)')
  })

  it('shows what one base causes in three overlays once, under the three', () => {
    expect(cells(show(shopReport()), 'base/deployment.yaml:10')).toHaveLength(1)
  })

  it('says what to do for each rule with new findings, or with any where none is new', () => {
    expect(cells(show(changed()), 'Set securityContext.privileged to false')).toHaveLength(1)
    expect(cells(show(changed()), 'Name a version or a digest.')).toEqual([])
    expect(cells(show(shopReport()), 'Name a version or a digest.')).toHaveLength(1)
  })

  it('shows the change of the gate, what its own settings would say, and that it is not applied', () => {
    const text = show(changed())
    expect(cells(text, 'gate.yaml')).toEqual([['.github/workflows/gate.yaml', 'changed', surfaceStrings.en.role.workflow]])
    expect(cells(text, 'config.yaml')).toEqual([['.policy-gate/config.yaml', 'added', surfaceStrings.en.role.settings]])
    expect(text).toContain('the verdict would be **✅ PASS** (1 low). Not applied:')
    const broken = changed()
    broken.change!.gate!.underHead = { problem: 'profile is "none"' }
    expect(show(broken)).toContain('the gate would be broken after the merge: profile is `none`')
  })

  it('says on a pass what was checked and what was not', () => {
    const text = show(report({ summary: { ...report().summary, exempted: 2 } }))
    expect(text).toContain('No open findings.')
    expect(text).toContain('- Checked 7 objects in 1 unit from 3 files with 5 rules.')
    expect(text).toContain('- 2 objects in exempt namespaces.')
    expect(text).toContain('- Settings: those of the working tree.')
    expect(text).toContain('- Not compared with an earlier state')
    const missing = show(report({ notEvaluated: [{ file: 'a.yaml', unit: 'k8s', reason: 'remote-source', message: 'not here' }] }))
    expect(cells(missing, 'a.yaml')).toEqual([['a.yaml', 'remote source', 'not here']])
  })

  it('says whose settings hold, which part was judged and why nothing was compared', () => {
    expect(show(changed())).toContain('- Settings: those of commit `cccccccccccc`, not those of the change.')
    expect(show(report({ settings: { commit: 'd'.repeat(40), present: false } }))).toContain(
      'the strict defaults, because commit `dddddddddddd` has no',
    )
    const problem = changed({ change: { base: 'e'.repeat(40), fixed: [], problem: 'The base is broken.' } })
    expect(show(problem)).toContain('- The base is broken.')
    expect(headings(show(problem))).toContain('h3 Findings (7)')
  })

  it('has what could not be evaluated and may hide a finding near the verdict', () => {
    expect(headings(show(shopReport())).slice(0, 2)).toEqual(['h2 ⛔ policy-gate: ERROR', 'h3 Could not be evaluated (1)'])
    expect(cells(show(shopReport()), 'broken.yaml')).toEqual([['k8s/broken.yaml:12', 'cannot be parsed', 'duplicate key spec']])
  })

  it('lists waivers, expired ones first, and the baseline', () => {
    const waiver = {
      rules: ['a/b'],
      reason: 'Vendor works on it',
      owner: '@shop',
      approvedBy: ['@sec'],
      expiresAt: '2026-12-01',
      findings: 1,
    }
    const findings = [finding({ ruleId: 'image/mutable-tag', file: 'k8s/order.yaml', message: 'old' }, { status: 'baseline' })]
    const text = show(
      report({
        findings,
        baseline: { entries: 4, gone: 3 },
        waivers: [
          { id: 'w-1', status: 'applied', ...waiver },
          { id: 'w-2', status: 'expired', ...waiver },
        ],
      }),
    )
    expect(cells(text, 'w-').map(([id]) => id)).toEqual(['w-2', 'w-1'])
    expect(cells(text, 'w-1')[0]).toEqual(['w-1', 'covers 1 finding until 2026-12-01', 'a/b', '@shop✓ @sec', 'Vendor works on it'])
    expect(cells(text, 'image/mutable-tag')).toEqual([['🔴\u00a0high', 'image/mutable-tag', 'k8s/order.yaml', 'k8s']])
    expect(text).toContain('3 findings of the baseline are gone')
  })

  it('says in mode warn that a fail does not fail the job, and hides no error', () => {
    expect(show(changed(), { mode: 'warn' })).toContain(surfaceStrings.en.warnMode)
    expect(show(shopReport(), { mode: 'warn' })).not.toContain(surfaceStrings.en.warnMode)
  })

  it.each([
    ['"web" 컨테이너의 이미지("nginx:1.2")는', '`web` 컨테이너의 이미지(`nginx:1.2`)는'],
    ['중간(medium) 이상, 사용자 0(루트)으로', '중간(medium) 이상, 사용자 0(루트)으로'],
    ['다이제스트(`@sha256:`와 16진수 64자리)를', '다이제스트(`@sha256:`와 16진수 64자리)를'],
  ])('Korean around brackets stays outside of code: %s', (message, shown) => {
    expect(prose(message)).toBe(shown)
  })

  it('shows notices', () => {
    const notices = [{ level: 'warning' as const, message: 'The token may not write: comment left out.' }]
    expect(show(report(), { notices })).toContain('- ⚠️ The token may not write: comment left out.')
  })
})

describe('the comment', () => {
  it('is short: new findings open, the rest collapsed', () => {
    const text = show(changed(), { form: 'comment', runUrl: 'https://github.com/octo/repo/blob/main/run' })
    expect(headings(text)).toEqual([
      'h2 ❌ policy-gate: FAIL',
      'h3 ⚠️ This change touches its own gate',
      'h3 New findings (1)',
      'h4 k8s: 1 critical',
      ...['h4 overlays/dev, overlays/prod, overlays/staging: 3 critical', 'h4 k8s: 2 high', 'h4 charts/payment: 1 low'],
    ])
    const collapsed = elements(rendered(text)).filter(({ name }) => name === 'summary')
    expect(collapsed.map(textOf)).toEqual([
      'Findings that the base has too (6)',
      'How to fix (1)',
      'Fixed by this change (1)',
      'What was checked and what was not',
    ])
    expect(text.trimEnd().endsWith('[Full report of this run](https://github.com/octo/repo/blob/main/run)')).toBe(true)
  })

  it('that passes says what was checked in one line and has all else collapsed', () => {
    const low = finding({ ruleId: 'workload/replicas', severity: 'low', file: 'k8s/order.yaml', message: 'one replica' })
    const text = show(report({ findings: [low], verdict: 'pass', reasons: [] }), { form: 'comment' })
    expect(text).toContain('\n\nChecked 7 objects in 1 unit from 3 files with 5 rules. Everything that was found was evaluated.\n\n')
    expect(headings(text)).toEqual(['h2 ✅ policy-gate: PASS', 'h4 k8s: 1 low'])
    const root = rendered(text)
    const inside = elements(root)
      .filter(({ name }) => name === 'details')
      .flatMap(elements)
    expect(
      elements(root)
        .filter(({ name }) => name === 'h4')
        .every((heading) => inside.includes(heading)),
    ).toBe(true)
  })
})

describe.each(languages)('in %s', (language) => {
  it.each(['summary', 'comment'] as const)(
    'a %s is plain Markdown of ours, the same bytes each time, whatever the order of findings',
    (form) => {
      for (const made of [changed(), shopReport(), report()]) {
        const text = show(made, { form }, language)
        expect(problems(rendered(text))).toEqual([])
        expect(show(structuredClone(made), { form }, language)).toBe(text)
        expect(show({ ...made, findings: [...made.findings].reverse() }, { form }, language)).toBe(text)
      }
    },
  )

  it('every word of ours is in the language', () => {
    const words = JSON.stringify(surfaceStrings[language])
    expect(/[가-힣]/.test(words)).toBe(language === 'ko')
    if (language === 'ko') {
      const text = show(report({ settings: { commit: 'a'.repeat(40), present: false } }), {}, 'ko').replace(/`[^`]*`|policy-gate/g, '')
      expect(text.replace(/critical|high|medium|low|info/g, '')).not.toMatch(/[A-Za-z]{3,}/)
    }
  })
})
