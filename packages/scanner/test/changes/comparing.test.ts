import { describe, expect, it } from 'vitest'
import { changedFields, formatSteps } from '../../src/changes/fields.ts'
import { compareFindingSets, withBaselineState } from '../../src/changes/findings.ts'
import { compareObjects } from '../../src/changes/objects.ts'
import type { Finding, JsonObject, Manifest } from '../../src/model.ts'

function manifest(object: JsonObject): Manifest {
  const { name = '', namespace = '' } = object.metadata as Record<string, string>
  return {
    object,
    ref: { apiVersion: String(object.apiVersion), kind: String(object.kind), name, namespace },
    unit: 'shop',
    origin: { kind: 'file', file: 'a.yaml', document: 0, itemPath: [] },
  }
}

const configMap = (name: string, data: JsonObject): Manifest => manifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const secret = (parts: JsonObject): Manifest => manifest({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, ...parts })

/** `<mark> <Kind> <name>` with the changed paths. */
function told(before: Manifest[], after: Manifest[]): string[] {
  return compareObjects(before, after).map(
    ({ change, ref, fields }) => `${change} ${ref.kind} ${ref.name}${fields.map(({ path }) => ` ${formatSteps(path)}`).join('')}`,
  )
}

describe('fields', () => {
  const paths = (before: JsonObject, after: JsonObject) => changedFields(before, after).map(({ path }) => formatSteps(path))

  it('the deepest that differ, with the values; added and removed ones have one', () => {
    expect(changedFields({ a: { b: 1, c: [1], gone: null } }, { a: { b: 2, c: [1], new: { d: 1 } } })).toEqual([
      { path: ['a', 'b'], before: 1, after: 2 },
      { path: ['a', 'gone'], before: null },
      { path: ['a', 'new'], after: { d: 1 } },
    ])
    expect(changedFields({ a: [1] }, { a: { 0: 1 } })).toEqual([{ path: ['a'], before: [1], after: { 0: 1 } }])
    expect(changedFields({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toEqual([])
  })

  it('items of a list by name, whatever their order', () => {
    const before = [
      { name: 'app', image: 'a:1' },
      { name: 'proxy', image: 'p:1' },
    ]
    const after = [
      { name: 'proxy', image: 'p:2' },
      { name: 'log', image: 'l:1' },
      { name: 'app', image: 'a:1' },
    ]
    expect(changedFields({ containers: before }, { containers: after })).toEqual([
      { path: ['containers', { name: 'log' }], after: { name: 'log', image: 'l:1' } },
      { path: ['containers', { name: 'proxy' }, 'image'], before: 'p:1', after: 'p:2' },
    ])
  })

  it('items without a name, or with one twice, by place; equal ones at both ends aside', () => {
    expect(changedFields({ args: ['a', 'b', 'c'] }, { args: ['a', 'x', 'b', 'c'] })).toEqual([{ path: ['args', 1], after: 'x' }])
    expect(changedFields({ args: ['a', 'b', 'c'] }, { args: ['b', 'c'] })).toEqual([{ path: ['args', 0], before: 'a' }])
    expect(
      paths(
        {
          l: [
            { name: 'a', v: 1 },
            { name: 'a', v: 2 },
          ],
        },
        {
          l: [
            { name: 'a', v: 1 },
            { name: 'a', v: 3 },
          ],
        },
      ),
    ).toEqual(['l[1].v'])
    expect(paths({ l: [] }, { l: [1, 2] })).toEqual(['l[0]', 'l[1]'])
  })

  it('applied to the earlier state give the later one', () => {
    // __proto__ and keys of Object are keys like others
    const before = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "l": [1, {"a": 1}, 2]}') as JsonObject
    const after = JSON.parse('{"__proto__": {"a": 2}, "toString": 1, "l": [1, {"a": 2}, 3, 4]}') as JsonObject
    expect(paths(before, after)).toEqual(['__proto__.a', 'constructor', 'l[1].a', 'l[2]', 'l[3]', 'toString'])
  })
})

describe('objects', () => {
  it('added, removed and changed ones; versions and order do not matter', () => {
    const role = (apiVersion: string) => manifest({ apiVersion, kind: 'Role', metadata: { name: 'r' } })
    expect(
      told(
        [configMap('a', { k: '1' }), configMap('b', {}), configMap('same', {})],
        [configMap('same', {}), configMap('c', {}), configMap('a', { k: '2' })],
      ),
    ).toEqual(['changed ConfigMap a data.k', 'removed ConfigMap b', 'added ConfigMap c'])
    expect(told([role('rbac.authorization.k8s.io/v1beta1')], [role('rbac.authorization.k8s.io/v1')])).toEqual(['changed Role r apiVersion'])
    expect(told([role('rbac.authorization.k8s.io/v1')], [role('other.example/v1')])).toEqual(['added Role r', 'removed Role r'])
  })

  it('a generated ConfigMap is the same one with another hash, unless there are two', () => {
    expect(told([configMap('settings-h7dt2m2k8f', { k: '1' })], [configMap('settings-5ck6bbtt8d', { k: '2' })])).toEqual([
      'changed ConfigMap settings-5ck6bbtt8d data.k metadata.name',
    ])
    expect(told([configMap('settings-h7dt2m2k8f', {}), configMap('settings', {})], [configMap('settings', {})])).toHaveLength(1)
    expect(told([configMap('settings-production', {})], [configMap('settings', {})])).toHaveLength(2)
  })

  it('the same object twice counts twice', () => {
    expect(told([configMap('a', {}), configMap('a', { k: '1' })], [configMap('a', {}), configMap('a', { k: '2' })])).toEqual([
      'changed ConfigMap a data.k',
    ])
    expect(told([configMap('a', {})], [configMap('a', {}), configMap('a', {})])).toEqual(['added ConfigMap a'])
  })

  it('of a Secret it is told which field changed, never what stood there', () => {
    const cases: [JsonObject, JsonObject][] = [
      [{ data: { password: 'b2xk' } }, { data: { password: 'bmV3' } }],
      [{ stringData: { password: 'b2xk' } }, { stringData: { password: 'b2xk', more: 'bmV3' } }],
      [{ data: { password: 'b2xk' } }, {}],
      [{}, { stringData: { password: 'bmV3' } }],
      [
        { metadata: { name: 'db' } },
        { metadata: { name: 'db', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"bmV3"}' } } },
      ],
      [{ metadata: { name: 'db', annotations: { copy: 'b2xk' } } }, { metadata: { name: 'db', annotations: { copy: 'bmV3' } } }],
      [{ data: ['b2xk'] }, { data: 'bmV3' }],
    ]
    for (const [before, after] of cases) {
      const changes = compareObjects([secret(before)], [secret(after)])
      expect(changes[0]?.fields.length).toBeGreaterThan(0)
      expect(JSON.stringify(changes)).not.toMatch(/b2xk|bmV3/)
    }
    expect(compareObjects([secret({ type: 'Opaque' })], [secret({ type: 'kubernetes.io/tls' })])[0]?.fields).toEqual([
      { path: ['type'], before: 'Opaque', after: 'kubernetes.io/tls' },
    ])
  })
})

describe('findings', () => {
  const finding = (fingerprint: string, line: number, message = 'm'): Finding => ({
    ruleId: 'pod-security/privileged',
    severity: 'high',
    message,
    status: 'open',
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'a' },
    unit: 'shop',
    path: [],
    location: { file: 'a.yaml', startLine: line, startColumn: 1, endLine: line, endColumn: 2, precision: 'field' },
    related: [],
    params: {},
    fingerprint,
  })

  it('are compared by fingerprint: other lines and words do not make one new', () => {
    const changes = compareFindingSets([finding('a', 1), finding('b', 2)], [finding('c', 9), finding('b', 5, 'other words')])
    expect(changes.new.map(({ fingerprint }) => fingerprint)).toEqual(['c'])
    expect(changes.fixed.map(({ fingerprint }) => fingerprint)).toEqual(['a'])
    expect(changes.unchanged).toEqual([finding('b', 5, 'other words')])
    const states = (absent: boolean) =>
      withBaselineState(changes, { absent }).map(({ fingerprint, baselineState }) => `${fingerprint} ${baselineState}`)
    expect(states(true)).toEqual(['a absent', 'b unchanged', 'c new'])
    expect(states(false)).toEqual(['b unchanged', 'c new'])
  })
})
