import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BaselineEntry } from '../../src/govern/baseline/entry.ts'
import { validateBaseline } from '../../src/govern/baseline/validate.ts'
import { judge } from '../scan/judge.ts'
import { privileged, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { adopted, baselineFile, command, privilegedIn, read, write } from './baseline-folder.ts'

describe('a baseline that was tampered with', () => {
  const entry = {
    rule: privileged,
    severity: 'critical',
    unit: 'shop',
    object: { group: '', kind: 'Pod', namespace: 'shop', name: 'debug' },
    file: 'shop/debug.yaml',
    fingerprint: 'a'.repeat(64),
  }
  const whole = (...findings: unknown[]) => JSON.stringify({ schemaVersion: '1', findings })

  it.each<[string, string]>([
    ['is empty', ''],
    ['is blank', ' \n'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['is cut off', whole(entry).slice(0, -9)],
    ['is YAML', 'schemaVersion: "1"\nfindings: []\n'],
    ['has a key twice', '{"schemaVersion": "1", "findings": [], "findings": []}'],
    ['has text behind it', `${whole(entry)}\nx`],
    ['has no version', '{"findings": []}'],
    ['has a later version', '{"schemaVersion": "2", "findings": []}'],
    ['has a version that is a number', '{"schemaVersion": 1, "findings": []}'],
    ['has no findings', '{"schemaVersion": "1"}'],
    ['has another key', '{"schemaVersion": "1", "findings": [], "ignore": ["**"]}'],
    ['has an entry twice', whole(entry, entry)],
    ['has an entry twice, with other words', whole(entry, { ...entry, rule: 'image/mutable-tag' })],
    ['has a pattern for a fingerprint', whole({ ...entry, fingerprint: '*' })],
    ['has a fingerprint in capitals', whole({ ...entry, fingerprint: 'A'.repeat(64) })],
    ['has an entry without a file', whole({ ...entry, file: undefined })],
    ['has an entry without a unit', whole({ ...entry, unit: undefined })],
    ['has an entry with another key', whole({ ...entry, any: true })],
    ['has an object of another form', whole({ ...entry, object: 'Pod debug' })],
    ['has an unknown severity', whole({ ...entry, severity: 'all' })],
    ['counts to infinity', whole({ ...entry, count: 1e9 })],
    ['counts to less than two', whole({ ...entry, count: 1 })],
    ['counts to a half', whole({ ...entry, count: 2.5 })],
  ])('since it %s is refused', (_, text) => {
    const { entries, problems } = validateBaseline(text, { language: 'en' })
    expect(entries).toEqual([])
    expect(problems).not.toEqual([])
    for (const { line, message } of validateBaseline(text, { language: 'ko' }).problems) {
      expect(line).toBeGreaterThan(0)
      expect(message).not.toBe('')
    }
  })

  it('ends the scan and the update, as a fault of the configuration', async () => {
    const text = whole(entry, entry)
    const folder = repository({ 'shop/debug.yaml': privilegedPod('debug'), [baselineFile]: text })
    await expect(judge(folder)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^\.policy-gate\/baseline\.json:1: .*listed twice/),
    })
    expect((await command(folder, 'baseline', 'update')).code).toBe(2)
    expect(readFileSync(join(folder, baselineFile), 'utf8')).toBe(text)
  })

  it.each<[string, Partial<BaselineEntry>]>([
    ['rule', { rule: 'image/mutable-tag' }],
    ['unit', { unit: 'other' }],
    ['object', { object: { ...entry.object, name: 'other' } }],
  ])('in the %s of an entry is refused', async (_, change) => {
    const folder = await adopted()
    write(
      folder,
      read(folder).map((row) => (row.rule === privileged ? { ...row, ...change } : row)),
    )
    await expect(judge(folder)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('changed by hand') })
  })

  it('covers nothing with fingerprints of its own', async () => {
    const folder = repository({ 'shop/debug.yaml': privilegedPod('debug'), [baselineFile]: whole(entry) })
    expect(privilegedIn(await judge(folder))).toEqual(['open shop/debug.yaml debug'])
  })

  it('is no link out of the repository', async () => {
    const folder = repository({ 'shop/debug.yaml': privilegedPod('debug'), '.policy-gate/': '' })
    symlinkSync('/dev/null', join(folder, baselineFile))
    await expect(judge(folder)).rejects.toMatchObject({ exitCode: 2 })
  })
})
