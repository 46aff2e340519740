import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Finding, Report } from '../../src/model.ts'
import { scan } from '../../src/scan.ts'

/** What a change of examples/cloudmart brings, written down beside its patch. */
interface Expectation {
  title: string
  verdict: Report['verdict']
  /**
   * Without `ref` the object does not matter: the rule names one of several that share the cause. File, line and text are what somebody who
   * mends it would edit.
   */
  findings: { rule: string; ref?: string; unit: string; file: string; line: number; text: string }[]
}

const example = join(import.meta.dirname, '../../../../examples/cloudmart')
const changes = readdirSync(join(example, 'changes')).filter((file) => file.endsWith('.patch'))
const folder = mkdtempSync(join(tmpdir(), 'cloudmart-'))
let main: Report

/** A copy of the example, with a change applied as a reviewer would. */
function checkout(name: string, patch?: string): string {
  const target = join(folder, name)
  cpSync(example, target, { recursive: true })
  if (patch !== undefined)
    execFileSync('git', ['apply', join(example, 'changes', patch)], {
      cwd: target,
      env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
    })
  return target
}

/** `rule object unit file:line "text"`, the object only where the expectation names it. */
function asExpected({ ruleId, ref, unit, location }: Finding, { findings }: Expectation, root: string): string {
  const object = [ref.kind, ref.namespace, ref.name].filter((part) => part !== '').join('/')
  const anyObject = findings.some((wanted) => wanted.rule === ruleId && wanted.unit === unit && wanted.ref === undefined)
  const { file, startLine, startColumn, endLine, endColumn } = location
  const line = readFileSync(join(root, file), 'utf8').split('\n')[startLine - 1] ?? ''
  const text = startLine === endLine ? line.slice(startColumn - 1, endColumn - 1) : line.slice(startColumn - 1)
  return `${ruleId} ${anyObject ? '(any)' : object} ${unit} ${file}:${startLine} "${text}"`
}

beforeAll(async () => {
  main = (await scan({ cwd: checkout('main') })).report
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the example passes as it stands, and everything in it is judged', () => {
  expect(main.verdict).toBe('pass')
  // the charts of add-ons come from a mirror
  expect(new Set(main.notEvaluated.map(({ reason, file }) => `${reason} ${file}`))).toEqual(
    new Set(['remote-source delivery/argocd/apps/add-ons.yaml', 'remote-source delivery/argocd/apps/kubecost.yaml']),
  )
  expect(main.summary.objects).toBeGreaterThan(500)
})

describe('changes to the example', () => {
  it('there are at least 16', () => expect(changes.length).toBeGreaterThanOrEqual(16))
  for (const patch of changes) {
    const expected = parse(readFileSync(join(example, 'changes', patch.replace('.patch', '.expected.yaml')), 'utf8')) as Expectation
    it(`${patch}: ${expected.title} -> ${expected.verdict}`, { timeout: 300_000 }, async () => {
      const root = checkout(patch, patch)
      const { report } = await scan({ cwd: root })
      expect(report.verdict).toBe(expected.verdict)
      const known = new Set(main.findings.map(({ fingerprint }) => fingerprint))
      const found = new Set(
        report.findings.filter(({ fingerprint }) => !known.has(fingerprint)).map((finding) => asExpected(finding, expected, root)),
      )
      const wanted = new Set(
        expected.findings.map(({ rule, ref, unit, file, line, text }) => `${rule} ${ref ?? '(any)'} ${unit} ${file}:${line} "${text}"`),
      )
      expect([...found].sort()).toEqual([...wanted].sort())
    })
  }
})
