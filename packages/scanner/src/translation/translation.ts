import type { Language, NotEvaluated } from '../model.ts'

/**
 * Gives the function that puts a text of this program into the language that is wanted: sentences of gaps and of errors, which are written in
 * English where they arise. Catalogues are loaded only where they are needed.
 */
export async function translation(language: Language): Promise<(text: string) => string> {
  if (language === 'en') return (text) => text
  const [{ translator }, { korean }] = await Promise.all([import('./catalogue.ts'), import('./korean/index.ts')])
  return translator(korean)
}

/** The same gaps with sentences in the language that is wanted. */
export async function translatedGaps(gaps: NotEvaluated[], language: Language): Promise<NotEvaluated[]> {
  if (language === 'en') return gaps
  const translate = await translation(language)
  return gaps.map((gap) => ({ ...gap, message: translate(gap.message) }))
}
