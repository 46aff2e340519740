import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { harmless, privilegedPod } from '../../../scanner/test/scan/manifests.ts'
import { checkedOut, judged, proposed, pullRequestEvent } from './pull-request.ts'

const config = '.policy-gate/config.yaml'

/** Whether a registry on this machine was asked, whose image a change wants to run. */
async function isAsked(settings: (registry: string) => { before: string; after: string }): Promise<boolean> {
  let asked = false
  const server = createServer((_, response) => {
    asked = true
    response.statusCode = 404
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const { before, after } = settings(registry)
    const made = proposed(
      { [config]: before, 'app/settings.yaml': harmless() },
      { [config]: after, 'app/intruder.yaml': privilegedPod('intruder', { image: `${registry}/shell:1.0` }) },
    )
    const { report } = await judged({ workspace: checkedOut(made), event: pullRequestEvent(made) })
    expect(report.notEvaluated.map(({ reason }) => reason)).toContain('image-not-scanned')
    expect(report.images?.images.map(({ status }) => status)).toEqual(['not-scanned'])
    return asked
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const named = (registry: string): string => `images: {scan: all, registries: [{name: "${registry}", plainHttp: true}]}\n`

it('a registry inside of the network is asked where the settings of the base name it', async () => {
  expect(await isAsked((registry) => ({ before: named(registry), after: named(registry) }))).toBe(true)
})

it('one that only the settings of the change name is not, for the preview neither', async () => {
  expect(await isAsked((registry) => ({ before: 'images: {scan: all}\n', after: named(registry) }))).toBe(false)
})

it('an entry in the lock file counts from the merge on that brings it', async () => {
  const file = '.policy-gate/images.lock.yaml'
  const digest = `sha256:${'a'.repeat(64)}`
  const entry = {
    image: 'registry.example/shell:1.0',
    digest,
    platforms: { 'linux/amd64': digest },
    resolvedAt: '2026-01-31',
    by: 'platform',
  }
  const lock = (images: object[]): string => JSON.stringify({ schemaVersion: '1', images })
  const unlocked = async (before: object[]): Promise<boolean> => {
    const made = proposed(
      { [config]: 'images: {scan: all, lock: require}\n', [file]: lock(before), 'app/settings.yaml': harmless() },
      { [file]: lock([{ ...entry, by: 'shop' }]), 'app/intruder.yaml': privilegedPod('intruder') },
    )
    const inputs = { scanner: { offline: true, install: false } }
    const { report } = await judged({ workspace: checkedOut(made), event: pullRequestEvent(made), inputs })
    expect(report.change?.gate?.files.map((one) => one.file)).toEqual([file])
    return report.findings.some(({ ruleId }) => ruleId === 'image/unlocked')
  }
  expect(await unlocked([])).toBe(true)
  expect(await unlocked([entry])).toBe(false)
})
