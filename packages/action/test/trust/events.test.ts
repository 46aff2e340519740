import { describe, expect, it } from 'vitest'
import { deployment } from '../../../scanner/test/changes/shop.ts'
import type { Event } from '../../src/model.ts'
import { checkedOut, judged, type Proposed, proposed, pullRequestEvent, refused } from './pull-request.ts'

const config = '.policy-gate/config.yaml'
const files = { [config]: 'failOn: high\n', 'app/app.yaml': deployment('app'), 'other/b.yaml': deployment('b', { privileged: true }) }
const weak = { [config]: 'failOn: none\n', 'app/app.yaml': deployment('app', { privileged: true }) }

let made: Proposed | undefined
const change = (): Proposed => {
  made ??= proposed(files, weak)
  return made
}
const codes = ({ notices }: { notices: { code: string }[] }) => notices.map(({ code }) => code)

describe('a pull request', () => {
  it('is judged by the first parent of the merge commit, and compared with it', async () => {
    const { base } = change()
    const { report, ...rest } = await judged({ workspace: checkedOut(change()), event: pullRequestEvent(change()) })
    expect([report.verdict, report.settings]).toEqual(['fail', { commit: base, present: true }])
    expect(report.change?.base).toBe(base)
    const states = report.findings
      .filter(({ ruleId }) => ruleId === 'pod-security/privileged')
      .map(({ ref, baselineState }) => `${ref.name} ${baselineState}`)
    expect(states).toEqual(['app new', 'b unchanged'])
    expect(report.change?.gate).toMatchObject({
      files: [{ file: config, change: 'changed', role: 'settings' }],
      underHead: { verdict: expect.stringMatching(/pass|warn/) },
    })
    expect(codes(rest)).toEqual(['gate-change'])
  })

  it('new-only and changed-only', async () => {
    const workspace = checkedOut(change())
    const event = pullRequestEvent(change())
    const only = await judged({ workspace, event, inputs: { changedOnly: true } })
    expect(only.report.units.map(({ id }) => id)).toEqual(['app'])
    const fresh = await judged({ workspace, event, inputs: { newOnly: true } })
    expect(fresh.report.findings.filter(({ status }) => status === 'baseline').map(({ ref }) => ref.name)).toContain('b')
    expect(fresh.report.findings.filter(({ status, unit }) => status === 'open' && unit === 'other')).toEqual([])
    expect(fresh.report.verdict).toBe('fail')
  })

  it('without the base commit in the clone, and without a token, is an error that says what to do', async () => {
    const ended = await refused(judged({ workspace: checkedOut(change(), { depth: 1 }), event: pullRequestEvent(change()) }))
    expect(ended).toEqual({ exitCode: 3, message: expect.stringMatching(/cannot be read.*fetch-depth: 2.*contents: read/s) })
  })

  it('with its own head checked out is judged by the tip of the target branch', async () => {
    const { head, base } = change()
    const event = pullRequestEvent(change())
    const whole = await judged({ workspace: checkedOut(change(), { depth: 0, commit: head }), event })
    expect([whole.report.verdict, whole.report.settings?.commit, whole.report.change?.base]).toEqual(['fail', base, base])
    const ended = await refused(judged({ workspace: checkedOut(change(), { depth: 1, commit: head }), event }))
    expect(ended.exitCode).toBe(3)
  })

  it('with something else checked out is an error', async () => {
    const ended = await refused(judged({ workspace: checkedOut(change(), { commit: change().base }), event: pullRequestEvent(change()) }))
    expect(ended).toEqual({ exitCode: 3, message: expect.stringContaining('does not hold the change') })
  })

  it('for another target branch than before is not judged by the merge commit into that one', async () => {
    const { base, head } = change()
    const event: Event = { ...pullRequestEvent(change()), retargeted: true }
    const workspace = checkedOut(change())
    expect((await judged({ workspace, event })).report.settings?.commit).toBe(base)
    const other = change().origin.git('commit-tree', 'main^{tree}', '-p', 'main', '-m', 'other')
    const moved: Event = { ...event, baseSha: other, pullRequest: { number: 7, headSha: head, baseSha: other, fork: false } }
    expect(await refused(judged({ workspace, event: moved }))).toEqual({ exitCode: 3, message: expect.stringContaining('branch before') })
    // without that, the target branch has only moved on since
    expect((await judged({ workspace, event: { ...moved, retargeted: false } })).report.settings?.commit).toBe(base)
  })

  it('without settings in the base is judged by the defaults', async () => {
    const adopted = proposed({ 'app/app.yaml': deployment('app') }, weak)
    const result = await judged({ workspace: checkedOut(adopted), event: pullRequestEvent(adopted) })
    expect([result.report.verdict, result.report.settings]).toEqual(['fail', { commit: adopted.base, present: false }])
    expect(codes(result)).toEqual(['no-settings', 'gate-change'])
  })

  it('is judged by its own settings where the workflow says so, with a warning', async () => {
    const result = await judged({ workspace: checkedOut(change()), event: pullRequestEvent(change()), inputs: { configSource: 'head' } })
    expect(result.report.verdict).not.toBe('fail')
    expect([result.report.settings, codes(result)]).toEqual([undefined, ['settings-of-the-change', 'gate-change']])
  })

  it('speaks Korean', async () => {
    const result = await judged({ workspace: checkedOut(change()), event: pullRequestEvent(change()), inputs: { language: 'ko' } })
    expect(result.notices[0]?.message).toContain('게이트')
  })
})

