import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Json, Report } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { context, finding, report, shopReport } from './factory.ts'
import { imageReport } from './image-report.ts'

const schema = JSON.parse(readFileSync(new URL('../../../../schemas/report.schema.json', import.meta.url), 'utf8'))

/** The published schema allows properties that later releases add; here every property that is written must be described. */
function closed(value: Json): Json {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]))
  return 'properties' in value && 'type' in value ? { ...copy, unevaluatedProperties: false } : copy
}

function validator(document: object): (value: unknown) => string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true })
  formats.default(ajv)
  const validate = ajv.compile(document)
  return (value) => (validate(value) ? [] : validate.errors!.map((error) => `${error.instancePath} ${error.message}`))
}

const problems = validator({ ...(closed(schema) as object), $id: 'closed' })
const json = (scanned: Report): string => reporters.json(scanned, context())

describe('json', () => {
  it('is valid by its published schema, with every property described', () => {
    const full = shopReport({ generatedAt: '2026-01-31T00:00:00Z' })
    full.findings[0]!.related.push({ ...full.findings[0]!.location, relation: 'object', message: 'declared here' })
    full.notEvaluated.push({ file: '', unit: 'k8s', reason: 'rule-failed', message: 'x', ruleId: 'mesh/mtls-strict' })
    const waiver = { id: 'W-1', reason: 'x', owner: 'a', approvedBy: ['b'], expiresAt: '2026-01-31' }
    Object.assign(full.findings[0]!, { status: 'waived', waiver })
    full.waivers = [{ ...waiver, status: 'applied', findings: 1, rules: ['pod-security/*'], ticket: 'SHOP-1' }]
    full.baseline = { entries: 2, gone: 1 }
    expect(problems(JSON.parse(json(full)))).toEqual([])
    expect(problems(JSON.parse(json(report())))).toEqual([])
    expect(problems(JSON.parse(json(imageReport())))).toEqual([])
  })

  it.each<[string, (broken: Report) => void]>([
    ['/verdict', (broken) => Object.assign(broken, { verdict: 'maybe' })],
    ['/summary/files', (broken) => Object.assign(broken.summary, { files: -1 })],
    ['/tool/policies/digest', (broken) => Object.assign(broken.tool.policies, { digest: 'sha1:00' })],
    ['/findings/0/location/startLine', (broken) => Object.assign(broken.findings[0]!.location, { startLine: 0 })],
    ['/findings/0/location/file', (broken) => Object.assign(broken.findings[0]!.location, { file: '/etc/passwd' })],
    ['/findings/0/fingerprint', (broken) => Object.assign(broken.findings[0]!, { fingerprint: 'x' })],
    ['/findings/0', (broken) => Object.assign(broken.findings[0]!, { surprise: 1 })],
    ['/notEvaluated/0', (broken) => Reflect.deleteProperty(broken.notEvaluated[0]!, 'reason')],
  ])('the schema refuses a wrong %s', (path, breakIt) => {
    const broken = shopReport()
    breakIt(broken)
    expect(problems(JSON.parse(json(broken))).some((problem) => problem.startsWith(`${path} `))).toBe(true)
  })

  it('describes every property of the schema', () => {
    const undescribed: string[] = []
    const visit = (node: Record<string, unknown>, path: string): void => {
      for (const [key, item] of Object.entries((node.properties ?? {}) as Record<string, Record<string, unknown>>)) {
        const target = String(item.$ref ?? '')
          .split('/')
          .at(-1)!
        if (!item.description && !schema.$defs[target]?.description) undescribed.push(`${path}/${key}`)
        visit(item, `${path}/${key}`)
        if (item.items) visit(item.items as Record<string, unknown>, `${path}/${key}[]`)
      }
    }
    visit(schema, '')
    for (const [name, definition] of Object.entries(schema.$defs)) visit(definition as Record<string, unknown>, name)
    expect(undescribed).toEqual([])
  })

  it('is the report itself', () => {
    const scanned = shopReport()
    expect(JSON.parse(json(scanned))).toEqual(scanned)
    expect(json(scanned)).toMatch(/^\{\n {2}"schemaVersion": "1",\n {2}"tool": \{\n {4}"name"/)
    expect(json(scanned).endsWith('\n}\n')).toBe(true)
  })

  it('has one order of keys, however the report was built', () => {
    const reversed = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      )
    }
    const scanned = shopReport()
    scanned.findings[0]!.params = { zeta: 1, alpha: { file: 'x', beta: 2 } }
    expect(json(reversed(scanned as unknown as Json) as unknown as Report)).toBe(json(scanned))
  })

  it('starts a finding with its rule', () => {
    const lines = json(report({ findings: [finding({ ruleId: 'a/b', file: 'k8s/order.yaml' })] })).split('\n')
    expect(lines[lines.indexOf('  "findings": [') + 2]).toBe('      "ruleId": "a/b",')
  })

  it('keeps hostile keys of params as data', () => {
    const params = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')
    const text = json(report({ findings: [finding({ ruleId: 'a/b', file: 'k8s/order.yaml' }, { params })] }))
    expect(text).toContain('"__proto__": {')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
