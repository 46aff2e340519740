import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const table = 'docs/terms.ko.md'
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Rows of the table of terms: the word in English, the choice, and what is not written in its place. */
const terms = read(table)
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| 영어'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, english, korean, , banned]) => ({ english, korean: korean!, banned: banned!.split(',').map((word) => word.trim()) }))
  .map(({ banned, ...term }) => ({ ...term, banned: banned.filter((word) => word !== '') }))

/** Lines in Korean that a person reads: documents, METADATA of rules, strings of the programs. */
function koreanLines(): { place: string; text: string }[] {
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '*.ko.md', 'packages/policies/rules', 'packages/scanner/src', 'packages/action/src'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return files
    .split('\0')
    .filter((file) => /\.(ko\.md|rego|ts)$/.test(file) && file !== table && !file.startsWith('docs/rules/'))
    .flatMap((file) =>
      read(file)
        .split('\n')
        .map((text, index) => ({ place: `${file}:${index + 1}`, text })),
    )
    .filter(({ text }) => /[가-힣]/.test(text))
}

it('the table has a choice for each term, and bans none of its own choices', () => {
  expect(terms.length).toBeGreaterThan(25)
  const own = terms.flatMap(({ banned }) => banned.filter((word) => terms.some(({ korean }) => korean.includes(word))))
  expect(own).toEqual([])
})

it('Korean texts use the words of the table', () => {
  const lines = koreanLines()
  expect(lines.length).toBeGreaterThan(2000)
  const wrong = lines.flatMap(({ place, text }) =>
    terms.flatMap(({ korean, banned }) => banned.filter((word) => text.includes(word)).map((word) => `${place}: ${word} -> ${korean}`)),
  )
  expect(wrong).toEqual([])
})

it('every choice of the table is in use', () => {
  const all = koreanLines()
    .map(({ text }) => text)
    .join('\n')
  expect(terms.filter(({ korean }) => !all.includes(korean)).map(({ korean }) => korean)).toEqual([])
})
