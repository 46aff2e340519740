import { describe, expect, it } from 'vitest'
import { translator } from '../../src/translation/catalogue.ts'
import { korean } from '../../src/translation/korean/index.ts'

const translate = translator({
  'The path {path} is no folder.': '{path} 경로가 폴더가 아닙니다.',
  'The path {path} does not exist.': '{path} 경로가 없습니다.',
  '{what} could not be judged by {rule}: {problem}.': '{~what}: {rule} 규칙으로 평가하지 못했습니다({~problem}).',
  'The image {image}': '{image} 이미지',
  'took too long': '시간이 초과되었습니다',
  'took {seconds} s': '{seconds}초가 걸렸습니다',
  'Did you mean "{word}"?': '혹시 "{word}"인가요?',
  '{count} rules, {digest}': '규칙 {count}개, {digest}',
})

describe('a translator', () => {
  it.each([
    ['fills in what was filled in', 'The path deploy/base is no folder.', 'deploy/base 경로가 폴더가 아닙니다.'],
    ['takes the first place of what comes next', 'The path a is no folder. is no folder.', 'a is no folder. 경로가 폴더가 아닙니다.'],
    [
      'translates what is a text of its own',
      'The image a:1 could not be judged by b/c: took 3 s.',
      'a:1 이미지: b/c 규칙으로 평가하지 못했습니다(3초가 걸렸습니다).',
    ],
    ['leaves foreign words', 'Pod a could not be judged by b/c: strange.', 'Pod a: b/c 규칙으로 평가하지 못했습니다(strange).'],
    ['knows a phrase as a sentence', 'took too long.', '시간이 초과되었습니다.'],
    ['looks behind a place', 'a.yaml:3: The path b is no folder.', 'a.yaml:3: b 경로가 폴더가 아닙니다.'],
    ['translates each line', 'took 1 s\nnothing else\ntook 2 s', '1초가 걸렸습니다\nnothing else\n2초가 걸렸습니다'],
    ['translates each sentence', 'The path b is no folder. Did you mean "c"?', 'b 경로가 폴더가 아닙니다. 혹시 "c"인가요?'],
    ['takes what says little at its word', '57 rules, sha256:1', '규칙 57개, sha256:1'],
    [
      'takes nothing else for it',
      'The path units, rules, images is no folder. Did you mean "c"?',
      'units, rules, images 경로가 폴더가 아닙니다. 혹시 "c"인가요?',
    ],
    ['leaves alone what it does not know', 'The path is a riddle.', 'The path is a riddle.'],
    ['fills nothing into what was filled in', 'The path {path} does not exist.', '{path} 경로가 없습니다.'],
    ['wants something in each hole', 'The path  is no folder.', 'The path  is no folder.'],
  ])('%s', (_, english, wanted) => {
    expect(translate(english)).toBe(wanted)
  })

  it.each([
    ['the beginning of a sentence', `The path ${'a is no folder '.repeat(200_000)}`],
    ['places', ': a'.repeat(50_000)],
    ['sentences', 'A. '.repeat(50_000)],
    ['sentences that are known', 'The file cannot be read: no such file. '.repeat(20_000)],
    ['sentences in sentences', 'yaml: '.repeat(50_000)],
  ])('takes no longer for a text that was made to be hard: %s', (_, hard) => {
    const translateKorean = translator(korean)
    const start = performance.now()
    translateKorean(hard)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

it('every hole of a translation is one of the English text, and nothing is lost', () => {
  const names = (text: string) => [...text.matchAll(/\{~?(\w+)\}/g)].map(([, name]) => name!)
  const wrong = Object.entries(korean).filter(([english, other]) => names(other).some((name) => !names(english).includes(name)))
  expect(wrong).toEqual([])
})
