/** Waivers, VEX documents and catalogues of exploits over images that the real Trivy has scanned. */
import { describe, expect, it } from 'vitest'
import { readVex } from '../../../src/images/vex/read.ts'
import type { Finding } from '../../../src/model.ts'
import { reportContext } from '../../../src/report/context.ts'
import { reporters } from '../../../src/report/index.ts'
import { scan } from '../../../src/scan.ts'
import { sarifProblems } from '../../report/sarif-problems.ts'
import { repository } from '../../scan/repository.ts'
import { configuration, deployment } from '../deployments.ts'
import { database, registry, scanOptions, vulnerable } from '../shop.ts'
import { realTrivy } from '../support/trivy.ts'

const small = database()
const lodash = 'CVE-2026-0004'
const openssl = 'CVE-2026-0001'

async function judged(settings: (host: string, digest: string) => { config?: string; files?: Record<string, string> }) {
  const server = await registry()
  const digest = server.push('shop/order', vulnerable, '1.4.0')
  const { config = '', files = {} } = settings(server.host, digest)
  const root = repository({
    '.policy-gate/config.yaml': `${configuration([server.host])}${config}`,
    'k8s/order.yaml': deployment('order', `${server.host}/shop/order:1.4.0`),
    'k8s/worker.yaml': deployment('worker', `${server.host}/shop/order:1.4.0`),
    ...files,
  })
  const result = await scan(scanOptions(root, { scanner: { program: realTrivy, database: small } }))
  const find = (check: string): Finding => result.report.findings.find((finding) => finding.check === check)!
  return { ...result, find }
}

const openVex = (product: string, more: object = {}) =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://registry.example/vex/1',
    author: 'order-team',
    timestamp: '2026-11-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: lodash },
        products: [{ '@id': product, subcomponents: [{ '@id': 'pkg:npm/lodash@4.17.11' }] }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
        ...more,
      },
    ],
  })
const withVex = (product: (host: string, digest: string) => string) => (host: string, digest: string) => ({
  config: 'vex: [vex/*.json]\n',
  files: { '.policy-gate/vex/order.json': openVex(product(host, digest)) },
})

describe('a VEX document over a scanned image', () => {
  it('takes a critical finding out of the verdict and the SARIF, and out of nothing else', async () => {
    const { report, find, ...result } = await judged(withVex((host) => `pkg:oci/order?repository_url=${host}/shop/order`))
    expect(find(lodash)).toMatchObject({ status: 'waived', severity: 'critical', vex: { status: 'not_affected', author: 'order-team' } })
    expect(find(openssl).status).toBe('open')
    expect(report.verdict).not.toBe('fail')
    const sarif = JSON.parse(reporters.sarif(report, reportContext(result)))
    expect(sarifProblems(sarif)).toEqual([])
    const ids = sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)
    expect(ids).toContain(`image/vulnerability/${openssl}`)
    expect(ids).not.toContain(`image/vulnerability/${lodash}`)
    const written = readVex(reporters.openvex(report, reportContext(result)), { file: 'vex.json', language: 'en' })
    expect(written.problems).toEqual([])
    expect(written.statements.find(({ names }) => names[0] === lodash)).toMatchObject({
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      products: [{ packages: [{ name: 'npm/lodash', version: '4.17.11' }] }],
    })
  })

  it.each([
    ['the digest that runs', (host: string, digest: string) => `${host}/shop/order@${digest}`, 'waived'],
    ['another digest', (host: string) => `${host}/shop/order@sha256:${'a'.repeat(64)}`, 'open'],
    ['another repository', (host: string) => `pkg:oci/cart?repository_url=${host}/shop/cart`, 'open'],
  ])('about %s', async (_, product, status) => {
    const { find } = await judged(withVex(product))
    expect(find(lodash).status).toBe(status)
  })
})

describe('a waiver over a scanned image', () => {
  const waivers = (scope: object) =>
    JSON.stringify({
      waivers: [
        {
          id: 'W-1',
          rules: [`image/vulnerability/${lodash}`],
          scope,
          reason: 'Only reached from the inside.',
          owner: 'shop',
          approvedBy: 'security',
          expiresAt: '2027-01-20',
        },
      ],
    })
  const status = async (scope: (host: string) => object) => {
    const { find } = await judged((host) => ({ files: { '.policy-gate/waivers.yaml': waivers(scope(host)) } }))
    return [find(lodash).status, find(openssl).status]
  }

  it('names a check and a repository', async () => {
    expect(await status((host) => ({ images: [`${host}/shop/order`] }))).toEqual(['waived', 'open'])
  })

  it('holds only for all that runs the image', async () => {
    expect(await status(() => ({ objects: [{ name: 'order' }] }))).toEqual(['open', 'open'])
    expect(await status(() => ({ objects: [{ name: 'order' }, { name: 'worker' }] }))).toEqual(['waived', 'open'])
  })
})

describe('catalogues of exploits over a scanned image', () => {
  it('make an exploited vulnerability critical, with their dates in the report', async () => {
    const kev = {
      title: 'CISA Catalog of Known Exploited Vulnerabilities',
      catalogVersion: '2026.11.01',
      dateReleased: '2026-11-01T10:00:00.0000Z',
      count: 1,
      vulnerabilities: [{ cveID: openssl, dateAdded: '2026-10-20', knownRansomwareCampaignUse: 'Unknown' }],
    }
    const epss = `#model_version:v2025.03.14,score_date:2026-11-01T00:00:00Z\ncve,epss,percentile\n${openssl},0.61,0.98\n`
    const { report, find, ...result } = await judged(() => ({
      config: 'exploits: {epss: epss.csv, kev: kev.json}\n',
      files: { '.policy-gate/kev.json': JSON.stringify(kev), '.policy-gate/epss.csv': epss },
    }))
    expect(report.images?.exploits).toEqual({ epss: '2026-11-01', kev: '2026-11-01' })
    expect(find(openssl)).toMatchObject({ severity: 'critical', params: { exploited: '2026-10-20', epss: 0.61 } })
    expect(find(lodash).params).not.toHaveProperty('epss')
    expect(reporters.text(report, reportContext(result))).toMatch(new RegExp(`critical +${openssl} +libcrypto3 .* 61\\.0 % +yes`))
  })
})
