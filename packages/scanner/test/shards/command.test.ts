import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { deployment } from '../changes/shop.ts'
import { policyGate } from '../cli/command.ts'
import { history } from '../git/history.ts'
import { repository } from '../scan/repository.ts'

const made = history(repository({ 'a/a.yaml': deployment('a', { privileged: true }), 'b/b.yaml': deployment('b') }))
const cwd = made.folder
/** Not in the repository: what a shard wrote there would be a file more for the next one. */
const reports = repository({ 'notes.txt': 'no report' })
const out = (path = '') => join(reports, path)
const scanShard = (index: number, ...more: string[]) =>
  policyGate(['scan', '--shard', `${index}/2`, '--format', 'json', '--output', out(`${index}/policy-gate.json`), ...more], { cwd })

beforeAll(async () => {
  made.commit({})
  await Promise.all([scanShard(1), scanShard(2)])
})

describe('policy-gate merge', () => {
  it('takes a folder of folders, and gives every format and the exit code of the verdict', async () => {
    const whole = await policyGate(['scan', '--format', 'json'], { cwd })
    const formats = ['--format', 'json', '--format', 'sarif', '--output', out('m.json'), '--output', out('m.sarif')]
    const { code, stdout, stderr } = await policyGate(['merge', out(), ...formats], { cwd })
    expect([code, stdout, stderr]).toEqual([1, '', ''])
    expect(readFileSync(out('m.json'), 'utf8')).toBe(whole.stdout)
    expect(JSON.parse(readFileSync(out('m.sarif'), 'utf8')).runs[0].results.length).toBeGreaterThan(0)
    rmSync(out('m.json'))
  })

  it('shows source lines where there is a checkout', async () => {
    const { code, stdout } = await policyGate(['merge', out('1/policy-gate.json'), out('2/policy-gate.json')], { cwd })
    expect([code, stdout.includes('privileged: true')]).toEqual([1, true])
    const elsewhere = await policyGate(['merge', out()], { cwd: repository() })
    expect([elsewhere.code, elsewhere.stdout.includes('privileged: true')]).toEqual([1, false])
  })

  it.each<[string, string[], number, RegExp]>([
    ['no report', [], 2, /Name the JSON reports of the shards/],
    ['a file that is not there', [out('3.json')], 3, /3\.json cannot be read \(ENOENT\)/],
    ['one of two', [out('1')], 3, /^Shard 2 of 2 is missing beside .*1\/policy-gate\.json/],
    ['a folder without reports', ['a'], 3, /^a holds no \.json file/],
    ['an unknown file', [out(), out('notes.txt')], 3, /notes\.txt is no JSON/],
    ['a file of the commit', [out(), 'a/a.yaml'], 3, /^a\/a\.yaml is a file of the commit/],
    ['settings that the shards did not have', [out(), '--settings-from', 'HEAD'], 3, /was judged with settings of the working tree/],
  ])('%s', async (_, words, code, sentence) => {
    const outcome = await policyGate(['merge', ...words], { cwd })
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(sentence)
  })

  it('reports that the change itself brings are refused, as files, through a link and in a submodule', async () => {
    const reported = [1, 2].map((index) => readFileSync(out(`${index}/policy-gate.json`)))
    const files = { 'shards/1.json': reported[0]!, 'shards/2.json': reported[1]! }
    const part = history(repository(), files)
    const all = history(repository(), { 'b/b.yaml': deployment('b'), ...files })
    symlinkSync('shards', join(all.folder, 'linked'))
    all.git('submodule', 'add', '-q', part.folder, 'part')
    all.commit({})
    for (const place of ['shards', 'linked', 'part/shards', 'shards/1.json']) {
      const { code, stdout, stderr } = await policyGate(['merge', place], { cwd: all.folder })
      expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining('1.json is a file of the commit')])
    }
    // what a job puts beside them is its own
    mkdirSync(join(all.folder, 'artifacts'))
    for (const [i, text] of reported.entries()) writeFileSync(join(all.folder, `artifacts/${i}.json`), text)
    const { stderr } = await policyGate(['merge', 'artifacts'], { cwd: all.folder })
    expect(stderr).toMatch(/0\.json is about commit [0-9a-f]{40}, but [0-9a-f]{40} is checked out here/)
  })

  it('of a folder, links and files that are no reports are refused by name', async () => {
    const folder = repository({ 'x.json': '{}' })
    const unknown = await policyGate(['merge', folder], { cwd })
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('x.json is no report of policy-gate')])
    mkdirSync(join(folder, 'links'))
    symlinkSync(out('1/policy-gate.json'), join(folder, 'links/1.json'))
    const link = await policyGate(['merge', join(folder, 'links')], { cwd })
    expect([link.code, link.stderr]).toEqual([3, expect.stringContaining('1.json is a link')])
    writeFileSync(join(folder, 'x.json'), new Uint8Array([0xff, 0xfe]))
    const bytes = await policyGate(['merge', join(folder, 'x.json')], { cwd })
    expect([bytes.code, bytes.stderr]).toEqual([3, expect.stringContaining('is no UTF-8 text')])
  })

  it('a settings commit is the same for shards and merge', async () => {
    for (const index of [1, 2]) expect((await scanShard(index, '--settings-from', 'HEAD')).code).not.toBe(3)
    const { code, stderr } = await policyGate(['merge', out(), '--settings-from', 'HEAD'], { cwd })
    expect([code, stderr]).toEqual([1, ''])
  })

  it('a wrong shard is wrong usage', async () => {
    const { code, stderr } = await policyGate(['scan', '--shard', '3/2'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('--shard is "3/2"')])
  })
})
