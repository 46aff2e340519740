import { describe, expect, it } from 'vitest'
import type { Finding, Language, Report } from '../../../src/model.ts'
import { type MarkdownOptions, markdownLimits, markdownReporter } from '../../../src/report/index.ts'
import { context, finding, report } from '../factory.ts'
import { elements, textOf } from '../markup.ts'
import { problems, rendered } from './github.ts'

const korean = '컨테이너 카탈로그가 루트로 실행됩니다'

/** Findings in many units and files, each at a place of its own. */
function many(count: number, message = korean): Finding[] {
  return Array.from({ length: count }, (_, index) => {
    const file = `배포/overlays/unit-${index % 40}/${index}.yaml`
    const made = finding({
      ruleId: index % 2 === 0 ? 'pod-security/privileged' : 'image/mutable-tag',
      file,
      message,
      unit: `배포/unit-${index % 40}`,
    })
    return { ...made, severity: (['critical', 'high', 'medium'] as const)[index % 3]!, fingerprint: index.toString(16).padStart(64, '0') }
  })
}

function bigReport(count: number, overrides: Partial<Report> = {}): Report {
  const findings = many(count)
  const notEvaluated = findings.map(({ location: { file }, unit }) => ({ file, unit, reason: 'unknown-value' as const, message: korean }))
  return report({ findings, notEvaluated, ...overrides })
}

const options = { sourceLink: (file: string, line?: number) => `https://github.com/octo/repo/blob/main/${file}#L${line ?? 1}` }
const show = (made: Report, form: MarkdownOptions['form'], limits: MarkdownOptions['limits'] = {}, language: Language = 'ko'): string =>
  markdownReporter({ form, limits, ...options })(made, context({ language }))

/** No table, list, element or fence was cut: the rest is whole, and every table row has all its cells. */
function expectWhole(markdown: string): void {
  expect(problems(rendered(markdown))).toEqual([])
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
  for (const row of rows) expect(row.endsWith(' |')).toBe(true)
  for (const table of elements(rendered(markdown)).filter(({ name }) => name === 'table')) {
    const widths = elements(table)
      .filter(({ name }) => name === 'tr')
      .map((row) => row.children.filter((cell) => typeof cell !== 'string').length)
    expect(new Set(widths).size).toBe(1)
  }
}

describe('limits', () => {
  it('of GitHub are kept by 20,000 findings in Korean, where bytes are not characters', () => {
    const made = bigReport(20_000)
    const summary = show(made, 'summary')
    expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000)
    expect(Buffer.byteLength(summary)).toBeGreaterThan(950_000)
    expect(summary.length).toBeLessThan(Buffer.byteLength(summary))
    const comment = show(made, 'comment')
    expect(comment.length).toBeLessThan(65_536)
    expect([...comment].length).toBeLessThan(65_536)
    expectWhole(comment)
  })

  it.each(['summary', 'comment'] as const)('hold exactly for a %s: what just fits is whole, one less cuts a row', (form) => {
    const made = bigReport(12)
    const all = show(made, form)
    const [bytes, characters] = [Buffer.byteLength(all), all.length]
    expect(bytes).toBeGreaterThan(characters)
    expect(show(made, form, { bytes, characters })).toBe(all)
    for (const limits of [{ bytes: bytes - 1 }, { characters: characters - 1 }]) {
      const cut = show(made, form, limits)
      expect(cut.length).toBeLessThan(characters)
      expect(cut).toMatch(/여기에 표시하지 않았습니다|더 있음/)
      expectWhole(cut)
    }
  })

  it('are never passed, whatever they are, and nothing is cut in the middle', () => {
    const made = bigReport(30)
    for (let limit = 600; limit < 16_000; limit += 997)
      for (const form of ['summary', 'comment'] as const) {
        const byBytes = show(made, form, { bytes: limit })
        expect(Buffer.byteLength(byBytes), `${form} ${limit}`).toBeLessThanOrEqual(limit)
        expectWhole(byBytes)
        const byCharacters = show(made, form, { characters: limit }, 'en')
        expect(byCharacters.length, `${form} ${limit}`).toBeLessThanOrEqual(limit)
        expectWhole(byCharacters)
        expect(byCharacters).toMatch(/^## ❌ policy-gate: FAIL\n/)
      }
  })

  it('leave out what is told: the numbers of shown and left findings are all findings', () => {
    const made = bigReport(900, { notEvaluated: [] })
    const text = show(made, 'summary', { bytes: 60_000 }, 'en')
    const shown = [...text.matchAll(/^\| [🟣🔴🟠].*unit-/gmu)].length
    const left = [...text.matchAll(/(\d+) more findings? /g)].reduce((sum, [, number]) => sum + Number(number), 0)
    expect(shown).toBeGreaterThan(50)
    expect(shown + left).toBe(900)
  })

  it('show the worst first and keep the verdict, the numbers and what was not checked', () => {
    const text = show(bigReport(900), 'summary', { bytes: 40_000 }, 'en')
    expect(text).toContain('| open | 300 | 300 | 300 | 0 | 0 | **900** |')
    expect(text).toContain('### What was checked and what was not')
    expect(text).toContain('900 not evaluated')
    const order = [...text.matchAll(/^\| (🟣|🔴|🟠)[^|]*\|[^|]*unit-/gmu)].map(([, symbol]) => symbol)
    expect(order).toEqual([...order].sort((a, b) => '🟣🔴🟠'.indexOf(a!) - '🟣🔴🟠'.indexOf(b!)))
  })

  it('leave out no critical finding of one unit for a lesser one of another', () => {
    const findings = many(900).map((item, index) => ({
      ...item,
      severity: index % 40 === 0 || index === 899 ? ('critical' as const) : ('high' as const),
    }))
    const text = show(report({ findings }), 'summary', { bytes: 30_000 }, 'en')
    const lines = text.split('\n').filter((line) => line.includes('yaml:') || line.includes('.yaml`]'))
    expect(lines.filter((line) => line.includes('🟣')).length).toBe(24)
    expect(lines.filter((line) => line.includes('🔴')).length).toBeGreaterThan(10)
  })

  it('are those that GitHub documents, with room for nothing more', () => {
    expect(markdownLimits.summary.bytes).toBeLessThan(1_000_000)
    expect(markdownLimits.summary.bytes).toBeLessThan(1024 * 1024)
    expect(markdownLimits.comment.characters).toBeLessThan(65_536)
  })

  it('cost linear time: 100,000 findings', () => {
    const time = (count: number): number => {
      const made = report({ findings: many(count) })
      const start = performance.now()
      show(made, 'summary')
      return performance.now() - start
    }
    time(1000)
    const [small, big] = [time(12_500), time(100_000)]
    expect(big / small).toBeLessThan(24)
    expect(big).toBeLessThan(20_000)
  })

  it('of a comment show few findings of each unit, the rest is counted', () => {
    const text = show(bigReport(400, { notEvaluated: [] }), 'comment', {}, 'en')
    const units = elements(rendered(text)).filter(({ name }) => name === 'h4')
    expect(units.length).toBe(10)
    expect(text.split('\n').filter((line) => /^\| [🟣🔴🟠]/u.test(line) && line.includes('unit-')).length).toBe(50)
    expect(textOf(rendered(text))).toContain('300 more findings not shown here')
  })
})
