import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writtenLanguage } from '../config/language.ts'
import { configFile } from '../config/load.ts'
import { findRoot } from '../discover/root.ts'
import { type Language, languages } from '../model.ts'

/**
 * The language to complain in: what `--lang` says, else the configuration of the repository, else English. Nothing here fails: what is
 * complained of may be the flags or the configuration themselves.
 */
export function languageOf(words: string[], cwd: string): Language {
  const asked = wordBehind('lang', words)
  return languages.find((language) => language === asked) ?? configured(words, cwd) ?? 'en'
}

function configured(words: string[], cwd: string): Language | undefined {
  try {
    const given = wordBehind('root', words)
    const { root } = findRoot([], { cwd, ...(given === undefined ? {} : { root: resolve(cwd, given) }) })
    return writtenLanguage(readFileSync(join(root, wordBehind('config', words) ?? configFile), 'utf8'))
  } catch {
    return undefined
  }
}

/** The value of a flag, as `--lang ko` or `--lang=ko`. */
function wordBehind(flag: string, words: string[]): string | undefined {
  const at = words.findIndex((word) => word === `--${flag}` || word.startsWith(`--${flag}=`))
  if (at < 0) return undefined
  const word = words[at]!
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1]
}
