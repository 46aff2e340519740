import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model.ts'
import { layOut, repository } from '../scan/repository.ts'
import { configuration, deployment } from './deployments.ts'
import { blobsPulled, orderFiles, scanned, small, vulnerabilities } from './scanned.ts'
import { database, rebuilt, registry, sound, temporary, vulnerable } from './shop.ts'
import { realTrivy } from './support/trivy.ts'
import { smallDatabase } from './support/vulnerability-database.ts'

describe('stability', () => {
  it('an image that was built again has the same findings with the same fingerprints', async () => {
    const server = await registry()
    const root = repository(orderFiles(server))
    const printsOf = (report: Report) => report.findings.map(({ fingerprint }) => fingerprint).sort()
    const first = server.push('shop/order', vulnerable, '1.4.0')
    const one = await scanned(root)
    const second = server.push('shop/order', rebuilt, '1.4.0')
    const two = await scanned(root)
    expect(second).not.toBe(first)
    expect(two.images?.images[0]?.digest).toBe(second)
    expect(printsOf(two)).toEqual(printsOf(one))
    // and another tag
    server.push('shop/order', rebuilt, '1.5.0')
    layOut(root, { 'k8s/order.yaml': deployment('order', `${server.host}/shop/order:1.5.0`) })
    expect(printsOf(await scanned(root))).toEqual(printsOf(one))
  })

  it('a tag that has moved since it was locked is a finding that names both digests', async () => {
    const server = await registry()
    const locked = server.push('shop/order', sound, '1.4.0')
    const name = `${server.host}/shop/order:1.4.0`
    const root = repository({
      '.policy-gate/config.yaml': configuration([server.host]),
      '.policy-gate/images.lock.yaml': `schemaVersion: "1"\nimages:\n  - image: ${name}\n    digest: ${locked}\n    platforms:\n      linux/amd64: ${locked}\n    resolvedAt: 2026-10-30\n    by: platform\n`,
      'k8s/order.yaml': deployment('order', name),
    })
    const moved = async () => (await scanned(root)).findings.filter(({ ruleId }) => ruleId === 'image/moved-tag')
    expect(await moved()).toEqual([])
    const now = server.push('shop/order', rebuilt, '1.4.0')
    const [finding, ...more] = await moved()
    expect(more).toEqual([])
    expect(finding?.message).toContain(locked.slice(0, 19))
    expect(finding?.message).toContain(now.slice(0, 19))
    expect(finding?.location).toMatchObject({ file: 'k8s/order.yaml', startLine: 15 })
  })

  it('the same bytes twice, cold and warm', async () => {
    const server = await registry()
    server.push('shop/order', vulnerable, '1.4.0')
    const root = repository(orderFiles(server))
    const cacheDir = temporary()
    const texts = [await scanned(root, { cacheDir }), await scanned(root, { cacheDir }), await scanned(root)].map((report) =>
      JSON.stringify(report),
    )
    expect(new Set(texts).size).toBe(1)
  })
})

describe('what is known is not looked at again', () => {
  it('the same image and database: nothing is pulled; a newer database: the packages are judged again without the image', async () => {
    const server = await registry()
    server.push('shop/order', vulnerable, '1.4.0')
    const root = repository(orderFiles(server))
    const cacheDir = temporary()
    await scanned(root, { cacheDir })
    const pulled = blobsPulled(server)
    expect(pulled).toBeGreaterThan(0)
    await scanned(root, { cacheDir })
    expect(blobsPulled(server)).toBe(pulled)
    const newer = database({
      ...smallDatabase,
      updatedAt: '2026-11-01T06:00:00Z',
      advisories: [
        ...smallDatabase.advisories,
        { source: 'alpine 3.19', package: 'musl', id: 'CVE-2026-0009', advisory: { FixedVersion: '1.2.4-r3' } },
      ],
      vulnerabilities: {
        ...smallDatabase.vulnerabilities,
        'CVE-2026-0009': { Title: 'musl: new today', Severity: 'HIGH', VendorSeverity: { nvd: 3 } },
      },
    })
    const report = await scanned(root, { cacheDir, scanner: { program: realTrivy, database: newer } })
    expect(blobsPulled(server)).toBe(pulled)
    expect(vulnerabilities(report)).toHaveLength(4)
    const anew = await scanned(root, { scanner: { program: realTrivy, database: newer } })
    expect(JSON.stringify(report)).toBe(JSON.stringify(anew))
  })

  it('a digest is asked for once; offline the lock file and what is known are enough', async () => {
    const server = await registry()
    const digest = server.push('shop/order', vulnerable, '1.4.0')
    const name = `${server.host}/shop/order:1.4.0`
    const root = repository({
      '.policy-gate/config.yaml': configuration([server.host]),
      '.policy-gate/images.lock.yaml': `schemaVersion: "1"\nimages:\n  - image: ${name}\n    digest: ${digest}\n    platforms:\n      linux/amd64: ${digest}\n    resolvedAt: 2026-10-30\n    by: platform\n`,
      'k8s/order.yaml': deployment('order', name),
      'k8s/pinned.yaml': deployment('pinned', `${name}@${digest}`),
    })
    const cacheDir = temporary()
    const online = await scanned(root, { cacheDir })
    server.requests.length = 0
    const offline = await scanned(root, { cacheDir, scanner: { program: realTrivy, database: small, offline: true } })
    expect(server.requests).toEqual([])
    expect(vulnerabilities(offline)).toEqual(vulnerabilities(online))
    expect(offline.verdict).toBe('fail')
  })
})
