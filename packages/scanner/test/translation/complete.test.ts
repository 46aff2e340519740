import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { translator } from '../../src/translation/catalogue.ts'
import { korean } from '../../src/translation/korean/index.ts'
import { literalsOf } from './literals.ts'
import { notForPeople, pieces } from './literals-left.ts'

const sources = join(import.meta.dirname, '../../src')
const translate = translator(korean)

/** Tables that say everything in both languages, reports, and what no message comes from. */
const elsewhere =
  /(^|\/)(strings|[\w-]+-strings|texts|problem-texts|reasons|schema|help|init|metadata)\.ts$|^(report|translation|evaluate\/builtins)\/|^govern\/messages|^hooks\/text|^evaluate\/user\/conftest|^cli\/(progress|main)|^images\/trivy\/(expansions|log)/

interface Said {
  place: string
  text: string
}

/** What looks like words of a sentence in the sources of the scanner. */
function sentences(): Said[] {
  const files = globSync('**/*.ts', { cwd: sources }).map((file) => file.replaceAll('\\', '/'))
  return files
    .filter((file) => !elsewhere.test(file))
    .sort()
    .flatMap((file) =>
      literalsOf(readFileSync(join(sources, file), 'utf8'))
        .filter(({ text, before }) => isSentence(text) && !/(description|summary|value):\s*$/.test(before))
        .map(({ line, text }) => ({ place: `${file}:${line}`, text })),
    )
}

function isSentence(text: string): boolean {
  return /[a-z]{2,} [a-z(`"{]/.test(text.replaceAll('{}', 'x1 ')) && !/[가-힣]/.test(text)
}

/** Whether a text is Korean once something is filled in. */
function isTranslated(text: string): boolean {
  const lines = (filled: string) => filled.trim().split('\n')
  const isKorean = (line: string) => line === '' || /[가-힣]/.test(translate(line))
  // a hole at the end may be a sentence of its own, or nothing
  return [text, text.replace(/\{\}$/, '')].some((form) => lines(form.replaceAll('{}', 'x1')).every(isKorean))
}

it('every sentence that the scanner may say has a Korean one', () => {
  const said = sentences()
  expect(said.length).toBeGreaterThan(400)
  const missing = said.filter(({ text }) => !notForPeople.has(text) && !Object.hasOwn(pieces, text) && !isTranslated(text))
  expect(missing.map(({ place, text }) => `${place}: ${text}`)).toEqual([])
})

it('sentences that are put together of pieces have a Korean one as a whole', () => {
  const wholes = Object.values(pieces).flat()
  expect(wholes.filter((text) => !/[가-힣]/.test(translate(text)))).toEqual([])
})

it('what is said to be left out is there', () => {
  const there = new Set(sentences().map(({ text }) => text))
  expect([...notForPeople, ...Object.keys(pieces)].filter((text) => !there.has(text))).toEqual([])
})
