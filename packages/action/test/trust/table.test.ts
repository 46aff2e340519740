import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileWays } from './table/files.ts'
import { gitWays } from './table/git.ts'
import { imageWays } from './table/images.ts'
import { policyWays } from './table/policies.ts'
import { folderWays, settingsWays } from './table/settings.ts'

const all = [...settingsWays, ...folderWays, ...policyWays, ...fileWays, ...imageWays, ...gitWays]
const docs = (name: string): string[][] =>
  readFileSync(join(import.meta.dirname, '../../../../docs', name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

/** Rows of the tables, without their heads. */
const rows = (name: string, columns: number): string[][] =>
  docs(name).filter((cells) => cells.length === columns && !['way', '방법'].includes(cells[0]!))

it('docs/trust.md says of each way what its test says', () => {
  const verdict = (found: (typeof all)[number]['verdict']) => (typeof found === 'number' ? `exit code ${found}` : found)
  expect(rows('trust.md', 3).map(([name, , said]) => [name, said])).toEqual(all.map((way) => [way.name, verdict(way.verdict)]))
})

it('docs/trust.ko.md too', () => {
  const verdict = (found: (typeof all)[number]['verdict']) => (typeof found === 'number' ? `종료 코드 ${found}` : found)
  expect(rows('trust.ko.md', 4).map(([, , said, name]) => [name, said])).toEqual(all.map((way) => [way.name, verdict(way.verdict)]))
})
