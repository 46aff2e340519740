import { cpSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesArguments, imageArguments } from '../../../src/images/trivy/arguments.ts'
import type { RunLog } from '../../../src/images/trivy/log.ts'
import type { RunPlace } from '../../../src/images/trivy/worker.ts'
import { alpine } from '../support/image-maker.ts'
import { databaseOf, folderOf, layoutOf, rawRun, vulnerable } from '../support/trivy.ts'
import { smallDatabase } from '../support/vulnerability-database.ts'
import { zip } from '../support/zip.ts'

/**
 * What the tests without Trivy read in `fixtures/` is what the real one writes. After a change of version record it anew:
 * `vitest run packages/scanner/test/images/trivy/fixtures.full.test.ts --config vitest.full.config.ts --update`
 */
const find = ['vulnerabilities', 'secrets', 'licenses'] as const
const scan = (layout: string) => (place: RunPlace) => imageArguments(place, layout, { find: [...find] })

/** Without what differs from run to run. */
function stable(report: unknown, folder: string): string {
  const { ReportID: _id, CreatedAt: _time, ...rest } = report as Record<string, unknown>
  const text = JSON.stringify(rest, (key, value) => (key === 'Fingerprint' ? undefined : value), 1)
  return `${text.replaceAll(folder, '/scanned')}\n`
}

/** The errors of a log, and the chain of causes that the run ended with; where that is in the sources says nothing. */
function errors({ tail, notes }: RunLog): string {
  const last = tail.findIndex((line) => line.includes('\tFATAL\t'))
  const lines = [
    ...notes.filter((line) => line.includes('\tERROR\t')),
    ...tail.slice(last).filter((line) => /\tFATAL\t|^ {2}- |^\t\* /.test(line)),
  ]
  return lines
    .map((line) => `${line.replace(/^\d{4}-[\d:.TZ-]+/, '2026-11-01T00:00:00Z').replace(/\/tmp\/[^ "]*/g, '/tmp/folder')}\n`)
    .join('')
}

describe('recorded reports', () => {
  it('of an image', async () => {
    const key = `region = eu\naws_access_key_id = AKIA${'QWERTYUIOPASDFGH'}\n`
    const layout = layoutOf({ layers: [...vulnerable.layers, { 'app/settings.txt': key }] })
    const { report } = await rawRun({ database: databaseOf() }, scan(layout))
    await expect(stable(report, layout)).toMatchFileSnapshot('fixtures/image.json')
  })

  it('of files', async () => {
    const folder = folderOf({
      Dockerfile: 'FROM alpine:3.19\nRUN apk add curl\n',
      'main.tf': 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n',
    })
    const { report } = await rawRun({}, (place) =>
      filesArguments(place, folder, { types: ['dockerfile', 'terraform'], secrets: false, variables: [] }),
    )
    await expect(stable(report, folder)).toMatchFileSnapshot('fixtures/files.json')
  })
})

describe('recorded logs', () => {
  const database = (change: (folder: string) => void) => {
    const folder = databaseOf()
    change(folder)
    return folder
  }
  const schema = (version: number) => (folder: string) =>
    cpSync(join(databaseOf({ ...smallDatabase, version }), 'metadata.json'), join(folder, 'metadata.json'))
  const jar = [alpine({ musl: '1.2.4-r2' }), { 'app.jar': zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n' }) }]
  it.each<[string, string, () => string]>([
    ['no-database', layoutOf(vulnerable), () => database((folder) => rmSync(join(folder, 'trivy.db')))],
    ['older-schema', layoutOf(vulnerable), () => database(schema(1))],
    ['newer-schema', layoutOf(vulnerable), () => database(schema(3))],
    ['cut-off-database', layoutOf(vulnerable), () => database((folder) => truncateSync(join(folder, 'trivy.db'), 5000))],
    ['no-database-at-all', layoutOf(vulnerable), () => database((folder) => writeFileSync(join(folder, 'trivy.db'), 'x'.repeat(9000)))],
    ['no-java-database', layoutOf({ layers: jar }), () => databaseOf()],
    ['no-image', folderOf({ 'index.json': '{}' }), () => databaseOf()],
  ])('%s', async (name, layout, folder) => {
    const { result } = await rawRun({ database: folder() }, scan(layout))
    expect(result.code).not.toBe(0)
    await expect(errors(result.log)).toMatchFileSnapshot(`fixtures/${name}.txt`)
  })
})
