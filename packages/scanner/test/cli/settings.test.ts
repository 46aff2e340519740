import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model.ts'
import { deployment } from '../changes/shop.ts'
import { type History, history } from '../git/history.ts'
import { layOut, repository } from '../scan/repository.ts'
import { policyGate } from './command.ts'

const config = '.policy-gate/config.yaml'
const temporary = repository()

/** A repository whose branch `change` weakens its settings, and deploys something privileged. */
function weakened(): History {
  const made = history(repository(), { [config]: 'failOn: high\n', 'app/app.yaml': deployment('app') })
  made.git('checkout', '-q', '-b', 'change')
  made.commit({ [config]: 'failOn: none\n', 'app/app.yaml': deployment('app', { privileged: true }) })
  return made
}

async function scanned(made: History, ...words: string[]): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await policyGate(['scan', '-f', 'json', ...words], { cwd: made.folder, env: { TMPDIR: temporary } })
  expect(stderr).toBe('')
  expect(readdirSync(temporary)).toEqual([])
  return { code, report: JSON.parse(stdout) as Report }
}

describe('--settings-from', () => {
  it('takes configuration, waivers and policies from the commit, and says so', async () => {
    const made = weakened()
    expect((await scanned(made)).code).toBe(0)
    const { code, report } = await scanned(made, '--settings-from', 'main')
    expect([code, report.verdict]).toEqual([1, 'fail'])
    expect(report.settings).toEqual({ commit: made.git('rev-parse', 'main'), present: true })
  })

  it('knows the defaults where the commit has no settings, whatever stands in the folder that is scanned', async () => {
    const made = history(repository(), { 'app/app.yaml': deployment('app', { privileged: true }) })
    layOut(made.folder, { [config]: 'failOn: none\n', [`app/${config}`]: 'failOn: none\n' })
    expect((await scanned(made, 'app')).code).toBe(0)
    const { code, report } = await scanned(made, 'app', '--settings-from', 'HEAD')
    expect([code, report.settings?.present]).toEqual([1, false])
    // the root is the top of the repository, not the folder with settings of its own
    expect(report.findings[0]?.location.file).toBe('app/app.yaml')
  })

  it('holds for both states of a comparison', async () => {
    const made = weakened()
    const { code, report } = await scanned(made, '--settings-from', 'main', '--changed-since', 'main')
    expect([code, report.change?.fixed]).toEqual([1, []])
    const diff = await policyGate(['diff', '--base', 'main', '--settings-from', 'main', '-f', 'json'], { cwd: made.folder })
    expect([diff.code, JSON.parse(diff.stdout).failOn]).toEqual([1, 'high'])
    const own = await policyGate(['diff', '--base', 'main', '-f', 'json'], { cwd: made.folder })
    expect([own.code, JSON.parse(own.stdout).failOn]).toEqual([0, 'none'])
  })

  it('needs a repository, and says what to do without one', async () => {
    const { code, stderr } = await policyGate(['scan', '--settings-from', 'main'], { cwd: repository() })
    expect([code, stderr]).toEqual([3, expect.stringContaining('no git repository')])
    expect(stderr).toMatch(/run this in a clone of the repository, or leave out/)
  })

  it.each([
    { what: 'an unknown ref', words: ['--settings-from', 'gone'], code: 2, says: 'no commit "gone"' },
    {
      what: 'policies that can be changed since',
      words: ['--settings-from', 'HEAD', '--policy', 'p'],
      code: 2,
      says: '.policy-gate/policies',
    },
  ])('ends with a sentence for $what', async ({ words, code, says }) => {
    const outcome = await policyGate(['scan', ...words], { cwd: weakened().folder })
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(says)])
  })

  it('needs a repository', async () => {
    const outcome = await policyGate(['scan', '--settings-from', 'main'], { cwd: repository({ 'a.yaml': deployment('a') }) })
    expect([outcome.code, outcome.stderr]).toEqual([3, expect.stringContaining('no git repository')])
  })
})

describe('--config', () => {
  it('names another file, of the working tree or of the commit', async () => {
    const made = history(repository(), { 'gate/strict.yaml': 'failOn: low\n', 'app/app.yaml': deployment('app', { privileged: true }) })
    writeFileSync(join(made.folder, 'gate/strict.yaml'), 'failOn: none\n')
    expect((await scanned(made, '--config', 'gate/strict.yaml')).code).toBe(0)
    expect((await scanned(made, '--config', 'gate/strict.yaml', '--settings-from', 'HEAD')).code).toBe(1)
    const absent = await policyGate(['scan', '--config', 'gone.yaml'], { cwd: made.folder })
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('gone.yaml: there is no such file')])
    const outside = await policyGate(['scan', '--config', '../x.yaml'], { cwd: made.folder })
    expect([outside.code, outside.stderr]).toEqual([2, expect.stringContaining('must be a file of the repository')])
  })
})

describe('--new-only', () => {
  it('lets only new findings fail, and shows the others', async () => {
    const made = history(repository(), {
      'app/a.yaml': deployment('a', { privileged: true }),
      'gone/b.yaml': deployment('b', { privileged: true }),
      'more/c.yaml': deployment('c'),
    })
    made.git('checkout', '-q', '-b', 'change')
    made.commit({ 'app/a.yaml': `# moved\n${deployment('a', { privileged: true })}`, 'gone/b.yaml': deployment('b') })
    expect((await scanned(made, '--changed-since', 'main')).code).toBe(1)
    const { code, report } = await scanned(made, '--changed-since', 'main', '--new-only')
    expect(code).toBe(0)
    expect(new Set(report.findings.map(({ status, baselineState }) => `${status} ${baselineState}`))).toEqual(
      new Set(['baseline unchanged']),
    )
    expect(report.change?.fixed.map(({ ruleId }) => ruleId)).toContain('pod-security/privileged')
    made.commit({ 'more/c.yaml': deployment('c', { privileged: true }) })
    const worse = await scanned(made, '--changed-since', 'main', '--new-only')
    expect(worse.code).toBe(1)
    expect(worse.report.findings.filter(({ status }) => status === 'open').map(({ ref }) => ref.name)).not.toContain('a')
  })

  it('needs --changed-since', async () => {
    const outcome = await policyGate(['scan', '--new-only'], { cwd: repository({ 'a.yaml': deployment('a') }) })
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining('add --changed-since')])
  })
})
