import { describe, expect, it } from 'vitest'
import {
  escapeCommandData,
  escapeCommandProperty,
  neutraliseCommands,
  truncate,
  visible,
  visibleLines,
  visibleParagraphs,
} from '../src/sanitize.ts'
import { hostileStrings, invisibleIn } from './report/hostile.ts'
import { runnerCommand, runnerCommands } from './report/runner-commands.ts'

describe('the list of hostile strings', () => {
  it('has more than 100 entries and the oracle sees commands in many of them', () => {
    expect(hostileStrings.length).toBeGreaterThan(200)
    expect(hostileStrings.filter((text) => runnerCommands(text).length > 0).length).toBeGreaterThan(60)
    expect(hostileStrings.filter((text) => invisibleIn(text).length > 0).length).toBeGreaterThan(60)
  })
})

describe('visible', () => {
  it.each([
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\u202eb', 'a\\u202eb'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800x', '\\ud800x'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['한글 💥 ❤️ é', '한글 💥 ❤️ é'],
  ])('shows %j as %j', (text, expected) => expect(visible(text)).toBe(expected))

  it('leaves nothing invisible in any hostile string', () => {
    expect(hostileStrings.filter((text) => invisibleIn(visible(text)).length > 0 || visible(text).includes('\n'))).toEqual([])
  })
})

it('joins the lines of a paragraph and keeps those of lists, tables and blocks', () => {
  expect(visibleParagraphs('Build the image again: take\na newer base\r\nimage.\n\nOr\n`USER 10001`.\n')).toEqual([
    'Build the image again: take a newer base image.',
    '',
    'Or `USER 10001`.',
  ])
  const kept = ['One of:', '- a', '- b', '1. c', '| d |', '```yaml', '  e: f', '```']
  expect(visibleParagraphs(kept.join('\n'))).toEqual(kept)
  expect(visibleParagraphs('a\nb\u202ec\td')).toEqual(['a b\\u202ec  d'])
})

it('divides lines at every kind of line break and drops empty ones at the end', () => {
  expect(visibleLines('a\r\nb\rc\n\td\n\n')).toEqual(['a', 'b', 'c', '  d'])
  expect(visibleLines('')).toEqual([''])
})

describe('neutraliseCommands', () => {
  it.each([
    ['::error::x', ': :error::x'],
    ['a\n \t::debug::x', 'a\n \t: :debug::x'],
    ['\u001b[1m::error::x', '\u001b[1m: :error::x'],
    ['see ##[error]x', 'see # #[error]x'],
    ['##vso[task]x', '# #vso[task]x'],
    ['## heading [x]', '## heading [x]'],
    ['std::string', 'std::string'],
  ])('turns %j into %j', (text, expected) => expect(neutraliseCommands(text)).toBe(expected))

  it('leaves no command in any hostile string', () => {
    const acting = hostileStrings
      .map((text) => neutraliseCommands(visibleLines(text).join('\n')))
      .filter((text) => runnerCommands(text).length > 0)
    expect(acting).toEqual([])
  })
})

it('escapes data and properties so that the runner reads back what was meant', () => {
  for (const text of hostileStrings.filter((item) => item.trim() !== '')) {
    const command = runnerCommand(`::error title=${escapeCommandProperty(text)},line=1::${escapeCommandData(text)}`)
    expect(command).toEqual({ name: 'error', properties: { title: text, line: '1' }, data: text })
  }
})

it('truncates with an ellipsis and never through a surrogate pair', () => {
  expect(truncate('abc', 3)).toBe('abc')
  expect(truncate('abcd', 3)).toBe('ab…')
  expect(truncate('a💥bc', 3)).toBe('a…')
})
