import { describe, expect, it } from 'vitest'
import { readVex } from '../../src/images/vex/read.ts'
import { type JsonObject, type Report, UserError } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { context } from './factory.ts'
import { imageFindings, imageReport, imageRules, imagesSection, vulnerable } from './image-report.ts'

const purl = 'pkg:deb/debian/openssl'
const waiver = { id: 'W-1', reason: 'Not reachable from outside.', owner: 'shop', approvedBy: ['security'], expiresAt: '2027-01-31' }
const report = (overrides: Partial<Report> = {}): Report =>
  imageReport({
    findings: [
      vulnerable('CVE-2024-1', { package: 'openssl', purl, installed: ['3.0.1', '3.0.2'], fixed: ['3.0.9'], score: 7.5 }),
      vulnerable('CVE-2024-2', { package: 'openssl', purl }, { status: 'waived', waiver }),
      vulnerable('CVE-2024-3', { package: 'openssl', purl }, { status: 'baseline' }),
      vulnerable(
        'CVE-2024-4',
        { package: 'openssl', purl },
        {
          status: 'waived',
          vex: { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path', author: 'order-team', document: 'x.json' },
        },
      ),
      vulnerable(
        'CVE-2024-5',
        { package: 'openssl', purl },
        { status: 'waived', vex: { status: 'fixed', justification: '', author: '', document: 'x.json' } },
      ),
      ...imageFindings().filter(({ ruleId }) => ruleId === 'image/end-of-life'),
    ],
    ...overrides,
  })
const written = (format: 'openvex' | 'cyclonedx-vex', scanned = report()): JsonObject =>
  JSON.parse(reporters[format](scanned, context({ rules: imageRules })))

describe('OpenVEX', () => {
  it('reads like this', () => {
    const { statements, timestamp, author } = written('openvex') as { statements: JsonObject[]; timestamp: string; author: string }
    expect({ timestamp, author }).toEqual({ timestamp: '2026-11-20T06:12:00Z', author: 'policy-gate' })
    const app = 'pkg:oci/order?repository_url=registry.cloudmart.io/order'
    expect(statements[0]).toEqual({
      vulnerability: { name: 'CVE-2024-1', '@id': 'https://avd.example/cve-2024-1' },
      products: [{ '@id': app, subcomponents: [{ '@id': `${purl}@3.0.1` }, { '@id': `${purl}@3.0.2` }] }],
      status: 'affected',
      action_statement: 'Update openssl to 3.0.9.',
    })
    expect(statements.map(({ status, action_statement: action, justification }) => [status, action ?? justification ?? ''])).toEqual([
      ['affected', 'Update openssl to 3.0.9.'],
      ['affected', 'Accepted until 2027-01-31 (W-1): Not reachable from outside.'],
      ['affected', 'Build the image again with the fixed version.'],
      ['not_affected', 'vulnerable_code_not_in_execute_path'],
      ['fixed', ''],
    ])
  })

  it('says that something is not affected of the digests that run only', () => {
    const { statements } = written('openvex') as { statements: { products: { '@id': string }[] }[] }
    expect(statements[3]!.products.map((product) => product['@id'])).toEqual([
      `pkg:oci/order@sha256%3A${'cd'.repeat(32)}?repository_url=registry.cloudmart.io/order`,
    ])
  })

  it('has the words of another format as an impact statement', () => {
    const vex = { status: 'not_affected' as const, justification: 'requires_environment', author: '', document: 'x.json' }
    const findings = [vulnerable('CVE-2024-4', { package: 'openssl', purl }, { status: 'waived', vex })]
    const { statements } = written('openvex', report({ findings })) as { statements: JsonObject[] }
    expect(statements[0]).toMatchObject({ impact_statement: 'requires_environment' })
    expect(statements[0]).not.toHaveProperty('justification')
  })
})

describe('CycloneDX', () => {
  it('reads like this', () => {
    const { vulnerabilities, components } = written('cyclonedx-vex') as { vulnerabilities: JsonObject[]; components: JsonObject[] }
    expect(vulnerabilities[0]).toEqual({
      id: 'CVE-2024-1',
      advisories: [{ url: 'https://avd.example/cve-2024-1' }],
      ratings: [{ severity: 'high', score: 7.5 }],
      analysis: { state: 'exploitable', detail: 'Update openssl to 3.0.9.' },
      affects: [{ ref: 'pkg:oci/order?repository_url=registry.cloudmart.io/order' }, { ref: `${purl}@3.0.1` }, { ref: `${purl}@3.0.2` }],
    })
    expect(vulnerabilities[3]).toMatchObject({ analysis: { state: 'not_affected', justification: 'code_not_reachable' } })
    const refs = new Set(components.map((one) => one['bom-ref']))
    expect((vulnerabilities as { affects: { ref: string }[] }[]).flatMap(({ affects }) => affects).every(({ ref }) => refs.has(ref))).toBe(
      true,
    )
  })
})

describe.each(['openvex', 'cyclonedx-vex'] as const)('a document of %s', (format) => {
  it('is read again as it was meant', () => {
    const text = reporters[format](report(), context({ rules: imageRules }))
    const { statements, problems } = readVex(text, { file: '.policy-gate/vex.json', language: 'en' })
    expect(problems).toEqual([])
    expect(statements.map(({ names, status }) => [names[0], status])).toEqual([
      ['CVE-2024-1', 'affected'],
      ['CVE-2024-2', 'affected'],
      ['CVE-2024-3', 'affected'],
      ['CVE-2024-4', 'not_affected'],
      ['CVE-2024-5', 'fixed'],
    ])
    expect(statements[3]!.products).toMatchObject([
      {
        image: { repository: 'registry.cloudmart.io/order', digest: `sha256:${'cd'.repeat(32)}` },
        packages: [{ name: 'deb/debian/openssl', version: '3.0.1' }],
      },
    ])
  })

  it('is the same for the same findings in any order, and another for others', () => {
    const { findings } = report()
    expect(written(format, report({ findings: [...findings].reverse() }))).toEqual(written(format))
    const key = format === 'openvex' ? '@id' : 'serialNumber'
    expect(written(format, report({ findings: findings.slice(1) }))[key]).not.toBe(written(format)[key])
    expect(written(format)[key]).toMatch(
      format === 'openvex' ? /vex-[0-9a-f]{64}$/ : /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })

  it('has the time of the report, else that of the database, else none', () => {
    const given = report({ generatedAt: '2026-11-21T12:00:00Z' })
    expect(JSON.stringify(written(format, given))).toContain('2026-11-21T12:00:00Z')
    const { scanner: _scanner, ...images } = imagesSection
    expect(() => written(format, report({ images }))).toThrow(UserError)
    expect(() => written(format, report({ images }))).toThrow('add --now')
  })
})
