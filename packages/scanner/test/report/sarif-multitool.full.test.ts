import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Log } from 'sarif'
import { afterAll, describe, expect, it } from 'vitest'
import { reporters } from '../../src/report/index.ts'
import { context, finding, report, shopReport } from './factory.ts'
import { hostileStrings } from './hostile.ts'
import { imageReport, imageRules } from './image-report.ts'

/**
 * The program itself (`Sarif.Multitool` of @microsoft/sarif-multitool-linux), named by SARIF_MULTITOOL or on PATH; the npm wrapper starts a
 * shell and is not used.
 */
function multitool(): string {
  const candidates = [
    process.env.SARIF_MULTITOOL,
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => [join(folder, 'sarif-multitool'), join(folder, 'Sarif.Multitool')]),
  ]
  const found = candidates.find((file) => file !== undefined && existsSync(file))
  if (!found)
    throw new Error('no sarif-multitool: install @microsoft/sarif-multitool 5.7.0 and set SARIF_MULTITOOL to its program Sarif.Multitool')
  return found
}

const folder = mkdtempSync(join(tmpdir(), 'policy-gate-sarif-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Errors and warnings as sentences. The program's exit code is 0 even with errors, so its own report is read. */
function complaints(name: string, text: string): string[] {
  const [input, output] = [join(folder, `${name}.sarif`), join(folder, `${name}.report.sarif`)]
  writeFileSync(input, text)
  const options = ['--rule-kind', 'Ghas;Sarif', '--level', 'Error;Warning', '--output', output, '--log', 'ForceOverwrite']
  execFileSync(multitool(), ['validate', input, ...options], { stdio: 'ignore' })
  const log: Log = JSON.parse(readFileSync(output, 'utf8'))
  const failed = log.runs[0]!.invocations?.[0]?.toolExecutionNotifications ?? []
  const results = log.runs[0]!.results ?? []
  return [
    ...results.map(({ ruleId, message }) => `${ruleId} ${message.text ?? message.arguments?.join(' ')}`),
    ...failed.map(({ message }) => message.text!),
  ]
}

describe('the SARIF multitool has no error and no warning', () => {
  const full = shopReport()
  full.findings[0]!.related.push({ ...full.findings[0]!.location, relation: 'object', message: 'declared here' })
  const hostile = hostileStrings.map((text) =>
    finding({ ruleId: 'image/mutable-tag', file: text, message: text || 'x', unit: text, name: text }),
  )

  it.each([
    ['a scan with findings', reporters.sarif(full, context())],
    ['a scan in Korean', reporters.sarif(full, context({ language: 'ko' }))],
    ['a scan without findings', reporters.sarif(report(), context())],
    ['a scan of images', reporters.sarif(imageReport(), context({ rules: imageRules }))],
    ['a scan of images in Korean', reporters.sarif(imageReport(), context({ rules: imageRules, language: 'ko' }))],
    ['a scan of hostile names', reporters.sarif(report({ findings: hostile }), context())],
  ])('for %s', (name, text) => expect(complaints(name.replaceAll(' ', '-'), text)).toEqual([]))

  it('and does complain when there is something wrong', () => {
    const broken = reporters.sarif(full, context()).replaceAll('"startLine": 13', '"startLine": 99')
    expect(complaints('broken', broken)).not.toEqual([])
  })
})
