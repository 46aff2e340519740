import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inputVariables } from './action-file.ts'
import { commandIn } from './commands.ts'
import { readPairs, readSummary } from './file-commands.ts'
import { readLog } from './step-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'policy-gate-emulator-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An oracle that finds nothing proves nothing: it has to find what the runner finds. */
describe('the emulated runner', () => {
  it.each([
    ['::error::x', 'error', 'x'],
    ['   \t::warning file=a.yaml,line=1::x', 'warning', 'x'],
    ['\u00a0\u2003::notice::x', 'notice', 'x'],
    ['\u0085::error::x', 'error', 'x'],
    ['::set-output name=verdict::pass', 'set-output', 'pass'],
    ['::ERROR::x', 'error', 'x'],
    ['::error::a%0Ab%25', 'error', 'a\nb%'],
    ['::add-mask::a', 'add-mask', 'a'],
    ['text ##[error]x', 'error', 'x'],
    ['##[set-output name=verdict;]pass', 'set-output', 'pass'],
    ['::nothing:: ##[error]x', 'error', 'x'],
    ['::stop-commands::word', 'stop-commands', 'word'],
  ])('finds the command in %j', (line, name, data) => expect(commandIn(line)).toMatchObject({ name, data }))

  it.each(['x::error::y', '::error', '::unknown::x', '##[error', '##[unknown]x', '# #[error]x', ': :error::x', '\ufeff::error::x', ''])(
    'finds none in %j',
    (line) => expect(commandIn(line)).toBeUndefined(),
  )

  it('ends lines at CR, LF and CRLF, in both streams alike', () => {
    expect(readLog('a\r::error::b\r\n::error::c\n::error::d').annotations.map(({ message }) => message)).toEqual(['b', 'c', 'd'])
  })

  it('hears nothing between stop-commands and its token', () => {
    const log = readLog('::stop-commands::word\n::error::a\n::word::\n::error::b')
    expect(log.annotations.map(({ message }) => message)).toEqual(['b'])
    expect(log.stopped).toBe(false)
    expect(readLog('::stop-commands::word\n::error::a').stopped).toBe(true)
  })

  it('keeps ten annotations of a level, each of 4,096 characters', () => {
    const log = readLog(`${'::error::x\n'.repeat(12)}::warning::${'y'.repeat(5000)}`)
    expect(log.annotations).toHaveLength(11)
    expect(log.dropped).toBe(2)
    expect(log.annotations.at(-1)!.message).toHaveLength(4096)
  })

  it('masks what add-mask says from then on', () => {
    expect(readLog('abc\n::add-mask::b\nabc').shown).toEqual(['abc', 'a***c'])
  })

  it('fails the step for set-env, add-path and a reserved token', () => {
    for (const line of ['::set-env name=A::b', '::add-path::/x', '::stop-commands::error']) expect(readLog(line).problems).toHaveLength(1)
  })

  it.each<[string, Record<string, string> | string]>([
    ['a=b\n', { a: 'b' }],
    ['a=b=c\n\nd=', { a: 'b=c', d: '' }],
    ['a<<E\nx\ny\nE\n', { a: 'x\ny' }],
    ['a<<E\nE\n', { a: '' }],
    ['a<<E\nb=c\nE\na=d\n', { a: 'd' }],
    ['a=<<E\n', { a: '<<E' }],
    ['a<<E\nx\n', 'Matching delimiter not found'],
    ['a<<\n', 'must not be empty'],
    ['<<E\nE\n', 'must not be empty'],
    ['abc\n', 'Invalid format'],
  ])('reads the file %j', (text, expected) => {
    const file = join(folder, 'pairs')
    writeFileSync(file, text)
    if (typeof expected === 'string') expect(() => readPairs(file)).toThrow(expected)
    else expect(Object.fromEntries(readPairs(file))).toEqual(expected)
  })

  it('shows no summary of more than 1 MiB', () => {
    const file = join(folder, 'summary')
    writeFileSync(file, 'x'.repeat(1024 * 1024))
    expect(readSummary(file, [])).toHaveLength(1024 * 1024)
    writeFileSync(file, 'x'.repeat(1024 * 1024 + 1))
    expect(() => readSummary(file, [])).toThrow('aborted')
  })

  it('gives inputs in variables with hyphens, defaults for those that are not given, and warns of unknown ones', () => {
    const { variables, unexpected } = inputVariables({ 'fail-on': 'low', 'fail on': 'x' }, 'secret')
    expect(variables).toMatchObject({ 'INPUT_FAIL-ON': 'low', INPUT_TOKEN: 'secret', INPUT_MODE: '', INPUT_FAIL_ON: 'x' })
    expect(unexpected).toEqual(['fail on'])
  })
})
