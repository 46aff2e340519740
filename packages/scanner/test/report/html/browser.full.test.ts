import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../../src/model.ts'
import { report, shopReport } from '../factory.ts'
import { hostileStrings } from '../hostile.ts'
import { type MarkupElement, outline, parseMarkup } from '../markup.ts'
import { openBrowser, openPage, type Session } from './browser.ts'
import type { PageWindow } from './dom.ts'
import { colours, parsed, unseen, weakTexts, width as widthOf } from './in-page.ts'
import { fullReport, hostilePage, page as pageOf } from './page.ts'

let session: Session
beforeAll(async () => {
  session = await openBrowser()
})
afterAll(() => session?.close())

const cases = languages.flatMap((language) => [
  { language, theme: 'light', dark: false },
  { language, theme: 'dark', dark: true },
])

describe.each(cases)('in Chromium, $language, $theme', ({ language, dark }) => {
  it.each([360, 768, 1200])('at %i pixels: no complaint, no request, nothing wider than the window', async (width) => {
    for (const made of [fullReport(), shopReport(), report()]) {
      const { page, complaints } = await openPage(session, { html: pageOf(made, language), width, dark })
      expect(await page.evaluate(widthOf)).toEqual({ wide: [], scroll: width })
      expect(complaints).toEqual([])
      await page.context().close()
    }
  })

  it('every text has a contrast of 4.5 or more', async () => {
    const { page } = await openPage(session, { html: pageOf(fullReport(), language), dark })
    await page.evaluate(widthOf)
    expect(await page.evaluate(weakTexts)).toEqual([])
    // the measure itself: text in the colour of its page is found
    await page.evaluate(
      (color) => {
        const { document } = globalThis as unknown as PageWindow
        document.querySelector('footer').style.setProperty('color', color)
      },
      (await page.evaluate(colours, 'body')).page,
    )
    expect((await page.evaluate(weakTexts)).length).toBeGreaterThan(0)
    await page.context().close()
  })

  it('findings, places and sources can be seen', async () => {
    const made = fullReport()
    const { page } = await openPage(session, { html: pageOf(made, language), dark })
    for (const { message, location, ruleId } of made.findings.filter(({ baselineState }) => baselineState === 'new'))
      for (const part of [message, location.file, ruleId]) expect(await page.getByText(part).first().isVisible(), part).toBe(true)
    expect(await page.locator('mark').first().isVisible()).toBe(true)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByRole('table').count()).toBe(2)
    expect(await page.getByRole('rowheader').count()).toBeGreaterThan(6)
    await page.context().close()
  })
})

describe('in Chromium', () => {
  it('the policy of the page forbids scripts, styles and requests that are not its own', async () => {
    const planted = [
      '<script>document.title = "run"</script>',
      '<img src="http://127.0.0.1:9/x.png">',
      '<p style="color: red">x</p>',
      '<style>main > p { color: red }</style>',
    ]
    const html = pageOf(fullReport()).replace('<main>', `<main>${planted.join('')}`)
    const { page, complaints } = await openPage(session, { html })
    expect(await page.title()).not.toBe('run')
    const refused = complaints.filter((text) => /Content Security Policy/i.test(text))
    for (const directive of ['script', 'img', 'style']) expect(refused.join('\n')).toContain(directive)
    expect(refused.length).toBeGreaterThanOrEqual(planted.length)
    expect((await page.evaluate(colours, 'main > p')).text).not.toBe('rgb(255, 0, 0)')
    await page.context().close()
  })

  it('paper has everything, also what is collapsed, in black on white', async () => {
    const { page } = await openPage(session, { html: pageOf(fullReport()), dark: true })
    expect(await page.evaluate(unseen)).toBeGreaterThan(0)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate(unseen)).toBe(0)
    expect(await page.evaluate(colours, 'body')).toEqual({ text: 'rgb(0, 0, 0)', page: 'rgb(255, 255, 255)' })
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
    await page.context().close()
  })

  it('the browser reads the same elements as were written, whatever a repository holds', async () => {
    const { page, complaints } = await openPage(session, { html: pageOf(report()) })
    for (const text of hostileStrings) {
      const html = hostilePage(text)
      const written = parseMarkup(html).children.find((child): child is MarkupElement => typeof child !== 'string')!
      expect(await page.evaluate(parsed, html), JSON.stringify(text.slice(0, 80))).toBe(outline(written))
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an image', '"><img src=x onerror=alert(1)>'],
    ['a style', '</style><script>x</script>'],
    ['one long word', 'x'.repeat(5000)],
    ['one long Korean word', '한'.repeat(500)],
  ])('a page full of %s is calm and no wider than a phone', async (_name, text) => {
    const { page, complaints } = await openPage(session, { html: hostilePage(text, 'ko'), width: 360 })
    expect((await page.evaluate(widthOf)).scroll).toBe(360)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
