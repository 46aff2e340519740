import { describe, expect, it } from 'vitest'
import type { Finding, Fix, Json, JsonObject, Path } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/documents.ts'
import { locate } from '../../src/parse/location.ts'
import { exactReplacement } from '../../src/report/sarif-fix.ts'
import { finding } from './factory.ts'

function found(text: string, path: Path, fix: Fix): Finding {
  const [located] = locate(text, [{ document: 0, path }])
  const location = { file: 'a.yaml', ...located!.region, precision: located!.precision }
  return finding({ ruleId: 'workload/replicas', file: 'a.yaml', path }, { location, fix })
}

/** The text after the edit, or undefined when no edit is offered. */
function edited(text: string, path: Path, op: 'set' | 'remove', value?: Json): string | undefined {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const replacement = exactReplacement(found(text, path, { op, path, ...(value === undefined ? {} : { value }) }), lines)
  if (!replacement) return undefined
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = replacement.deletedRegion
  const offset = (line: number, column: number): number =>
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1
  return text.slice(0, offset(startLine, startColumn)) + (replacement.insertedContent?.text ?? '') + text.slice(offset(endLine, endColumn))
}

const value = (text: string): Json => {
  const { documents, problems } = readDocuments(text)
  expect(problems).toEqual([])
  return documents[0]!.value
}

/** What the object must be after the edit. */
function expected(text: string, path: Path, op: 'set' | 'remove', to?: Json): Json {
  const copy = structuredClone(value(text))
  const parent = path.slice(0, -1).reduce<Json>((node, key) => (node as JsonObject)[key]!, copy) as JsonObject
  if (op === 'set') parent[path.at(-1)!] = to!
  else delete parent[path.at(-1)!]
  return copy
}

const privileged: Path = ['spec', 'containers', 0, 'securityContext', 'privileged']
const manifests = [
  'spec:\n  containers:\n    - name: 앱 # 💥\n      securityContext:\n        privileged: true # why\n        runAsUser: 0\n',
  'spec:\r\n  containers:\r\n  - securityContext:\r\n      runAsUser: 0\r\n      privileged: yes\r\n    name: app\r\n',
  'spec: {containers: [{name: "앱, privileged: true", securityContext: {privileged: true, runAsUser: 0}}]}\n',
  '{"spec": {"containers": [{"securityContext": {"privileged": true}}]}}\n',
  "spec:\n  containers:\n    - securityContext:\n        'privileged':   'true'\n        runAsUser: 0\n",
  'spec:\n  containers:\n    - securityContext: { "privileged": "tr\\u0075e" }\n',
  'spec:\n  containers:\n    - securityContext:\n        privileged: &p true\n        other: *p\n',
  'spec:\n  containers:\n    - securityContext:\n        privileged: !!bool true\n        runAsUser: 0\n',
  'spec:\n  containers:\n    - securityContext:\n        privileged: |\n          true\n        runAsUser: 0\n',
  'spec:\n  containers:\n    - securityContext:\n        ? privileged\n        : true\n',
  'spec:\n  containers:\n    - securityContext:\n        privileged:\n        runAsUser: 0\n',
  'spec:\n  containers:\n    - securityContext:\n        privileged: true',
]

describe('an edit at a located field', () => {
  it.each(manifests)('sets exactly that field, or is not offered: %j', (text) => {
    const result = edited(text, privileged, 'set', false)
    if (result !== undefined) expect(value(result)).toEqual(expected(text, privileged, 'set', false))
  })

  it.each(manifests)('removes exactly that field, or is not offered: %j', (text) => {
    const result = edited(text, privileged, 'remove')
    if (result !== undefined) expect(value(result)).toEqual(expected(text, privileged, 'remove'))
  })

  it('is offered for the ordinary forms', () => {
    const offered = (op: 'set' | 'remove'): number[] =>
      manifests.flatMap((text, index) => (edited(text, privileged, op, op === 'set' ? false : undefined) === undefined ? [] : [index]))
    expect(offered('set')).toEqual([0, 1, 2, 3, 4, 11])
    expect(offered('remove')).toEqual([0, 1, 4])
  })

  it.each<[Json]>([['a: b # c'], ['"quoted" \\'], [''], [null], [1.5], ['yes']])('writes %j so that it is read back', (to) => {
    expect(value(edited(manifests[0]!, privileged, 'set', to)!)).toEqual(expected(manifests[0]!, privileged, 'set', to))
  })

  it('is not offered for a value that is no scalar', () => expect(edited(manifests[0]!, privileged, 'set', {})).toBeUndefined())
})
