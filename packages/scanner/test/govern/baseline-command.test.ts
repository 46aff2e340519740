import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judge } from '../scan/judge.ts'
import { privileged, privilegedPod } from '../scan/manifests.ts'
import { layOut, repository } from '../scan/repository.ts'
import { adopted, baselineFile, command, read } from './baseline-folder.ts'

describe('policy-gate baseline', () => {
  it('update removes what is gone and takes in nothing new', async () => {
    const folder = await adopted({ 'a/a.yaml': privilegedPod('a') })
    const before = read(folder)
    rmSync(join(folder, 'a/a.yaml'))
    layOut(folder, { 'b/b.yaml': privilegedPod('b') })
    const outcome = await command(folder, 'baseline', 'update')
    expect(outcome.out).toMatch(/^The baseline holds [1-9]\d* findings: [1-9]\d* removed because they are gone\.\n.*not in it/)
    expect(read(folder)).toEqual(before.filter(({ unit }) => unit === 'shop'))
    expect((await judge(folder)).verdict).toBe('fail')
  })

  it('says what it did, and nothing of what it did not do', async () => {
    const folder = repository({ '.policy-gate/config.yaml': '', 'shop/debug.yaml': privilegedPod('debug') })
    expect((await command(folder, 'baseline', 'create')).out).toMatch(/^The baseline holds (\d+) findings: \1 added\.\n$/)
    expect((await command(folder, 'baseline', 'update')).out).toMatch(/^The baseline holds \d+ findings\.\n$/)
    expect((await command(folder, 'baseline', 'update', '--lang', 'ko')).out).toMatch(/^기준선에 검출 항목 \d+개가 있습니다\.\n$/)
  })

  it('update --add takes in what is open', async () => {
    const folder = await adopted()
    layOut(folder, { 'b/b.yaml': privilegedPod('b') })
    expect((await command(folder, 'baseline', 'update', '--add', '--lang', 'ko')).out).toMatch(/추가 [1-9]/)
    expect((await judge(folder)).verdict).toBe('pass')
  })

  it('update follows a renamed file, after which the old name counts no more', async () => {
    const folder = await adopted()
    renameSync(join(folder, 'shop/debug.yaml'), join(folder, 'shop/pod.yaml'))
    await command(folder, 'baseline', 'update')
    expect(new Set(read(folder).map(({ file }) => file))).toEqual(new Set(['shop/pod.yaml']))
  })

  it('leaves waived findings out', async () => {
    const expiresAt = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    const folder = await adopted({
      '.policy-gate/waivers.yaml': `waivers: [{id: a, rules: [${privileged}], scope: {units: [shop]}, reason: x, owner: a, approvedBy: b, expiresAt: "${expiresAt}"}]`,
    })
    expect(read(folder).length).toBeGreaterThan(0)
    expect(read(folder).filter(({ rule }) => rule === privileged)).toEqual([])
  })

  it('judges the whole repository, from whatever folder it is called', async () => {
    const folder = await adopted({ 'a/a.yaml': privilegedPod('a') })
    const text = readFileSync(join(folder, baselineFile), 'utf8')
    expect((await command(join(folder, 'a'), 'baseline', 'update')).code).toBe(0)
    expect(readFileSync(join(folder, baselineFile), 'utf8')).toBe(text)
  })

  it('is written elsewhere on demand', async () => {
    const folder = repository({ '.policy-gate/config.yaml': '', 'shop/debug.yaml': privilegedPod('debug') })
    const { out, error } = await command(folder, 'baseline', 'create', '--output', '-')
    expect(JSON.parse(out).findings.length).toBeGreaterThan(0)
    expect(error).toContain('The baseline holds')
    expect(existsSync(join(folder, baselineFile))).toBe(false)
    await command(folder, 'baseline', 'create', '--output', 'kept/baseline.json')
    expect(readFileSync(join(folder, 'kept/baseline.json'), 'utf8')).toBe(out)
  })

  it.each<[string, string[], Record<string, string>, number, string]>([
    ['create where one exists', ['create'], { [baselineFile]: '{"schemaVersion": "1", "findings": []}' }, 2, 'exists already'],
    ['update where there is none', ['update'], {}, 2, 'baseline create'],
    ['no action', [], {}, 2, 'Say what to do'],
    ['an unknown action', ['remove'], {}, 2, 'Say what to do'],
    ['two actions', ['create', 'update'], {}, 2, 'Say what to do'],
    ['create --add', ['create', '--add'], {}, 2, '--add belongs to'],
    ['a file that cannot be parsed', ['create'], { 'broken.yaml': 'kind: [\n' }, 3, 'could not be evaluated'],
    [
      'update with a file that cannot be parsed',
      ['update'],
      { 'broken.yaml': 'kind: [\n', [baselineFile]: '{"schemaVersion": "1", "findings": []}' },
      3,
      'could not be evaluated',
    ],
  ])('with %s ends with a remedy and changes nothing', async (_, words, files, code, message) => {
    const folder = repository({ '.policy-gate/config.yaml': '', 'shop/debug.yaml': privilegedPod('debug'), ...files })
    const outcome = await command(folder, 'baseline', ...words)
    expect(outcome).toMatchObject({ code, out: '', error: expect.stringContaining(message) })
    expect(existsSync(join(folder, baselineFile)) ? readFileSync(join(folder, baselineFile), 'utf8') : undefined).toBe(files[baselineFile])
  })

  it('writes names that act on nothing', async () => {
    const folder = await adopted({ 'a/##[error]\u202e.yaml': privilegedPod('a') })
    const text = readFileSync(join(folder, baselineFile), 'utf8')
    expect(text).not.toContain('##[')
    expect(text).not.toContain('\u202e')
    expect((await judge(folder)).verdict).toBe('pass')
  })
})
