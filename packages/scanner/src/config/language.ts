import { type Language, languages } from '../model.ts'

/** The language that the text of a configuration asks for, also where the rest of it cannot be read. */
export function writtenLanguage(text: string): Language | undefined {
  const [, word] = /^language[ \t]*:[ \t]*["']?([a-z]+)\b/m.exec(text) ?? []
  return languages.find((language) => language === word)
}
