/** Waivers and catalogues of exploits over images that the real Trivy has scanned. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model.ts'
import { reportContext } from '../../../src/report/context.ts'
import { reporters } from '../../../src/report/index.ts'
import { scan } from '../../../src/scan.ts'
import { repository } from '../../scan/repository.ts'
import { configuration, deployment } from '../deployments.ts'
import { database, registry, scanOptions, vulnerable } from '../shop.ts'
import { realTrivy } from '../support/trivy.ts'

const small = database()
const lodash = 'CVE-2026-0004'
const openssl = 'CVE-2026-0001'

async function judged(settings: (host: string) => { config?: string; files?: Record<string, string> }) {
  const server = await registry()
  server.push('shop/order', vulnerable, '1.4.0')
  const { config = '', files = {} } = settings(server.host)
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
