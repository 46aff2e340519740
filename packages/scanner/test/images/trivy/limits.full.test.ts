import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { imageArguments } from '../../../src/images/trivy/arguments.ts'
import { alpine } from '../support/image-maker.ts'
import { databaseOf, layoutOf, openReal, rawRun, vulnerable } from '../support/trivy.ts'

const all = { find: ['vulnerabilities' as const, 'secrets' as const] }
/** A layer that takes Trivy a while: many files for the search for credentials. */
const slow = {
  layers: [
    ...vulnerable.layers,
    Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`app/${index}.txt`, 'password = secret\n'.repeat(200)])),
  ],
}

describe('a real scan', () => {
  it('is ended by the deadline', async () => {
    const trivy = await openReal({ timeout: 1 })
    await expect(trivy.scanImage(layoutOf(slow), all).finally(() => trivy.close())).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('images.timeout'),
    })
  })

  it('is ended when it takes more memory than it may', async () => {
    // what all checks need at once cannot be given back
    const trivy = await openReal({ memory: 40, purposes: ['files'] })
    const files = [{ path: 'Dockerfile', content: Buffer.from('FROM alpine:3.19\n') }]
    await expect(trivy.scanFiles(files, { types: ['dockerfile'] }).finally(() => trivy.close())).rejects.toMatchObject({
      code: 'scanner-failed',
      message: expect.stringContaining('needed more than 40 MiB'),
    })
  })

  it('that somebody kills is an error of the image', async () => {
    const trivy = await openReal()
    const layout = layoutOf(slow)
    const scan = trivy.scanImage(layout, all)
    const kill = setInterval(() => {
      try {
        const pids = execFileSync('pgrep', ['-f', `trivy image .*${layout}`], { encoding: 'utf8' })
        for (const pid of pids.trim().split('\n')) process.kill(Number(pid), 'SIGKILL')
      } catch {
        // not yet started
      }
    }, 50)
    await expect(scan.finally(() => clearInterval(kill))).rejects.toMatchObject({
      code: 'scanner-failed',
      message: expect.stringContaining('SIGKILL'),
    })
    // the next one begins with a fresh cache
    const { facts } = await trivy.scanImage(layoutOf(vulnerable), all).finally(() => trivy.close())
    expect(facts.vulnerabilities).toHaveLength(3)
  })

  it('that is called off ends', async () => {
    const trivy = await openReal()
    const abort = new AbortController()
    const scan = trivy.scanImage(layoutOf(slow), { ...all, signal: abort.signal })
    setTimeout(() => abort.abort(), 300)
    await expect(scan.finally(() => trivy.close())).rejects.toMatchObject({ message: expect.stringContaining('called off') })
  })

  it('tells how much memory it took', async () => {
    const { result } = await rawRun({ database: databaseOf() }, (place) =>
      imageArguments(place, layoutOf({ layers: [alpine({ musl: '1.2.4-r2' })] }), all),
    )
    expect(result.code).toBe(0)
    expect(result.peak ?? 1).toBeGreaterThan(0)
  })
})
