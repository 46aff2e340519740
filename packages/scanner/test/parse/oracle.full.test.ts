import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { TextProblem } from '../../src/parse/problems.ts'
import { readStream } from '../../src/parse/stream.ts'
import { corporaFolder, corpusFiles } from './corpora.ts'
import { mutated, randomScalar, randomStream } from './generator.ts'
import { type Answer, answers, hasGo } from './oracle.ts'
import { random } from './random.ts'
import { suiteCases } from './suite.ts'

// What the reader takes and the API server's decoder (YAML 1.1) refuses. None of it can be deployed as it stands; YAML 1.2 gives it one meaning.
const acceptedOnly: Record<string, RegExp> = {
  'tabs between tokens': /found character that cannot start any token|found a tab character/,
  'escapes that JSON has: \\/ and surrogate pairs': /found unknown escape character|found invalid Unicode character escape code/,
  'documents without a marker after `...`, text at the margin of a document': /did not find expected <document start>/,
  'in brackets: a colon on the next line, text with `?`, text that begins with a colon; `...` alone':
    /did not find expected (?:',' or|node content)/,
  'directives of other versions and unknown ones':
    /incompatible YAML document|directive|version number|unexpected non-alphabetical character/,
  'lines behind an explicit key (`? key`) that are not aligned': /did not find expected key/,
  'anchor names of other characters': /did not find expected alphabetic or numeric character/,
  'keys beyond 1,024 characters in brackets, anchors before a key': /mapping values are not allowed|could not find expected ':'/,
}

// What the reader refuses and the decoder takes.
const refusedOnly: Record<string, RegExp> = {
  'unknown tags, which the decoder drops': /^the tag .* is unknown|could not resolve tag|tag has no suffix/s,
  'invalid YAML: lines of quoted scalars and brackets that are not indented':
    /closing ["']?quote|must be sufficiently indented|unexpected .* at node end|need to be followed by map values|implicit keys|all mapping items/i,
  'invalid YAML: comments, tags and anchors stuck to other tokens': /must be separated/,
  'invalid YAML: dashes and question marks in brackets': /^block collections are not allowed|implicit keys of flow/,
  'invalid YAML: blank lines of a block scalar that are indented more than its text':
    /more-indented leading empty lines|not indented alike/,
  "the escape \\'": /^invalid escape sequence \\'/,
  'directives with more than a version': /directive|YAML version/,
  'text that YAML 1.1 and 1.2 read differently':
    /readers of YAML disagree|means different things|an empty line after an escaped line break|line separator|carriage return/,
  'two keys that become one string, << that stands twice': /stands twice in one mapping/,
  'nesting between 250 and 10,000 levels': /levels deep$/,
}

interface Outcome {
  equal: number
  neither: number
  /** Texts with another value, or a class that is not listed. */
  wrong: string[]
  classes: Record<string, number>
}

function compare(texts: string[]): Outcome {
  const outcome: Outcome = { equal: 0, neither: 0, wrong: [], classes: {} }
  const given = answers(texts)
  expect(given).toHaveLength(texts.length)
  for (const [index, text] of texts.entries()) judge(outcome, text, given[index]!)
  return outcome
}

function judge(outcome: Outcome, text: string, { documents = [], error, strict }: Answer): void {
  const ours = read(text)
  if (typeof ours === 'string') {
    if (error !== undefined || strict !== undefined) outcome.neither++
    else classify(outcome, 'refused only', refusedOnly, ours, text)
  } else if (error !== undefined) classify(outcome, 'accepted only', acceptedOnly, error, text)
  else if (!isDeepStrictEqual(ours, documents)) outcome.wrong.push(`another value: ${JSON.stringify(text)}`)
  // Strict decoding takes any key that replaces a merged one for a duplicate.
  else if (strict !== undefined && !text.includes('<<')) outcome.wrong.push(`not strict (${strict}): ${JSON.stringify(text)}`)
  else outcome.equal++
}

function read(text: string): unknown[] | string {
  try {
    return readStream(text, {}).documents.map(({ value }) => value)
  } catch (error) {
    if (error instanceof TextProblem) return error.message
    throw error
  }
}

function classify(outcome: Outcome, side: string, classes: Record<string, RegExp>, message: string, text: string): void {
  const found = Object.entries(classes).find(([, pattern]) => pattern.test(message))
  if (!found) outcome.wrong.push(`${side} (${message}): ${JSON.stringify(text)}`)
  const name = `${side}: ${found?.[0] ?? message}`
  outcome.classes[name] = (outcome.classes[name] ?? 0) + 1
}

function report(name: string, { equal, neither, classes }: Outcome, count: number): void {
  console.log(`${name}: ${count} texts, ${equal} equal, ${neither} refused by both`, classes)
}

const folder = corporaFolder()
const missing = [hasGo() ? '' : 'no Go', folder ? '' : 'no corpora folder'].filter(Boolean).join(', ')

describe.skipIf(missing !== '')(
  `the API server's decoder and the reader give the same values${missing && ` (LEFT OUT: ${missing})`}`,
  () => {
    const files = folder ? corpusFiles(folder, ['realworld', 'labelled', 'schemas', 'rego-cases', 'yaml-test-suite']) : []
    const suite = folder ? suiteCases(folder).map(({ yaml }) => yaml) : []
    const small = files.filter(({ text, path }) => text.length < 6000 && !path.startsWith('yaml-test-suite'))

    test('for every file of the corpora', () => {
      const texts = files.map(({ text }) => text)
      const outcome = compare(texts)
      report('corpora', outcome, texts.length)
      expect(outcome.wrong).toStrictEqual([])
      const refused = Object.entries(outcome.classes).filter(([name]) => name.startsWith('refused only'))
      expect(refused.reduce((sum, [, count]) => sum + count, 0) / texts.length).toBeLessThan(0.003)
    })

    test('for the YAML test suite', () => {
      const outcome = compare(suite)
      report('suite', outcome, suite.length)
      expect(outcome.wrong).toStrictEqual([])
    })

    test('for scalars and keys that look like numbers', () => {
      const r = random(9)
      const texts = Array.from({ length: 20_000 }, () => (r.chance(0.7) ? `a: ${randomScalar(r)}` : `${randomScalar(r)}: 1`))
      const outcome = compare(texts)
      report('scalars', outcome, texts.length)
      expect(outcome.wrong).toStrictEqual([])
      expect(outcome.equal).toBeGreaterThan(10_000)
    })

    test.each([1, 2])('for random streams (seed %i)', (seed) => {
      const r = random(seed)
      const texts = Array.from({ length: 4000 }, () => randomStream(r))
      const outcome = compare(texts)
      report('random', outcome, texts.length)
      expect(outcome.wrong).toStrictEqual([])
      expect(outcome.equal).toBeGreaterThan(1000)
    })

    test.each([3, 4])('for real files with small changes (seed %i)', (seed) => {
      const r = random(seed)
      const texts = Array.from({ length: 4000 }, () => mutated(r.pick(small).text, r))
      const outcome = compare(texts)
      report('mutated files', outcome, texts.length)
      expect(outcome.wrong).toStrictEqual([])
      expect(outcome.equal).toBeGreaterThan(1000)
    })

    test.each([5, 6])('for cases of the suite with small changes (seed %i)', (seed) => {
      const r = random(seed)
      const texts = Array.from({ length: 4000 }, () => mutated(r.pick(suite), r))
      const outcome = compare(texts)
      report('mutated suite', outcome, texts.length)
      expect(outcome.wrong).toStrictEqual([])
      expect(outcome.equal).toBeGreaterThan(1000)
    })
  },
)
