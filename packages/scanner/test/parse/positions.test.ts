import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Json, Path } from '../../src/model.ts'
import { type Located, locate, readDocuments } from '../../src/parse/index.ts'
import { corporaFolder, corpusFiles } from './corpora.ts'
import { cut, paths, replaced, withKey, withValue } from './edits.ts'
import { random } from './random.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
const block = fixture('block.yaml')
const rare = fixture('rare.yaml')
const json = '{\n\t"kind": "Pod", "spec": {"a": [1, -2.5, true, null, "é😀\\u0041", {"x": "y"}, [], {}],\n  "empty": ""}\n}\n'
// Forces the exact reader without moving any position: an anchor on a key behind everything else.
const forced = (text: string) => `${text}---\n&z last: 1\n`

const texts: Record<string, { text: string; file?: string }> = {
  'block style': { text: block },
  'block style, exact reader': { text: forced(block) },
  'block style, CRLF': { text: block.replaceAll('\n', '\r\n') },
  'block style, CRLF, exact reader': { text: forced(block).replaceAll('\n', '\r\n') },
  'block style, byte order mark': { text: `\ufeff${block}` },
  'block style, byte order mark, exact reader': { text: `\ufeff${forced(block)}` },
  'rare syntax': { text: rare },
  'rare syntax, CRLF': { text: rare.replaceAll('\n', '\r\n') },
  'JSON file': { text: json, file: 'a.json' },
  'JSON file, byte order mark': { text: `\ufeff${json}`, file: 'a.json' },
  'JSON as YAML': { text: json },
}

const token = '"zz 😀"'
const replacement = 'zz 😀'

/** Replaces what is located by another token and reads again: only the value (or the key) at the path may have changed. */
function check(text: string, file: string | undefined, document: number, path: Path, value: Json, root: Json): void {
  const options = file === undefined ? {} : { file }
  const [{ region, precision }] = locate(text, [{ document, path }], options) as [Located]
  expect(precision).toBe(path.length === 0 ? 'document' : 'field')
  const again = readDocuments(replaced(text, region, token), options)
  expect(again.problems).toStrictEqual([])
  const read = again.documents.find(({ index }) => index === document)?.value
  const { to, as } = expected(text, region, path, value, root)
  expect(read, `${JSON.stringify(path)} is said to be ${JSON.stringify(to)}`).toStrictEqual(as)
}

/** What a replaced token changes: the value of a scalar, the key of a collection or of a value left out, an item's first token. */
function expected(text: string, region: Located['region'], path: Path, value: Json, root: Json): { to: string; as: Json } {
  const to = cut(text, region)
  const isEmpty = value !== null && typeof value === 'object' && Object.keys(value).length === 0
  const last = path.at(-1)
  const leftOut = value === null && typeof last === 'string' && !/^(?:~|null)$/.test(to)
  if (value !== null && typeof value === 'object' && typeof last !== 'string' && !isEmpty)
    return { to, as: firstReplaced(root, path, value) }
  if (typeof last === 'string' && (leftOut || (value !== null && typeof value === 'object')))
    return { to, as: withKey(root, path, replacement) }
  return { to, as: withValue(root, path, replacement) }
}

function firstReplaced(root: Json, path: Path, value: Json): Json {
  let at = value
  const full = [...path]
  while (Array.isArray(at) && at.length > 0) {
    full.push(0)
    at = at[0]!
  }
  if (at === null || typeof at !== 'object' || Object.keys(at).length === 0) return withValue(root, full, replacement)
  return withKey(root, [...full, Object.keys(at)[0]!], replacement)
}

/** An item left out is its `-`, which cannot become another token. */
const isMissingItem = ({ path, value }: { path: Path; value: Json }) => value === null && typeof path.at(-1) === 'number'

for (const [name, { text, file }] of Object.entries(texts))
  describe(name, () => {
    const { documents, problems } = readDocuments(text, file === undefined ? {} : { file })
    test('can be read', () => expect(problems).toStrictEqual([]))
    for (const { value: root, index } of documents)
      for (const found of paths(root)) {
        if (isMissingItem(found) && file === undefined && name !== 'JSON as YAML') continue
        test(`document ${index} ${JSON.stringify(found.path)}`, () => check(text, file, index, found.path, found.value, root))
      }
  })

