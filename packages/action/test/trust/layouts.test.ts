import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { harmless } from '../../../scanner/test/scan/manifests.ts'
import { layOut, repository } from '../../../scanner/test/scan/repository.ts'
import { checkedOut, type Files, judged, proposed, pullRequestEvent } from './pull-request.ts'

const before = { 'app/settings.yaml': harmless(), 'made/.gitignore': '*\n' }
const reference = 'registry.example/shop/order:1.4.0'

/** Judges a change in whose workspace the job has written files before. */
async function verdictOn(change: Files, path: string, written: Record<string, string> = {}, link?: [to: string, at: string]) {
  const made = proposed(before, { 'app/more.yaml': harmless('more'), ...change })
  const workspace = checkedOut(made)
  layOut(workspace, written)
  if (link !== undefined) symlinkSync(link[0], join(workspace, link[1]))
  const scanner = { offline: false, install: false, layouts: { [reference]: join(workspace, path) } }
  return await judged({ workspace, event: pullRequestEvent(made), inputs: { scanner } }).then(
    ({ report, notices }) => `${report.verdict} ${notices.map(({ code }) => code).join()}`,
    ({ exitCode, message }) => `${exitCode} ${message}`,
  )
}

describe('a layout in the workspace', () => {
  it('that the job has written stands for an image', async () => {
    expect(await verdictOn({}, 'order.tar', { 'order.tar': 'built' })).toBe('pass no-settings,layouts-not-scanned')
    // nobody asks for a scan, which is said
    expect(await verdictOn({}, 'made/order', { 'made/order/index.json': '{}' })).toBe('pass no-settings,layouts-not-scanned')
  })

  it.each([
    ['a file', { 'order.json': '{}' }, 'order.json', 'order.json'],
    ['a folder', { 'order/index.json': '{}' }, 'order', 'order'],
    ['a folder in which the job writes more', { 'order/blobs/x': '' }, 'order', 'order'],
    ['the whole repository', {}, '.', '.'],
  ] as const)('that the change has brought does not: %s', async (_, change, path, named) => {
    expect(await verdictOn(change, path, { 'order/index.json': '{}' })).toContain(
      `2 image-layouts names ${named}, which the checked out commit has`,
    )
  })

  it('that is a link to what the change has brought does not', async () => {
    expect(await verdictOn({ 'theirs.json': '{}' }, 'order.json', {}, ['theirs.json', 'order.json'])).toContain(
      '2 image-layouts names order.json',
    )
  })

  it('that is no repository does not: nobody can tell who wrote it', async () => {
    const made = proposed(before, {})
    const workspace = repository({ 'app/settings.yaml': harmless(), 'order.json': '{}' })
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-layout-')))
    const verdict = (path: string) => {
      const scanner = { offline: false, install: false, layouts: { [reference]: path } }
      return judged({ workspace, event: { ...pullRequestEvent(made), name: 'schedule' }, inputs: { scanner } })
    }
    await expect(verdict(join(workspace, 'order.json'))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('no git repository'),
    })
    expect((await verdict(outside)).report.verdict).toBe('pass')
    rmSync(outside, { recursive: true })
  })
})
