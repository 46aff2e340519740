import { describe, expect, it } from 'vitest'
import { repository } from '../scan/repository.ts'
import { configuration, deployment } from './deployments.ts'
import { orderFiles, scanned, small } from './scanned.ts'
import { database, registry, sound, temporary } from './shop.ts'
import { makeImage } from './support/image-maker.ts'
import { realTrivy } from './support/trivy.ts'
import { smallDatabase } from './support/vulnerability-database.ts'

describe('what cannot be scanned is never a pass', () => {
  it.each([
    ['404', { status: 404 }, /does not have|not there|404/],
    ['401', { status: 401 }, /credential|sign/i],
    ['429', { status: 429, headers: { 'Retry-After': '0' } }, /429|less often|rate|limit/i],
    ['500', { status: 500 }, /500|fail/i],
  ])(
    'the registry answers %s',
    async (_, fault, sentence) => {
      const server = await registry()
      server.push('shop/order', sound, '1.4.0')
      server.fault('/manifests/', fault)
      const root = repository(orderFiles(server))
      const report = await scanned(root)
      expect(report.verdict).toBe('error')
      expect(report.notEvaluated).toMatchObject([{ reason: 'image-not-scanned', file: 'k8s/order.yaml', line: 15 }])
      expect(report.notEvaluated[0]!.message).toMatch(sentence)
      expect(report.images?.images).toMatchObject([{ status: 'not-scanned' }])
    },
    60_000,
  )

  it('a registry that nobody has configured is not asked without TLS, nor at an address of the machine', async () => {
    const server = await registry()
    server.push('shop/order', sound, '1.4.0')
    const root = repository({
      '.policy-gate/config.yaml': configuration([]),
      'k8s/order.yaml': deployment('order', `${server.host}/shop/order:1.4.0`),
    })
    const report = await scanned(root)
    expect(report.verdict).toBe('error')
    expect(server.requests).toEqual([])
  })

  it('without Trivy, without a database, with one that is too old', async () => {
    const server = await registry()
    server.push('shop/order', sound, '1.4.0')
    const root = repository(orderFiles(server))
    const old = database({ ...smallDatabase, updatedAt: '2026-10-01T00:00:00Z' })
    const reports = await Promise.all([
      scanned(root, { scanner: { offline: false, database: small } }),
      scanned(root, { scanner: { program: realTrivy, database: temporary() } }),
      scanned(root, { scanner: { program: realTrivy, database: old } }),
    ])
    expect(reports.map(({ verdict }) => verdict)).toEqual(['error', 'error', 'error'])
    expect(reports.map(({ images }) => images?.images[0]?.problemCode)).toEqual(['scanner-missing', 'database', 'database'])
  })

  it('a reference with a placeholder is not evaluated, and never clean', async () => {
    const root = repository({
      '.policy-gate/config.yaml': configuration([]),
      'k8s/order.yaml': deployment('order', 'registry.example/shop/order:$(TAG)'),
    })
    const report = await scanned(root)
    expect(report.notEvaluated.filter(({ reason }) => reason === 'unresolved-image')).toMatchObject([{ file: 'k8s/order.yaml', line: 15 }])
    expect(report.images?.images).toMatchObject([{ status: 'not-scanned', problemCode: 'unresolved' }])
  })
})

describe('an image that nothing can be found in', () => {
  it('is said to be one', async () => {
    const server = await registry()
    server.push('shop/order', makeImage({ layers: [{ 'app/run': 'a program that was copied in' }] }), '1.4.0')
    const root = repository(orderFiles(server))
    const { notEvaluated } = await scanned(root)
    expect(notEvaluated).toMatchObject([{ reason: 'image-partly-scanned', file: 'k8s/order.yaml', line: 15 }])
    expect(notEvaluated[0]!.message).toContain('nothing is known about what it runs')
  })
})
