import { chmodSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { denyAll, deployment, namespace } from '../changes/shop.ts'
import { history } from '../git/history.ts'
import { harmless, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { changed, checkIn, refusal, stage, write } from './checking.ts'

const both = (...texts: string[]) => texts.join('---\n')

describe('what is staged and what is in the working tree', () => {
  it('are judged apart, in both directions', async () => {
    const bad = changed({ 'a/pod.yaml': harmless() })
    stage(bad, 'a/pod.yaml', privilegedPod())
    expect(await checkIn(bad.folder, { staged: true })).toMatchObject({ verdict: 'fail', findings: ['a/pod.yaml debug'] })
    expect(await checkIn(bad.folder)).toMatchObject({ verdict: 'pass', findings: [], affected: [] })

    const good = changed({ 'a/pod.yaml': harmless() }, { 'a/pod.yaml': privilegedPod() })
    stage(good, 'a/pod.yaml', harmless('other'))
    expect(await checkIn(good.folder, { staged: true })).toMatchObject({ verdict: 'pass', findings: [], affected: ['a files'] })
    expect(await checkIn(good.folder)).toMatchObject({ verdict: 'fail', findings: ['a/pod.yaml debug'] })
    expect(await checkIn(good.folder, { names: ['a/pod.yaml'] })).toMatchObject({ verdict: 'fail' })
    expect(await checkIn(good.folder, { names: ['a/pod.yaml'], staged: true })).toMatchObject({ verdict: 'pass' })
  })

  it('differ by hunks: of two changes in one file only the staged one counts', async () => {
    const made = changed(
      { 'a/all.yaml': both(harmless('one'), harmless('two')) },
      { 'a/all.yaml': both(privilegedPod('one'), privilegedPod('two')) },
    )
    stage(made, 'a/all.yaml', both(harmless('one'), privilegedPod('two')))
    expect((await checkIn(made.folder, { staged: true })).findings).toEqual(['a/all.yaml two'])
    expect((await checkIn(made.folder)).findings).toEqual(['a/all.yaml one', 'a/all.yaml two'])
  })

  it('have settings of their own: configuration and policies are read where the manifests are', async () => {
    const exempt = 'failOn: none\n'
    const made = changed({ 'a/pod.yaml': privilegedPod(), '.policy-gate/config.yaml': 'failOn: high\n' })
    stage(made, '.policy-gate/config.yaml', exempt)
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ verdict: 'warn', affected: ['all'] })
    expect((await checkIn(made.folder, { names: ['a/pod.yaml'] })).verdict).toBe('fail')

    const other = changed({ 'a/pod.yaml': privilegedPod() }, { '.policy-gate/config.yaml': exempt })
    expect((await checkIn(other.folder, { names: ['a/pod.yaml'], staged: true })).verdict).toBe('fail')
    expect((await checkIn(other.folder)).affected).toEqual(['all'])

    const policy = 'package main\nimport rego.v1\ndeny contains "no" if input.kind == "ConfigMap"\n'
    const ruled = changed({ 'a/map.yaml': harmless() })
    stage(ruled, '.policy-gate/policies/own.rego', policy)
    expect((await checkIn(ruled.folder, { staged: true })).verdict).toBe('fail')
    expect((await checkIn(ruled.folder, { names: ['a/map.yaml'] })).verdict).toBe('pass')
    stage(ruled, 'rego/own.rego', policy)
    write(ruled, { 'rego/own.rego': 'package main\n' })
    ruled.git('rm', '-q', '--cached', '.policy-gate/policies/own.rego')
    expect((await checkIn(ruled.folder, { staged: true, policies: ['rego'] })).verdict).toBe('fail')
  })
})

