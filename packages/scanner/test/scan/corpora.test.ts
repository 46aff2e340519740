import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { UnitMode } from '../../src/discover/units.ts'
import type { Report } from '../../src/model.ts'
import { judge } from './judge.ts'
import { repository } from './repository.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? join(import.meta.dirname, '../../../../../shared/corpora'))
const absent = existsSync(corpora) ? '' : ' (LEFT OUT: POLICY_GATE_CORPORA names no folder with the corpora)'

/** A rule that has something to say of every object, so that the report names every file that was judged. */
const everything = 'package main\n\nwarn contains "seen" if input.kind\n'

/** Files that hold the lines `apiVersion:` and `kind:`, found without any of the scanner's own code. */
function manifests(folder: string): string[] {
  return globSync('**/*.{yaml,yml,json}', { cwd: folder })
    .filter((file) => !file.split('/').some((part) => part.startsWith('.')))
    .filter((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return /^["']?apiVersion["']?\s*:/m.test(text) && /^["']?kind["']?\s*:/m.test(text)
    })
}

/** Files that are part of a chart, or that a kustomization reads as something else than a resource. */
function isIndirect(file: string, folder: string): boolean {
  if (/^(kustomization\.ya?ml|Kustomization|Chart\.yaml)$/.test(posix.basename(file))) return true
  for (let parent = posix.dirname(file); ; parent = posix.dirname(parent)) {
    if (existsSync(join(folder, parent, 'Chart.yaml'))) return true
    if (parent === '.') break
  }
  // named by a kustomization of its own folder or of one beside or above it
  const name = posix.basename(file)
  return globSync('**/{kustomization.yaml,kustomization.yml,Kustomization}', { cwd: join(folder, file.split('/')[0]!) }).some((path) =>
    readFileSync(join(folder, file.split('/')[0]!, path), 'utf8').includes(name),
  )
}

function check(report: Report, folder: string, unit: UnitMode): void {
  const fingerprints = report.findings.map(({ fingerprint }) => fingerprint)
  expect(new Set(fingerprints).size).toBe(fingerprints.length)
  const named = new Set([...report.findings.map(({ location }) => location.file), ...report.notEvaluated.map(({ file }) => file)])
  const forgotten = manifests(folder).filter((file) => !named.has(file) && (unit === 'file' || !isIndirect(file, folder)))
  expect(forgotten).toEqual([])
}

describe.runIf(absent === '')(`real repositories${absent}`, { timeout: 300_000 }, () => {
  it.each([
    ['realworld', 'auto', 1000],
    ['labelled', 'file', 1500],
  ] as const)('%s, --unit %s: every file judged or named, no fingerprint twice, the same bytes twice', async (name, unit, objects) => {
    const folder = join(corpora, name)
    const policies = [join(repository({ 'seen.rego': everything }), 'seen.rego')]
    const report = await judge(folder, { unit, policies })
    expect(report.summary.objects).toBeGreaterThan(objects)
    check(report, folder, unit)
    expect(JSON.stringify(await judge(folder, { unit, policies, cache: false }))).toBe(JSON.stringify(report))
  })
})
if (absent !== '') it(`LEFT OUT: real repositories, because there are no corpora (POLICY_GATE_CORPORA)`, ({ skip }) => skip())
