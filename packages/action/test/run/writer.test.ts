import { describe, expect, it } from 'vitest'
import { openWriter } from '../../src/writer.ts'
import { readLog } from '../runner/step-log.ts'

function written(use: (writer: ReturnType<typeof openWriter>) => void, debug = false): string {
  let text = ''
  use(openWriter({ write: (part) => (text += part), debug }))
  return text
}

describe('the writer', () => {
  it('writes lines, in which no command acts', () => {
    const text = written((writer) => writer.info('a\r::error::b\n##[error]c\n  ::add-mask::d\u001b[31m'))
    expect(text).toBe('a\n: :error::b\n# #[error]c\n  : :add-mask::d\\x1b[31m\n')
    expect(readLog(text)).toMatchObject({ annotations: [], commands: [], masks: [] })
  })

  it('annotates what is meant, with all lines in one annotation', () => {
    const { annotations } = readLog(written((writer) => writer.warning('a\n::error::b %0A c')))
    expect(annotations).toEqual([{ level: 'warning', message: 'a\n: :error::b %0A c', properties: {} }])
  })

  it('says in the log what the runner would drop', () => {
    const log = readLog(written((writer) => Array.from({ length: 12 }, (_, index) => writer.error(`problem ${index}`))))
    expect(log.dropped).toBe(0)
    expect(log.annotations).toHaveLength(10)
    expect(log.shown.filter((line) => line !== '')).toEqual(['error: problem 10', 'error: problem 11'])
  })

  it('cuts what the runner would cut', () => {
    expect(readLog(written((writer) => writer.error('x'.repeat(10_000)))).annotations[0]!.message).toHaveLength(4096)
  })

  it('keeps a secret out of the log, on its own and through the runner', () => {
    const text = written((writer) => {
      writer.mask('ghs_secret')
      writer.info('token ghs_secret')
      writer.error('token ghs_secret')
    })
    expect(text.match(/ghs_secret/g)).toHaveLength(1)
    expect(readLog(text).masks).toEqual(['ghs_secret'])
  })

  it('masks nothing when there is no secret', () => expect(written((writer) => writer.mask(''))).toBe(''))

  it('writes debug messages only where they are wanted', () => {
    expect(written((writer) => writer.debug('x'))).toBe('')
    expect(written((writer) => writer.debug('a\n::error::b'), true)).toBe('::debug::a\n::debug::: :error::b\n')
  })

  it.each([
    'x',
    '::set-output name=a::b',
    '::error::a\nb',
    '::error::a ##[error]b',
    '::error::\u202ex',
    '::stop-commands::x',
    ' ::error::x',
  ])('refuses %j as a line of annotations', (line) => expect(() => written((writer) => writer.annotations([line]))).toThrow())
})