describe('the index', () => {
  it('nothing staged is a pass that judges nothing', async () => {
    const made = changed({ 'a/pod.yaml': privilegedPod() }, { 'a/pod.yaml': privilegedPod('other') })
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ verdict: 'pass', affected: [], units: [] })
  })

  it('of the first commit is judged as a whole', async () => {
    const made = history(repository({ 'a/pod.yaml': privilegedPod(), 'b/map.yaml': harmless() }))
    made.git('add', 'b/map.yaml')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ verdict: 'pass', affected: ['b files'], units: ['b'] })
    expect(await checkIn(made.folder, { names: ['b/map.yaml'] })).toMatchObject({ findings: [] })
    made.git('add', '.')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ findings: ['a/pod.yaml debug'], affected: ['a files', 'b files'] })
    made.git('rm', '-rq', '--cached', '.')
    expect(await checkIn(made.folder)).toMatchObject({ findings: ['a/pod.yaml debug'] })
  })

  it('before anything was staged holds nothing', async () => {
    const made = history(repository({ 'a/pod.yaml': privilegedPod() }))
    expect(await checkIn(made.folder, { staged: true, env: { GIT_INDEX_FILE: '.git/index' } })).toMatchObject({ affected: [], units: [] })
  })

  it('a renamed file is judged where it is now, with the unit it has left', async () => {
    const made = changed({ 'a/pod.yaml': privilegedPod(), 'a/map.yaml': harmless() })
    made.git('mv', 'a/pod.yaml', 'a/moved.yaml')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ findings: ['a/moved.yaml debug'], affected: ['a files'] })
    write(made, { 'b/.keep': '' })
    made.git('mv', 'a/moved.yaml', 'b/pod.yaml')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ findings: ['b/pod.yaml debug'], affected: ['a files', 'b new'] })
    // a runner names only what is there
    expect((await checkIn(made.folder, { staged: true, names: ['b/pod.yaml'] })).affected).toEqual(['a files', 'b new'])
  })

  it('a deleted NetworkPolicy is missed by what needs it, whatever is named', async () => {
    const files = {
      '.policy-gate/config.yaml': 'environments: [{name: production, paths: ["apps/**", "platform/**"]}]\n',
      'apps/web/all.yaml': both(namespace('shop'), deployment('web', { namespace: 'shop' })),
      'platform/deny.yaml': denyAll('shop'),
      'platform/map.yaml': harmless(),
      'other/map.yaml': harmless(),
    }
    const made = changed(files)
    expect((await checkIn(made.folder, { names: ['.'] })).findings).toEqual([])
    made.git('rm', '-q', 'platform/deny.yaml')
    for (const asked of [{ staged: true }, { staged: true, names: ['other/map.yaml'] }, {}, { names: ['other/map.yaml'] }]) {
      const { findings, affected, verdict } = await checkIn(made.folder, asked)
      expect([verdict, findings]).toEqual(['fail', ['apps/web/all.yaml web']])
      expect(affected).toContain('apps/web environment')
    }
    expect((await checkIn(made.folder, { names: ['platform/deny.yaml'] })).verdict).toBe('fail')
  })

  it('with conflicts of a merge is refused', async () => {
    const made = changed({ 'a/map.yaml': harmless('a') })
    made.git('checkout', '-q', '-b', 'side')
    made.commit({ 'a/map.yaml': harmless('side') })
    made.git('checkout', '-q', 'main')
    made.commit({ 'a/map.yaml': harmless('main') })
    expect(() => made.git('merge', '-q', 'side')).toThrow()
    expect(await refusal(made.folder, { staged: true })).toBe(
      '2: The index has conflicts of a merge (a/map.yaml): resolve them and `git add` the files.',
    )
    made.git('add', 'a/map.yaml')
    expect((await checkIn(made.folder, { staged: true })).missed).toEqual(['parse-failed a/map.yaml'])
  })

  it('does not hold what is only announced', async () => {
    const made = changed({ 'a/map.yaml': harmless() }, { 'b/pod.yaml': privilegedPod(), 'b/empty.yaml': '' })
    made.git('add', '--intent-to-add', 'b/pod.yaml')
    made.git('add', 'b/empty.yaml')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ findings: [], verdict: 'pass' })
    expect(await checkIn(made.folder, { staged: true, names: ['b/pod.yaml'] })).toMatchObject({ affected: [] })
    expect((await checkIn(made.folder)).findings).toEqual(['b/pod.yaml debug'])
  })

  it('holds what a sparse checkout leaves out, as a sparse index too', async () => {
    const made = changed({ 'in/map.yaml': harmless(), 'out/deep/pod.yaml': privilegedPod(), 'out/deep/map.yaml': harmless() })
    made.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in')
    expect(await checkIn(made.folder)).toMatchObject({ affected: [], units: [] })
    expect(await checkIn(made.folder, { names: ['in/map.yaml'] })).toMatchObject({ affected: ['in files'] })
    expect(await checkIn(made.folder, { names: ['out'], staged: true })).toMatchObject({ findings: ['out/deep/pod.yaml debug'] })
    write(made, { 'in/map.yaml': privilegedPod() })
    made.git('add', 'in/map.yaml')
    expect((await checkIn(made.folder, { staged: true })).findings).toEqual(['in/map.yaml debug'])
    expect((await checkIn(made.folder)).findings).toEqual(['in/map.yaml debug'])
  })

  it('links, modes and files that became links', async () => {
    const made = changed({ 'a/pod.yaml': harmless(), 'b/pod.yaml': privilegedPod(), 'c/run.sh': 'true\n' })
    chmodSync(join(made.folder, 'c/run.sh'), 0o755)
    made.git('add', '.')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ verdict: 'pass', affected: [] })
    rmSync(join(made.folder, 'a/pod.yaml'))
    symlinkSync('../b/pod.yaml', join(made.folder, 'a/pod.yaml'))
    expect((await checkIn(made.folder, { staged: true })).affected).toEqual([])
    made.git('add', '.')
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ affected: ['all'], verdict: 'fail' })
    made.git('commit', '-q', '-m', 'link')
    // what the link leads to has an effect where the link is
    stage(made, 'b/pod.yaml', harmless())
    expect((await checkIn(made.folder, { staged: true })).affected).toEqual(['a files', 'b files'])
    const out = changed({ 'a/map.yaml': harmless() })
    symlinkSync('/etc', join(out.folder, 'a/out'))
    out.git('add', '.')
    expect(await checkIn(out.folder, { staged: true })).toMatchObject({ verdict: 'error', missed: ['outside-root a/out'] })
  })

  it('a submodule is judged at the commit that is staged', async () => {
    const part = changed({ 'pod.yaml': harmless('part') })
    const made = changed({ 'a/map.yaml': harmless() })
    made.git('submodule', '--quiet', 'add', part.folder, 'a/part')
    expect((await checkIn(made.folder, { staged: true })).affected).toEqual(['a/part new'])
    made.git('commit', '-q', '-m', 'part')
    const inner = { ...made, folder: join(made.folder, 'a/part') }
    write(inner, { 'pod.yaml': privilegedPod('part') })
    made.git('-C', 'a/part', 'commit', '-q', '-a', '-m', 'worse')
    expect((await checkIn(made.folder, { staged: true })).verdict).toBe('pass')
    made.git('add', 'a/part')
    expect((await checkIn(made.folder, { staged: true })).findings).toEqual(['a/part/pod.yaml part'])
    made.git('rm', '-q', '-f', 'a/part')
    expect((await checkIn(made.folder, { staged: true })).verdict).toBe('pass')
  })
})
