import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { deployment } from '../../../scanner/test/changes/shop.ts'
import { harmless, privilegedPod } from '../../../scanner/test/scan/manifests.ts'
import { repository } from '../../../scanner/test/scan/repository.ts'
import { preview } from '../../src/trust/preview.ts'
import { repositoryRoot } from '../../src/trust/root.ts'
import { trustStrings } from '../../src/trust/strings.ts'
import { checkedOut, judged, type Proposed, proposed, pullRequestEvent, refused } from './pull-request.ts'

const config = '.policy-gate/config.yaml'
const guarded = { [config]: 'profile: baseline\nfailOn: critical\n', 'app/settings.yaml': harmless() }

afterEach(() => void vi.unstubAllEnvs())

describe('the root', () => {
  it('is the nearest folder with .git up to the workspace, else the workspace', () => {
    const workspace = repository({ 'a/b/c/': '', 'a/.git/': '', 'd/e/': '', 'd/.policy-gate/': '' })
    expect(repositoryRoot(join(workspace, 'a/b/c'), workspace)).toBe(join(workspace, 'a'))
    expect(repositoryRoot(join(workspace, 'd/e'), workspace)).toBe(workspace)
    expect(repositoryRoot(workspace, workspace)).toBe(workspace)
    // never above
    expect(repositoryRoot(join(workspace, 'a/b/c'), join(workspace, 'a/b'))).toBe(join(workspace, 'a/b'))
  })
})

describe('what is judged', () => {
  const answer = async (made: Proposed, more: Partial<Parameters<typeof judged>[0]> = {}) =>
    await judged({ workspace: more.workspace ?? checkedOut(made), event: pullRequestEvent(made), ...more })

  it('of a harmless change passes, with nothing left behind', async () => {
    const made = proposed(guarded, { 'app/more.yaml': harmless('more') })
    const temporary = repository()
    const workspace = checkedOut(made)
    vi.stubEnv('TMPDIR', temporary)
    const { report, notices } = await answer(made, { workspace })
    expect([report.verdict, report.change, notices]).toEqual(['pass', { base: made.base, fixed: [] }, []])
    expect(readdirSync(temporary)).toEqual([])
  })

  it('leaves nothing behind after an error either', async () => {
    const made = proposed({ ...guarded, [config]: 'failOn: nothing\n' }, { [config]: 'failOn: none\n' })
    const temporary = repository()
    const workspace = checkedOut(made)
    vi.stubEnv('TMPDIR', temporary)
    const ended = await refused(judged({ workspace, event: pullRequestEvent(made) }))
    expect(ended).toEqual({ exitCode: 2, message: expect.stringContaining(`${config}:1: failOn`) })
    expect(readdirSync(temporary)).toEqual([])
  })

  it('names what the change mends, and no more than that', async () => {
    const made = proposed(
      { ...guarded, 'app/a.yaml': privilegedPod('a'), 'gone/b.yaml': privilegedPod('b'), 'broken/c.yaml': privilegedPod('c') },
      { 'app/a.yaml': deployment('a'), 'gone/b.yaml': null, 'broken/c.yaml': 'apiVersion: v1\nkind: Pod\na: [\n' },
    )
    const { report } = await answer(made)
    const fixed = report.change?.fixed.filter(({ ruleId }) => ruleId === 'pod-security/privileged').map(({ ref }) => ref.name)
    expect([fixed, report.verdict]).toEqual([['a'], 'error'])
  })

  it('with new-only lets findings of a renamed file pass, not those of a renamed folder', async () => {
    const before = { ...guarded, 'app/a.yaml': privilegedPod('a') }
    const inputs = { newOnly: true }
    const file = proposed(before, { 'app/a.yaml': null, 'app/b.yaml': privilegedPod('a') })
    expect((await answer(file, { inputs })).report.verdict).not.toBe('fail')
    const folder = proposed(before, (origin) => {
      renameSync(join(origin.folder, 'app'), join(origin.folder, 'web'))
      origin.commit({})
    })
    expect((await answer(folder, { inputs })).report.verdict).toBe('fail')
  })

  it('with new-only and no base to compare with counts everything, and says so', async () => {
    const made = proposed({ ...guarded, 'old/a.yaml': privilegedPod('a') }, { 'app/b.yaml': harmless('b') })
    const event = { ...pullRequestEvent(made), name: 'schedule' }
    const { pullRequest: _pull, baseSha: _base, ...scheduled } = event
    const { report, notices } = await answer(made, { event: scheduled, inputs: { newOnly: true, changedOnly: true } })
    expect(report.verdict).toBe('fail')
    expect(notices).toEqual([
      expect.objectContaining({ code: 'not-compared', message: expect.stringMatching(/everything was judged.*every finding counts/) }),
    ])
  })

  it('leaves submodules alone that the change leaves alone', async () => {
    const made = proposed(guarded, { 'app/more.yaml': harmless('more') })
    const { origin } = made
    const submodule = (hash: string): string => {
      origin.git('update-index', '--add', '--cacheinfo', `160000,${hash},themes/docs`)
      origin.git('commit', '-q', '-m', 'submodule')
      return origin.git('rev-parse', 'HEAD')
    }
    origin.git('checkout', '-q', 'main')
    const base = submodule(made.base)
    const again = (change: () => void): Proposed => {
      origin.git('checkout', '-q', '-B', 'change', base)
      change()
      const head = origin.git('rev-parse', 'HEAD')
      const merge = origin.git('commit-tree', `${head}^{tree}`, '-p', base, '-p', head, '-m', 'Merge')
      return { origin, base, head, merge }
    }
    const untouched = again(() => origin.git('commit', '-q', '--allow-empty', '-m', 'nothing'))
    expect((await answer(untouched)).report.verdict).toBe('pass')
    const moved = again(() => submodule(made.head))
    const { report } = await answer(moved)
    expect([report.verdict, report.notEvaluated.map(({ file, reason }) => `${file} ${reason}`)]).toEqual([
      'error',
      ['themes/docs unreadable'],
    ])
    const elsewhere = await answer(moved, { inputs: { paths: ['app'] } })
    expect(elsewhere.report.verdict).toBe('pass')
  })

  it('of a repository without settings is not changed by a file that looks like one', async () => {
    const made = proposed({ 'app/settings.yaml': harmless() }, { 'app/a.yaml': privilegedPod('a'), [config]: 'failOn: none\n' })
    const { report } = await answer(made)
    expect([report.verdict, report.settings?.present]).toEqual(['fail', false])
    expect(existsSync(join(made.origin.folder, config))).toBe(true)
  })
})

describe('what the settings of the change would say', () => {
  it('takes no longer than it may', async () => {
    const never = new Promise<never>(() => {})
    expect(await preview(() => never, trustStrings.en, 0.01)).toEqual({ problem: expect.stringContaining('longer than') })
    expect(await preview(() => never, trustStrings.ko, 0.01)).toEqual({ problem: expect.stringContaining('걸렸습니다') })
  })

  it('is a sentence when it goes wrong in whatever way', async () => {
    expect(await preview(() => Promise.reject(new RangeError('too deep')), trustStrings.en)).toEqual({ problem: 'too deep' })
  })
})
