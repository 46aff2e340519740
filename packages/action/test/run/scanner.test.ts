import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ImageReport } from '../../../scanner/src/model.ts'
import { report } from '../../../scanner/test/report/factory.ts'
import { repository } from '../../../scanner/test/scan/repository.ts'
import { reportOutputs } from '../../src/outputs.ts'
import { installScanner, scannerOptions } from '../../src/scanner.ts'
import { memoryLog } from '../github/publication.ts'

const off = { offline: false, install: false }

describe('what images are scanned with', () => {
  it('is what the inputs say, and the token for the registry of GitHub', () => {
    const scanner = {
      offline: true,
      install: true,
      layouts: { 'registry.example/shop/order:1': '/tmp/order' },
      downloads: 'https://mirror.example',
      program: '/opt/trivy',
      server: 'https://a.example',
    }
    expect(scannerOptions({ scanner, token: 'ghs_a' }, { privileged: false })).toEqual({
      layouts: scanner.layouts,
      offline: true,
      program: '/opt/trivy',
      server: 'https://a.example',
      githubToken: 'ghs_a',
    })
  })

  it('has no token where somebody else names the images while secrets are at hand, and none that is empty', () => {
    expect(scannerOptions({ scanner: off, token: 'ghs_a' }, { privileged: true })).toEqual({ offline: false })
    expect(scannerOptions({ scanner: off, token: '' }, { privileged: false })).toEqual({ offline: false })
  })
})

describe('trivy-install', () => {
  afterEach(() => vi.unstubAllEnvs())

  /** A mirror whose archives are not those of the release. */
  async function mirror() {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url!)
      response.end('not the archive')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/trivy`, close: () => server.close() }
  }

  it('takes the released archive only, wherever it comes from', async () => {
    vi.stubEnv('POLICY_GATE_CACHE_DIR', repository())
    const { asked, url, close } = await mirror()
    try {
      const wanted = installScanner({ scanner: { ...off, install: true, downloads: url } }, { root: repository(), log: memoryLog() })
      await expect(wanted).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('is not the released one') })
      expect(asked).toEqual([expect.stringMatching(/^\/trivy\/v\d+\.\d+\.\d+\/trivy_/)])
    } finally {
      close()
    }
  })

  it('asks for nothing where it is not given, or nothing is to be scanned', async () => {
    const { asked, url, close } = await mirror()
    try {
      const options = { root: repository(), log: memoryLog() }
      await installScanner({ scanner: { ...off, downloads: url } }, options)
      await installScanner({ scanner: { ...off, install: true, downloads: url }, images: 'none', infrastructure: 'none' }, options)
      expect(asked).toEqual([])
    } finally {
      close()
    }
  })
})

describe('outputs about images', () => {
  const image = (status: ImageReport['status']): ImageReport => ({
    reference: 'registry.example/a:1',
    repository: 'registry.example/a',
    status,
    uses: [],
  })

  it('count those that run, and those of them that were scanned', () => {
    const images = { mode: 'changed' as const, exploits: {}, images: [image('scanned'), image('unchanged'), image('not-scanned')] }
    expect(reportOutputs(report({ images }))).toMatchObject({ images: 3, 'images-scanned': 1 })
  })

  it('are empty where none were asked for', () => {
    expect(reportOutputs(report())).toMatchObject({ images: '', 'images-scanned': '' })
  })
})