const folder = corporaFolder()
describe.skipIf(!folder)(`real files${folder ? '' : ' (LEFT OUT: no corpora folder)'}`, () => {
  const r = random(20)
  const files = folder ? corpusFiles(folder, ['realworld']).filter(({ text }) => text.length < 40_000) : []
  for (let i = 0; i < (folder ? 150 : 0); i++) {
    const { path: file, text } = r.pick(files)
    const { documents } = readDocuments(text, { file })
    if (documents.length === 0 || /[&*]\w|<</.test(text)) continue
    const { value: root, index } = r.pick(documents)
    const found = paths(root).filter((each) => !isMissingItem(each))
    const sample = Array.from({ length: 4 }, () => r.pick(found))
    test(`${i} ${file}`, () => {
      for (const { path, value } of sample) check(text, file, index, path, value, root)
    })
  }
})

const at = (text: string, path: Path, document = 0) => {
  const [{ region, precision }] = locate(text, [{ document, path }]) as [Located]
  const end = region.endLine === region.startLine ? '' : `${region.endLine}:`
  return `${precision} ${region.startLine}:${region.startColumn}-${end}${region.endColumn}`
}

describe('what is not there', () => {
  const text = 'a: 1\n---\nkind: Pod\nspec:\n  containers:\n  - name: x\n    image: y\n  - {}\n  -\n  - &n z\n  security:\n'
  test.each<[Path, string]>([
    [['spec', 'containers', 0, 'securityContext', 'privileged'], 'parent 6:5-9'],
    [['spec', 'containers', 1, 'image'], 'parent 8:5-7'],
    [['spec', 'containers', 2, 'image'], 'parent 9:3-4'],
    [['spec', 'containers', 2], 'field 9:3-4'],
    [['spec', 'containers', 3, 'image'], 'parent 10:8-9'],
    [['spec', 'containers', 9], 'parent 5:3-13'],
    [['spec', 'containers', 'x'], 'parent 5:3-13'],
    [['spec', 'security', 'x', 'y'], 'parent 11:3-11'],
    [['spec', 'security'], 'field 11:3-11'],
    [['kind', 'x'], 'parent 3:1-5'],
    [['metadata', 'labels'], 'document 3:1-5'],
    [['constructor'], 'document 3:1-5'],
    [[], 'document 3:1-5'],
  ])('%j', (path, expected) => {
    expect(at(text, path, 1)).toBe(expected)
    expect(at(text.replace('&n z', 'zz'), path, 1).replace('10:5-7', '10:8-9')).toBe(expected)
  })
  test('documents', () => {
    expect(at(text, ['a'], 7)).toBe('document 1:1-1')
    expect(at('---\n# empty\n---\na: 1', ['a'], 0)).toBe('document 1:1-1')
    expect(at('- {', [0], 0)).toBe('document 1:1-1')
    expect(at('# c\n- - x: 1', [1], 0)).toBe('document 2:5-6')
    expect(at('just text', ['x'], 0)).toBe('document 1:1-10')
  })
})

describe('anchors, aliases and merge keys', () => {
  const text = [
    'base: &base',
    '  image: nginx',
    '  security: {privileged: yes}',
    'scalar: &s web',
    'one:',
    '  <<: *base',
    '  name: *s',
    'two: *base',
    'three:',
    '- *base',
    '- <<: *base',
    '  x: 1',
    '- *s',
  ].join('\n')
  test.each<[Path, string]>([
    [['one', 'image'], 'field 2:10-15'],
    [['one', 'security', 'privileged'], 'field 3:26-29'],
    [['one', 'security', 'missing'], 'parent 3:3-11'],
    [['one', 'name'], 'field 7:9-11'],
    [['two'], 'field 8:1-4'],
    [['two', 'image'], 'field 2:10-15'],
    [['two', 'missing'], 'parent 8:1-4'],
    [['three', 0], 'field 10:3-8'],
    [['three', 0, 'missing'], 'parent 10:3-8'],
    [['three', 1], 'field 11:3-5'],
    [['three', 1, 'x'], 'field 12:6-7'],
    [['three', 2], 'field 13:3-5'],
    [['base'], 'field 1:1-5'],
  ])('%j', (path, expected) => expect(at(text, path)).toBe(expected))
})

test('many requests are answered in order', () => {
  const requests = [['kind'], ['metadata', 'name'], ['kind']].map((path) => ({ document: 0, path }))
  expect(locate(block, requests).map(({ region }) => cut(block, region))).toStrictEqual(['Deployment', '"web 😀 front"', 'Deployment'])
  expect(locate('a: [', [])).toStrictEqual([])
})
