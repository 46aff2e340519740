import { describe, expect, it } from 'vitest'
import { type GateInput, judgeGate } from '../../src/gate/verdict.ts'
import type { Finding, ImageReport, JsonObject, NotEvaluated } from '../../src/model.ts'
import { finding } from '../report/factory.ts'

/** What the gate policy is asked with. */
async function asked(input: Partial<GateInput>): Promise<JsonObject> {
  let facts: unknown
  const thread = {
    async evaluate(_policy: number, _entrypoint: string, given: unknown) {
      facts = given
      return { verdict: 'pass', reasons: [{ code: 'image-coverage', params: { coverage: 50, minimum: 80 } }] }
    },
  }
  const all: GateInput = {
    findings: [],
    waivers: [],
    notEvaluated: [],
    files: 3,
    settings: { failOn: 'high', notEvaluated: 'error', minimumCoverage: 0 },
    language: 'en',
    ...input,
  }
  const { reasons } = await judgeGate(all, thread as never, 0)
  expect(reasons[0]!.message).toBe('50 % of the images were scanned; at least 80 % are required.')
  return facts as JsonObject
}

const vulnerability = (severity: Finding['severity'], params: JsonObject, overrides: Partial<Finding> = {}): Finding =>
  finding(
    { ruleId: 'image/vulnerability', severity, file: 'a.yaml' },
    {
      check: 'CVE-2024-1',
      image: { repository: 'registry.example/app', uses: [] },
      params: { package: 'lodash', ...params },
      ...overrides,
    },
  )
const image = (overrides: Partial<ImageReport>): ImageReport => ({
  reference: 'registry.example/app:1',
  repository: 'registry.example/app',
  status: 'scanned',
  uses: [],
  ...overrides,
})
const images: ImageReport[] = [
  image({ attachments: { signatures: 1, sboms: 0 } }),
  image({ status: 'unchanged', attachments: { signatures: 2, sboms: 1 } }),
  image({ status: 'not-scanned', problemCode: 'unresolved', problem: 'It holds a placeholder.' }),
  image({ status: 'not-scanned', problemCode: 'timeout', problem: 'It took too long.' }),
]
const scanner = { name: 'trivy' as const, version: '0.74.0', database: { updatedAt: '2026-11-18T06:12:00Z' } }

describe('a gate policy sees', () => {
  it('nothing of images where nobody asked for them', async () => {
    const facts = await asked({ findings: [vulnerability('high', {})] })
    expect(facts).not.toHaveProperty('images')
    expect(facts).not.toHaveProperty('vulnerabilities')
  })

  it('how many images were scanned, what hangs on them, and how old the database is', async () => {
    const findings = [
      vulnerability('high', { baseImage: true }),
      vulnerability('low', { baseImage: [false, true] }),
      vulnerability('low', { baseImage: false }),
      vulnerability('critical', { baseImage: true }, { status: 'waived' }),
    ]
    const settings = { failOn: 'high', notEvaluated: 'error', minimumCoverage: 0, images: { minimumCoverage: 80 } } as const
    const facts = await asked({ findings, settings, images: { mode: 'all', exploits: {}, images, scanner }, today: '2026-11-21' })
    expect(facts.images).toEqual({
      total: 4,
      scanned: 1,
      unchanged: 1,
      not_scanned: 2,
      unresolved: 1,
      signed: 2,
      with_sbom: 1,
      base_share: 33,
      database_age_days: 2,
    })
    expect(facts.settings).toMatchObject({ minimum_image_coverage: 80 })
  })

  it('no age of a database that nothing was looked up in', async () => {
    const facts = await asked({ images: { mode: 'changed', exploits: {}, images: [] }, today: '2026-11-21' })
    expect(facts.images).not.toHaveProperty('database_age_days')
    expect(facts.images).toMatchObject({ total: 0, base_share: 0 })
  })

  it('the open vulnerabilities, each with what is known of it', async () => {
    const findings = [
      vulnerability('critical', {
        fixed: ['4.17.21'],
        exploited: '2024-02-01',
        epss: 0.9,
        score: 9.8,
        published: '2024-01-01',
        baseImage: true,
      }),
      vulnerability('low', { fixed: [] }),
      vulnerability('high', { fixed: '2' }, { status: 'baseline' }),
      finding({ ruleId: 'image/root', file: 'a.yaml' }),
    ]
    const facts = await asked({ findings, images: { mode: 'all', exploits: {}, images: [] } })
    expect(facts.vulnerabilities).toEqual({
      open: { critical: 1, high: 0, medium: 0, low: 1, info: 0 },
      fixable: 1,
      exploited: 1,
      findings: [
        {
          check: 'CVE-2024-1',
          severity: 'critical',
          package: 'lodash',
          repository: 'registry.example/app',
          fixable: true,
          base: true,
          exploited: '2024-02-01',
          epss: 0.9,
          published: '2024-01-01',
          score: 9.8,
        },
        { check: 'CVE-2024-1', severity: 'low', package: 'lodash', repository: 'registry.example/app', fixable: false, base: false },
      ],
    })
    const fresh = await asked({ findings, images: { mode: 'all', exploits: {}, images: [] }, newOnly: true })
    expect(fresh.vulnerabilities).toMatchObject({ new: 2 })
  })

  it('files that could not be read, not those that only name an image', async () => {
    const gap = (file: string, reason: NotEvaluated['reason']): NotEvaluated => ({ file, unit: '', reason, message: 'x' })
    const notEvaluated = [gap('a.yaml', 'image-not-scanned'), gap('main.tf', 'file-not-scanned'), gap('b.yaml', 'parse-failed')]
    expect(await asked({ notEvaluated })).toMatchObject({ blocking: 3, failed_files: 1 })
  })
})
