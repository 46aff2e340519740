import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { policyGate, program } from '../cli/command.ts'
import type { History } from '../git/history.ts'
import { harmless, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { changed, checkIn, refusal, write } from './checking.ts'

/** A repository whose commits `policy-gate check` has to let pass. */
function guarded(files: Record<string, string>): History & { tries(...words: string[]): string } {
  const made = changed(files)
  const hooks = join(made.folder, '.git/hooks')
  mkdirSync(hooks, { recursive: true })
  const home = join(made.folder, '.git/home')
  const script = `#!/bin/sh\nexport HOME='${home}'\nexec '${process.execPath}' '${program}' check --staged\n`
  writeFileSync(join(hooks, 'pre-commit'), script, { mode: 0o755 })
  return {
    ...made,
    /** `committed`, or the findings that kept it from being. */
    tries(...words) {
      try {
        made.git('commit', '-q', '-m', 'change', ...words)
        return 'committed'
      } catch (error) {
        const said = `${(error as { stdout: string }).stdout}${(error as { stderr: string }).stderr}`
        return [...said.matchAll(/ {2}pod-security\/privileged {2}(\S+):\d+:\d+/g)].map((match) => match[1]).join(' ') || said
      }
    },
  }
}

describe('as a hook of git', () => {
  it('`commit`, `commit -a`, `commit <file>` and `commit --amend` are judged by what each would record', () => {
    const made = guarded({ 'a/pod.yaml': harmless('a'), 'b/pod.yaml': harmless('b') })
    write(made, { 'a/pod.yaml': privilegedPod('a'), 'b/pod.yaml': harmless('b2') })
    made.git('add', 'b/pod.yaml')
    expect(made.tries('-a')).toBe('a/pod.yaml')
    expect(made.tries('a/pod.yaml')).toBe('a/pod.yaml')
    expect(made.tries()).toBe('committed')
    write(made, { 'b/pod.yaml': privilegedPod('b') })
    made.git('add', 'b/pod.yaml')
    expect(made.tries('--amend')).toBe('b/pod.yaml')
    write(made, { 'a/pod.yaml': harmless('a2') })
    // of what is staged, the rest waits
    expect(made.tries('--only', 'a/pod.yaml')).toBe('committed')
    expect(made.git('diff', '--cached', '--name-only')).toBe('b/pod.yaml')
  })

  it('in a linked work tree, from a folder below', () => {
    const made = guarded({ 'a/pod.yaml': harmless('a') })
    const other = join(repository(), 'other')
    made.git('worktree', 'add', '-q', other, '-b', 'side')
    write({ ...made, folder: other }, { 'a/pod.yaml': privilegedPod() })
    expect(made.tries()).toMatch(/nothing to commit|no changes/)
    made.git('-C', other, 'add', '.')
    expect(() => made.git('-C', join(other, 'a'), 'commit', '-q', '-m', 'x')).toThrow(/pod-security\/privileged {2}a\/pod.yaml/)
    write({ ...made, folder: other }, { 'a/pod.yaml': harmless('other') })
    expect(() => made.git('-C', join(other, 'a'), 'commit', '-q', '-a', '-m', 'x')).not.toThrow()
  })
})

describe('of the environment of a hook', () => {
  it('only the index counts', async () => {
    const made = changed({ 'a/pod.yaml': harmless() }, { 'a/pod.yaml': privilegedPod() })
    const index = join(made.folder, '.git/next-index')
    const env = { GIT_DIR: '.git', GIT_PREFIX: 'a/', GIT_EXEC_PATH: '/nowhere', GIT_WORK_TREE: '/', GIT_OBJECT_DIRECTORY: '/nowhere' }
    expect(await checkIn(made.folder, { staged: true, env })).toMatchObject({ verdict: 'pass' })
    const { execFileSync } = await import('node:child_process')
    execFileSync('git', ['add', '.'], { cwd: made.folder, env: { ...process.env, GIT_INDEX_FILE: index } })
    for (const named of [index, '.git/next-index'])
      expect(await checkIn(made.folder, { staged: true, env: { ...env, GIT_INDEX_FILE: named } })).toMatchObject({ verdict: 'fail' })
    expect(await checkIn(made.folder, { staged: true, env: { ...env, GIT_INDEX_FILE: '.git/next-index' }, from: 'a' })).toMatchObject({
      verdict: 'fail',
    })
    expect(await checkIn(made.folder, { staged: true })).toMatchObject({ verdict: 'pass', affected: [] })
  })

  it('an index that is not there, is damaged, or is that of another repository, is no pass', async () => {
    const made = changed({ 'a/pod.yaml': harmless() })
    const other = changed({ 'b/pod.yaml': privilegedPod() })
    writeFileSync(join(made.folder, '.git/damaged'), 'DIRC nonsense')
    expect(await refusal(made.folder, { staged: true, env: { GIT_INDEX_FILE: '.git/gone' } })).toMatch(
      /^3: GIT_INDEX_FILE names \.git\/gone/,
    )
    expect(await refusal(made.folder, { staged: true, env: { GIT_INDEX_FILE: '.git/damaged' } })).toMatch(/^3: `git diff-index` failed/)
    const foreign = { GIT_INDEX_FILE: join(other.folder, '.git/index') }
    expect(await refusal(made.folder, { staged: true, env: foreign })).toMatch(/^3: The content of a staged file is not in this clone/)
  })
})

describe('the command', () => {
  it('has the exit codes of a scan, and says little', async () => {
    const made = changed({ 'a/pod.yaml': harmless(), 'b/pod.yaml': privilegedPod('old') }, { 'a/pod.yaml': privilegedPod() })
    const bad = await policyGate(['check', '--', 'a/pod.yaml'], { cwd: made.folder })
    expect(bad.code).toBe(1)
    expect(bad.stdout).toMatch(/pod-security\/privileged {2}a\/pod\.yaml:\d+:\d+/)
    expect(bad.stdout).not.toContain('b/pod.yaml')
    expect((await policyGate(['check', '--fail-on', 'none', 'a/pod.yaml'], { cwd: made.folder })).code).toBe(0)
    const good = await policyGate(['check', '--staged', '--lang', 'ko'], { cwd: made.folder })
    expect(good).toMatchObject({ code: 0, stderr: '' })
    expect(good.stdout).toBe('통과  배포되는 것에 영향을 주는 변경이 없습니다.\n')
    const empty = changed({ 'README.md': 'a\n' }, { 'README.md': 'b\n' })
    expect(await policyGate(['check'], { cwd: empty.folder })).toMatchObject({
      code: 0,
      stdout: 'PASS  No change has an effect on anything deployed.\n',
    })
    expect((await policyGate(['check', '/etc/hosts'], { cwd: made.folder })).code).toBe(2)
    write(made, { 'a/pod.yaml': 'apiVersion: v1\nkind: [' })
    const broken = await policyGate(['check', '--format', 'json'], { cwd: made.folder })
    expect([broken.code, JSON.parse(broken.stdout)]).toMatchObject([3, { verdict: 'error', notEvaluated: [{ file: 'a/pod.yaml' }] }])
  }, 60_000)
})
