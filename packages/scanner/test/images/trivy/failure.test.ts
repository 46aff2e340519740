import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { failureOf, type Task } from '../../../src/images/trivy/failure.ts'
import { fieldOf, logReader } from '../../../src/images/trivy/log.ts'
import type { RunResult } from '../../../src/images/trivy/run.ts'

function runOf(text: string, rest: Partial<RunResult> = {}): RunResult {
  const reader = logReader()
  reader.push(Buffer.from(text))
  return { end: 'exit', code: 1, log: reader.end(), stdout: '', peak: undefined, ...rest }
}
const because = (run: RunResult, task: Task = 'scan') => failureOf(run, { task, about: 'Not scanned', timeout: 300, memory: 3072 })
const recorded = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8')

describe('causes in recorded logs', () => {
  it.each([
    ['no-database', 'database', 'there is no vulnerability database'],
    ['older-schema', 'database', 'another schema'],
    ['newer-schema', 'database', 'another schema'],
    ['cut-off-database', 'database', 'is damaged'],
    ['no-database-at-all', 'database', 'is damaged'],
    ['no-java-database', 'incomplete', 'Java archives'],
    ['no-image', 'invalid', 'cannot be read'],
  ])('%s', (name, code, words) => {
    expect(because(runOf(recorded(name)))).toMatchObject({ code, message: expect.stringContaining(words) })
  })
})

describe('causes of a download', () => {
  const fatal = (text: string) =>
    runOf(`t\tFATAL\tFatal error\trun error: init error: DB error: failed to download vulnerability DB: OCI artifact error: ${text}\n`)
  it.each([
    ['GET http://127.0.0.1/v2/trivy-db: TOOMANYREQUESTS: retry-after: 10s', 'asked less often'],
    ['GET http://127.0.0.1/v2/trivy-db: UNAUTHORIZED: authentication required', 'refuses an anonymous download'],
    ['GET http://127.0.0.1/v2/trivy-db: MANIFEST_UNKNOWN: manifest unknown', 'no database at this reference'],
    ['dial tcp: lookup registry.example: no such host', 'cannot be reached'],
    ['something else', 'is damaged'],
  ])('%s', (text, words) => {
    expect(because(fatal(text), 'database')).toMatchObject({ code: 'database', message: expect.stringContaining(words) })
  })
})

describe('how a run ended', () => {
  it.each<[Partial<RunResult>, string, string]>([
    [{ end: 'timeout', code: null }, 'timeout', '300 s'],
    [{ end: 'memory', code: null }, 'scanner-failed', '3072 MiB'],
    [{ end: 'killed', code: null, killedBy: 'SIGKILL' }, 'scanner-failed', 'SIGKILL'],
    [{ end: 'not-started', stdout: 'spawn ENOENT' }, 'scanner-missing', 'ENOENT'],
    [{ code: 7 }, 'scanner-failed', 'exit code 7'],
  ])('%j', (rest, code, words) => {
    expect(because(runOf('', rest))).toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it('well is no failure', () => {
    expect(because(runOf('t\tERROR\tsomething\n', { code: 0 }))).toBeUndefined()
  })

  it('what it ended with counts before what stands in a scanned file', () => {
    const text =
      't\tDEBUG\t[analyzer] Analysis error\terr="failed to parse x/Java DB: TOOMANYREQUESTS"\nt\tFATAL\tFatal error\n  - run error:\n  - write x: no space left on device:\n'
    expect(because(runOf(text))).toMatchObject({ message: expect.stringContaining('disk is full') })
  })

  it('text of an attacker is made printable and short', () => {
    const { message } = because(runOf(`t\tFATAL\tFatal error\trun error: \u001b[31m::error::x${'y'.repeat(9000)}\n`))!
    expect(message).not.toContain('\u001b')
    expect(message.length).toBeLessThan(400)
  })
})

describe('the log of a run', () => {
  it('is kept in a bounded part, whatever is written', () => {
    const reader = logReader()
    for (let index = 0; index < 3000; index++) reader.push(Buffer.from(`t\tWARN\t${index}\n`))
    reader.push(Buffer.from('z'.repeat(10_000_000)))
    const { notes, tail, truncated } = reader.end()
    expect([notes.length, truncated]).toEqual([1000, true])
    expect(tail.join('').length).toBeLessThan(120 * 4096)
  })

  it('characters that are cut in two', () => {
    const bytes = Buffer.from('t\tWARN\t한국어\n')
    const reader = logReader()
    for (const byte of bytes) reader.push(Buffer.from([byte]))
    expect(reader.end().notes).toEqual(['t\tWARN\t한국어'])
  })

  it('fields', () => {
    const line = 't\tERROR\t[x] Failed\tfile_path="a \\"b\\" c" err=plain'
    expect([fieldOf(line, 'file_path'), fieldOf(line, 'err'), fieldOf(line, 'other')]).toEqual(['a "b" c', 'plain', undefined])
  })
})
