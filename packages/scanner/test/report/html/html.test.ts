import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../src/model.ts'
import { shownPlaces } from '../../../src/report/html/findings.ts'
import { htmlReporter } from '../../../src/report/index.ts'
import { surfaceStrings } from '../../../src/report/surface-strings.ts'
import { visible } from '../../../src/sanitize.ts'
import { context, finding, report, shopReport } from '../factory.ts'
import { hostileStrings, invisibleIn, markdownPayloads, payloads } from '../hostile.ts'
import { elements, type MarkupElement, outline, parseMarkup, textOf } from '../markup.ts'
import { runnerCommands } from '../runner-commands.ts'
import { fullReport, hostilePage, page } from './page.ts'

const named = (root: MarkupElement, name: string): MarkupElement[] => elements(root).filter((element) => element.name === name)

/** Complaints about a page: what it may not hold, and what makes it hard to use. */
function faults(root: MarkupElement): string[] {
  const found: string[] = []
  const ids = elements(root).flatMap(({ attributes }) => attributes.id ?? [])
  const metas = named(root, 'meta').map(({ attributes }) => attributes.content ?? '')
  for (const { name, attributes, children } of elements(root)) {
    if (['script', 'img', 'iframe', 'object', 'form', 'link', 'base', 'input'].includes(name)) found.push(`element ${name}`)
    for (const key of Object.keys(attributes)) if (key === 'style' || key.startsWith('on') || key === 'src') found.push(`attribute ${key}`)
    if (name === 'a' && attributes.href?.startsWith('#') && !ids.includes(attributes.href.slice(1)))
      found.push(`${attributes.href} leads nowhere`)
    if (name === 'a' && !attributes.href?.startsWith('#')) {
      if (!/^https:\/\/github\.com\/(octo\/repo|cloudmart\/policy-gate)\//.test(attributes.href ?? ''))
        found.push(`link to ${attributes.href}`)
      if (attributes.rel !== 'noopener noreferrer') found.push('a link that tells where it comes from')
    }
    if (name === 'a' && children.map(textOf).join('').trim() === '') found.push('a link without text')
    if (name === 'th' && !['row', 'col'].includes(attributes.scope ?? '')) found.push('th without scope')
    if (name === 'svg' && attributes['aria-hidden'] !== 'true') found.push('a picture that says nothing')
  }
  if (new Set(ids).size !== ids.length) found.push('an id twice')
  const style = textOf(named(root, 'style')[0]!)
  const hash = createHash('sha256').update(style).digest('base64')
  if (!metas.includes(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`))
    found.push('no policy for this style')
  const levels = elements(root).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []))
  if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) found.push('not exactly one h1, first')
  if (levels.some((level, index) => index > 0 && level > levels[index - 1]! + 1)) found.push('a level of headings left out')
  return found
}

describe('the page', () => {
  it.each(languages)('is whole, safe and usable in %s', (language) => {
    for (const made of [fullReport(), shopReport(), report()]) {
      const root = parseMarkup(page(made, language))
      expect(faults(root)).toEqual([])
      expect(named(root, 'html')[0]!.attributes).toEqual({ lang: language })
      expect(named(root, 'meta')[0]!.attributes).toEqual({ charset: 'utf-8' })
    }
  })

  it('says everything that the report says', () => {
    const made = fullReport()
    const text = textOf(parseMarkup(page(made))).replace(/\s+/g, ' ')
    for (const { message, ruleId, location, unit } of made.findings)
      for (const part of [message, ruleId, location.file, unit]) expect(text).toContain(part)
    for (const { message } of [...made.reasons, ...made.notEvaluated]) expect(text).toContain(message.replaceAll('"', ''))
    for (const { id, owner, reason } of made.waivers!) for (const part of [id, owner, reason]) expect(text).toContain(part)
    expect(text).toContain('order has one replica')
    expect(text).toContain('the verdict would be PASS (1 low)')
    expect(text).toContain('Settings: those of commit cccccccccccc, not those of the change.')
    expect(text).toContain('expired after 2026-10-31')
    expect(text).toContain('The token may not write comments')
  })

  it('marks exactly the region in its source, and no secret', () => {
    const root = parseMarkup(page(fullReport()))
    const marks = named(root, 'mark').map(textOf)
    expect(marks).toContain('true')
    expect(marks).toContain('registry.cloudmart.io/order:latest')
    expect(textOf(root)).not.toContain('hunter2')
    expect(marks).toContain('****************')
    const article = named(root, 'article').find((element) => textOf(element).includes('Container order is privileged'))!
    expect(
      named(article, 'span')
        .filter(({ attributes }) => attributes.class === 'line')
        .map(textOf),
    ).toEqual([
      '11          image: registry.cloudmart.io/order:latest',
      '12          securityContext:',
      '13            privileged: true',
      '14            runAsUser: 1000',
    ])
  })

  it('has a number for each severity and kind', () => {
    const table = named(parseMarkup(page(fullReport())), 'table')[0]!
    const rows = named(table, 'tr').map((row) => row.children.flatMap((cell) => (typeof cell === 'string' ? [] : [textOf(cell)])))
    expect(rows[0]).toEqual(['Severity', 'new', 'unchanged', 'fixed', 'waived', 'in the baseline', ''])
    expect(rows[1]).toEqual(['critical', '2', '2', '0', '0', '0', ''])
    expect(rows.at(-1)).toEqual(['total', '4', '3', '1', '1', '1', ''])
  })

  it('is a function of its input: the same bytes, whatever the order of findings', () => {
    const made = fullReport()
    expect(page(structuredClone(made))).toBe(page(made))
    expect(page({ ...made, findings: [...made.findings].reverse() })).toBe(page(made))
  })

  it('shows the worst places and counts the rest', () => {
    const count = shownPlaces + 500
    const findings = Array.from({ length: count }, (_, index) => ({
      ...finding({ ruleId: 'image/mutable-tag', file: `a/${index}.yaml`, unit: `a/${index % 7}` }),
      severity: index < 20 ? ('critical' as const) : ('high' as const),
      fingerprint: String(index).padStart(64, '0'),
    }))
    const text = page(report({ findings }))
    expect(text.split('<article>').length - 1).toBe(shownPlaces)
    expect(text.split('<h4><span class="severity critical">').length - 1).toBe(20)
    const left = [...text.matchAll(/(\d+) more findings? /g)].reduce((sum, [, number]) => sum + Number(number), 0)
    expect(left).toBe(500)
  })

  it('has every word of ours in Korean', () => {
    const root = parseMarkup(page(report({ settings: { commit: 'a'.repeat(40), present: false } }), 'ko', {}))
    const text = textOf(named(root, 'body')[0]!).replaceAll('policy-gate', '')
    expect(text.replace(/sha256:[0-9a-f]+|a{12}/g, '')).not.toMatch(/[A-Za-z]{3,}/)
    expect(text).toContain(surfaceStrings.ko.sections.coverage)
  })
})

describe('no text of a repository', () => {
  it('is more than text in the page', () => {
    const expected = outline(parseMarkup(hostilePage('harmless')), ['code', 'mark', 'a'])
    for (const text of [...payloads, ...markdownPayloads].filter((payload) => payload.trim() !== '' && !/\n/.test(payload))) {
      const html = hostilePage(text)
      const root = parseMarkup(html)
      expect(faults(root), JSON.stringify(text.slice(0, 80))).toEqual([])
      expect(outline(root, ['code', 'mark', 'a']), JSON.stringify(text.slice(0, 80))).toBe(expected)
      expect(textOf(root)).toContain(visible(text))
    }
  })

  it('is a fault, a command to the runner or out of sight', () => {
    for (const text of hostileStrings) {
      const html = hostilePage(text, 'ko')
      expect(faults(parseMarkup(html)), JSON.stringify(text.slice(0, 80))).toEqual([])
      expect(runnerCommands(html), JSON.stringify(text.slice(0, 80))).toEqual([])
      expect(invisibleIn(html), JSON.stringify(text.slice(0, 80))).toEqual([])
    }
  })

  it('is read where a source has gone', () => {
    const text = htmlReporter()(shopReport(), context({ readSource: () => undefined }))
    expect(named(parseMarkup(text), 'pre')).toEqual([])
  })
})
