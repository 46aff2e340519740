import { cpSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesArguments, imageArguments } from '../../../src/images/trivy/arguments.ts'
import type { RunPlace } from '../../../src/images/trivy/workers.ts'
import { alpine } from '../support/image-maker.ts'
import { databaseOf, folderOf, layoutOf, rawRun, vulnerable } from '../support/trivy.ts'
import { smallDatabase } from '../support/vulnerability-database.ts'
import { zip } from '../support/zip.ts'

/**
 * What the tests without Trivy read in `fixtures/` is what the real one writes. After a change of version record it anew:
 * `vitest run --config vitest.full.config.ts -u packages/scanner/test/images/trivy/fixtures.full.test.ts`
 */
const find = ['vulnerabilities', 'secrets', 'licenses'] as const
const scan = (layout: string) => (place: RunPlace) => imageArguments(place, layout, { find: [...find] })

/** Without what differs from run to run. */
function stable(report: unknown, folder: string): string {
  const { ReportID: _id, CreatedAt: _time, ...rest } = report as Record<string, unknown>
  return `${JSON.stringify(rest, null, 1).replaceAll(folder, '/scanned')}\n`
}

/** The errors of a log, and how the run ended. */
function errors(tail: string[], notes: string[]): string {
  const last = tail.findIndex((line) => /\tFATAL\t|^panic: /.test(line))
  const lines = [...notes.filter((line) => line.includes('\tERROR\t')), ...tail.slice(last, last + 40)]
  return lines
    .map((line) => `${line.replace(/^\d{4}-[\d:.TZ-]+/, '2026-11-01T00:00:00Z').replace(/\/tmp\/[^ "]*/g, '/tmp/folder')}\n`)
    .join('')
    .replace(/0x[0-9a-f]+/g, '0x0')
}

describe('recorded reports', () => {
  it('of an image', async () => {
    const key = `aws_access_key_id = AKIA${'QWERTYUIOPASDFGH'}\n`
    const layout = layoutOf({ layers: [...vulnerable.layers, { 'app/settings.txt': key }] })
    const { report } = await rawRun({ database: databaseOf() }, scan(layout))
    await expect(stable(report, layout)).toMatchFileSnapshot('fixtures/image.json')
  })

  it('of files', async () => {
    const folder = folderOf({
      Dockerfile: 'FROM alpine:3.19\nRUN apk add curl\n',
      'main.tf': 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n',
    })
    const { report } = await rawRun({}, (place) => filesArguments(place, folder, { types: ['dockerfile', 'terraform'], secrets: false }))
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
    const text = errors(result.log.tail, result.log.notes)
    // a stack differs from run to run; what is before it does not
    await expect(text.split('\ngoroutine ')[0]!.trimEnd() + '\n').toMatchFileSnapshot(`fixtures/${name}.txt`)
  })
})
