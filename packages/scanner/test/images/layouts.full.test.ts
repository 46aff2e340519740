/** Images that were built here: scanned from an OCI layout, with no registry asked. */
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isUnneeded } from '../../src/images/layouts.ts'
import type { Report } from '../../src/model.ts'
import { type ScanOptions, scan } from '../../src/scan.ts'
import { translation } from '../../src/translation/translation.ts'
import { repository } from '../scan/repository.ts'
import { configuration, deployment } from './deployments.ts'
import { database, registry, scanOptions, sound, temporary, vulnerable } from './shop.ts'
import { type MadeImage, writeLayout } from './support/image-maker.ts'
import { realTrivy } from './support/trivy.ts'

const small = database()

function layout(image: MadeImage): string {
  const folder = temporary()
  writeLayout(image, folder)
  return folder
}

async function scanned(files: Record<string, string>, layouts: Record<string, string>, more: ScanOptions = {}): Promise<Report> {
  const { report } = await scan(scanOptions(repository(files), { scanner: { program: realTrivy, database: small, layouts }, ...more }))
  return report
}

const checks = ({ findings }: Report) => findings.flatMap(({ check }) => check ?? []).sort()

describe('an OCI layout', () => {
  it('stands for the tag that it is named with, and for no other', async () => {
    const server = await registry()
    server.push('shop/order', sound, '1.3.0')
    const order = `${server.host}/shop/order`
    const files = {
      '.policy-gate/config.yaml': configuration([server.host]),
      'new.yaml': deployment('new', `${order}:1.4.0`),
      'old.yaml': deployment('old', `${order}:1.3.0`),
    }
    const report = await scanned(files, { [`${order}:1.4.0`]: layout(vulnerable) })
    expect(report.images?.images.map(({ reference, status }) => `${reference} ${status}`)).toEqual([
      `${order}:1.3.0 scanned`,
      `${order}:1.4.0 scanned`,
    ])
    expect(checks(report)).toContain('CVE-2026-0004')
    expect(server.requests.filter(({ path }) => path.includes('1.4.0'))).toEqual([])
  })

  it('is looked into offline, and where the base runs the same tag', async () => {
    const files = { '.policy-gate/config.yaml': configuration([]), 'a.yaml': deployment('a', 'registry.example/shop/order') }
    const known = async () => new Set(['registry.example/shop/order:latest linux/amd64'])
    const report = await scanned(
      files,
      {},
      {
        images: { scan: 'changed', known },
        scanner: {
          program: realTrivy,
          database: small,
          offline: true,
          layouts: { 'registry.example/shop/order:latest': layout(vulnerable) },
        },
      },
    )
    expect(checks(report)).toContain('CVE-2026-0004')
  })

  it('may be an archive, and a bill of materials may stand for the image', async () => {
    const files = { '.policy-gate/config.yaml': configuration([]), 'a.yaml': deployment('a', 'registry.example/shop/order:1') }
    const archive = join(temporary(), 'order.tar')
    execFileSync('tar', ['-cf', archive, '-C', layout(vulnerable), '.'])
    expect(checks(await scanned(files, { 'registry.example/shop/order:1': archive }))).toContain('CVE-2026-0004')
    const sbom = join(temporary(), 'order.json')
    const component = { type: 'library', name: 'lodash', version: '4.17.11', purl: 'pkg:npm/lodash@4.17.11', 'bom-ref': 'a' }
    writeFileSync(sbom, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [component] }))
    const report = await scanned(files, { 'registry.example/shop/order:1': sbom })
    expect([checks(report), report.images?.images[0]?.status]).toEqual([['CVE-2026-0004'], 'scanned'])
    writeFileSync(archive, 'no archive')
    await expect(scanned(files, { 'registry.example/shop/order:1': archive })).rejects.toThrow('no archive that tar can unpack')
    await expect(scanned(files, { 'registry.example/shop/order:1': '/nowhere' })).rejects.toThrow('There is no file or folder')
  })

  it('stands for nothing that the configuration leaves out, nor for another digest; what nothing runs is told', async () => {
    const [order, user] = ['registry.example/shop/order:1', 'registry.example/shop/user:2']
    const files = {
      '.policy-gate/config.yaml': configuration([], '  exclude: [registry.example/shop/order]\n'),
      'order.yaml': deployment('order', order),
      'user.yaml': deployment('user', `${user}@sha256:${'a'.repeat(64)}`),
    }
    const built = layout(sound)
    const report = await scanned(files, { [order]: built, [user]: built, 'registry.example/shop/cart:3': built })
    expect(report.verdict).toBe('error')
    expect(report.images?.images.map(({ status, problemCode }) => [status, problemCode])).toEqual([
      ['not-scanned', 'excluded'],
      ['not-scanned', 'not-found'],
    ])
    expect(report.images?.notes).toEqual([
      'Nothing that was looked at runs an image that was given as a layout: registry.example/shop/cart:3.',
      `Nothing that was looked at runs an image that was given as a layout: ${order}.`,
      `${user}: an image that was built here was looked at in place of what the registry has.`,
    ])
    expect(report.images?.notes?.map(isUnneeded)).toEqual([true, true, false])
    const translate = await translation('ko')
    expect(report.images?.notes?.map((note) => isUnneeded(translate(note)))).toEqual([true, true, false])
  })

  it('that lacks something, or is none, is no pass', async () => {
    const files = { '.policy-gate/config.yaml': configuration([]), 'a.yaml': deployment('a', 'registry.example/shop/order:1') }
    const broken = layout(sound)
    rmSync(join(broken, 'blobs/sha256', sound.layers[1]!.digest.slice(7)))
    const report = await scanned(files, { 'registry.example/shop/order:1': broken })
    expect([report.verdict, report.notEvaluated.map(({ reason }) => reason)]).toEqual(['error', ['image-not-scanned']])
    const pipe = join(temporary(), 'order.tar')
    execFileSync('mkfifo', [pipe])
    await expect(scanned(files, { 'registry.example/shop/order:1': pipe })).rejects.toThrow('is neither a file nor a folder')
    await expect(scanned(files, { 'registry.example/shop/order:1': temporary() })).rejects.toThrow('is no OCI layout')
    await expect(scanned(files, { 'Registry/Order:1': broken })).rejects.toThrow('is no image reference')
  })
})
