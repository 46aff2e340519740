import type { Language } from '../../../src/model.ts'
import { type MarkdownOptions, markdownReporter } from '../../../src/report/index.ts'
import { truncate, visible } from '../../../src/sanitize.ts'
import { invisibleIn } from '../hostile.ts'
import { outline } from '../markup.ts'
import { runnerCommands } from '../runner-commands.ts'
import { surfaceContext, surfaceOptions, surfaceReport } from '../surface-report.ts'
import { codeTexts, problems, rendered } from './github.ts'

type Form = MarkdownOptions['form']

/** The report with one text in every place. */
function show(form: Form, text: string, language: Language = 'en'): string {
  return markdownReporter({ form, ...surfaceOptions(text) })(surfaceReport(text), surfaceContext(text, { language }))
}

const outlines = new Map<string, string>()

function harmlessOutline(form: Form, language: Language): string {
  const key = `${form} ${language}`
  const known = outlines.get(key) ?? outline(rendered(show(form, 'harmless', language)), ['code'])
  outlines.set(key, known)
  return known
}

/** Above this length links are left out, and in a comment rows. */
const long = 200

/**
 * What a text does to a report that it must not: it acts on GitHub or on the runner, hides something, changes the elements that the same
 * report has with a harmless text, or is not shown as it is.
 */
export function harm(form: Form, text: string, language: Language = 'en'): string[] {
  const markdown = show(form, text, language)
  const root = rendered(markdown)
  const whole = text.trim() !== '' && text.length <= long
  const shown = truncate(visible(text), 200).trim()
  return [
    ...problems(root),
    ...runnerCommands(markdown).map(({ name }) => `command ${name}`),
    ...invisibleIn(markdown).map((character) => `invisible U+${character.codePointAt(0)!.toString(16)}`),
    ...(whole && outline(root, ['code']) !== harmlessOutline(form, language) ? ['another structure'] : []),
    ...(whole && !codeTexts(root).some((content) => content.trim() === shown) ? ['not shown'] : []),
  ]
}