describe('another event', () => {
  const other = (more: Partial<Event>): Event => {
    const { pullRequest: _pull, baseSha: _base, ...event } = pullRequestEvent(change())
    return { ...event, ...more }
  }

  it('merge_group: settings of the commit that the group is based on', async () => {
    const { base, merge } = change()
    const event = other({ name: 'merge_group', sha: merge, baseSha: base })
    const result = await judged({ workspace: checkedOut(change()), event })
    expect([result.report.verdict, result.report.settings?.commit]).toEqual(['fail', base])
    expect((await refused(judged({ workspace: checkedOut(change(), { depth: 1 }), event }))).exitCode).toBe(3)
  })

  it('push: settings of what was pushed, compared with what was there', async () => {
    const { base, head } = change()
    const workspace = checkedOut(change(), { commit: head })
    const pushed = await judged({ workspace, event: other({ name: 'push', sha: head, baseSha: base }) })
    expect([pushed.report.settings, pushed.report.change?.base, pushed.report.change?.gate]).toEqual([undefined, base, undefined])
    expect(pushed.report.verdict).not.toBe('fail')
    const guarded = await judged({ workspace, event: other({ name: 'push', sha: head, baseSha: base }), inputs: { configSource: 'base' } })
    expect([guarded.report.verdict, guarded.report.settings?.commit]).toEqual(['fail', base])
    const first = await judged({ workspace, event: other({ name: 'push', sha: head }), inputs: { newOnly: true } })
    expect([first.report.change, codes(first)]).toEqual([undefined, ['not-compared']])
  })

  it('a branch that nothing protects is judged by the settings of whoever pushed it, and that is said', async () => {
    const { base, head } = change()
    const given = {
      workspace: checkedOut(change(), { commit: head }),
      event: other({ name: 'push', sha: head, baseSha: base, unprotected: true }),
    }
    expect(codes(await judged(given))).toEqual(['unprotected-branch'])
    expect(codes(await judged({ ...given, inputs: { configSource: 'base' } }))).not.toContain('unprotected-branch')
  })

  it.each(['schedule', 'workflow_dispatch'])('%s: what is checked out, without a comparison', async (name) => {
    const { head } = change()
    const workspace = checkedOut(change(), { depth: 1, commit: head })
    const result = await judged({ workspace, event: other({ name, sha: head }) })
    expect([result.report.settings, result.report.change, result.notices]).toEqual([undefined, undefined, []])
    const ended = await refused(judged({ workspace, event: other({ name, sha: head }), inputs: { configSource: 'base' } }))
    expect(ended).toEqual({ exitCode: 2, message: expect.stringContaining('no commit that a change goes to') })
  })

  it.each(['repository_dispatch', 'workflow_dispatch', 'schedule'])(
    '%s: of a pull request that is checked out, settings of the commit that the workflow comes from',
    async (name) => {
      const { base, head } = change()
      const given = { workspace: checkedOut(change(), { commit: head }), event: other({ name, sha: base }) }
      const result = await judged(given)
      expect([result.report.verdict, result.report.settings?.commit]).toEqual(['fail', base])
      expect((await judged({ ...given, inputs: { configSource: 'head' } })).report.settings).toBeUndefined()
    },
  )

  it('issue_comment: whatever is checked out, settings of the commit that the workflow comes from', async () => {
    const { base, head } = change()
    const event = other({ name: 'issue_comment', sha: base, privileged: true })
    const result = await judged({ workspace: checkedOut(change(), { commit: head }), event })
    expect([result.report.verdict, result.report.settings?.commit, result.report.change]).toEqual(['fail', base, undefined])
  })

  it('pull_request_target: settings of the base, nothing of the change is tried, and the change has to be there', async () => {
    const { base, merge } = change()
    const event: Event = { ...pullRequestEvent(change()), name: 'pull_request_target', sha: base, privileged: true }
    const result = await judged({ workspace: checkedOut(change(), { commit: merge }), event })
    expect([result.report.verdict, result.report.settings?.commit]).toEqual(['fail', base])
    expect(result.report.change?.gate).toEqual({ files: [{ file: config, change: 'changed', role: 'settings' }] })
    expect(codes(result)).toEqual(['privileged-event', 'gate-change'])
    // the default of actions/checkout on this event
    const ended = await refused(judged({ workspace: checkedOut(change(), { commit: base }), event }))
    expect(ended).toEqual({ exitCode: 3, message: expect.stringContaining('does not hold the change') })
    const own = await refused(judged({ workspace: checkedOut(change()), event, inputs: { configSource: 'head' } }))
    expect(own).toEqual({ exitCode: 2, message: expect.stringContaining('never used') })
  })
})
