import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toolFolder, toolsNamed } from '../../../../scripts/tools/install.ts'
import { hookTools } from '../../../../scripts/tools/table.ts'
import { denyAll, deployment, namespace } from '../changes/shop.ts'
import { harmless, privilegedPod } from '../scan/manifests.ts'
import { layOut } from '../scan/repository.ts'

const checkout = fileURLToPath(new URL('../../../..', import.meta.url))
const [preCommit, lefthook, husky] = toolsNamed(hookTools).map(toolFolder) as [string, string, string]
const place = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-test-runners-')))
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** A clone of what is committed here, with the distribution that is committed. */
const clone = join(place, 'policy-gate')
const bin = join(place, 'bin')
const environment = {
  PATH: [bin, preCommit, lefthook, dirname(which('npm')), '/usr/bin', '/bin'].join(delimiter),
  HOME: join(place, 'home'),
  XDG_CACHE_HOME: join(place, 'cache'),
  PRE_COMMIT_HOME: join(place, 'store'),
  PYTHONPATH: preCommit,
  // nobody listens there: whatever needs the network fails
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_fetch_retries: '0',
  HTTPS_PROXY: 'http://127.0.0.1:9/',
  HTTP_PROXY: 'http://127.0.0.1:9/',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  NO_COLOR: '1',
}

function which(program: string): string {
  return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
}

interface Workspace {
  folder: string
  run(program: string, ...words: string[]): { status: number | null; said: string }
  git(...words: string[]): string
  /** Stages the files and commits; `committed`, or what the hook said. */
  commits(files: Record<string, string>): string
}

function workspace(name: string, files: Record<string, string>): Workspace {
  const folder = join(place, name)
  mkdirSync(folder)
  layOut(folder, files)
  const run: Workspace['run'] = (program, ...words) => {
    const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, env: environment, encoding: 'utf8' })
    return { status, said: `${stdout}${stderr}` }
  }
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid']
  const git: Workspace['git'] = (...words) => {
    const { status, said } = run('git', ...author, ...words)
    if (status !== 0) throw new Error(said)
    return said
  }
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'first')
  return {
    folder,
    run,
    git,
    commits(changes) {
      layOut(folder, changes)
      for (const path of Object.keys(changes)) git('add', '--', path)
      const { status, said } = run('git', ...author, 'commit', '-q', '-m', 'change')
      return status === 0 ? 'committed' : said
    },
  }
}

beforeAll(() => {
  mkdirSync(bin)
  mkdirSync(environment.HOME)
  // by the second name Debian's Node is known to nodeenv, which pre-commit installs with
  for (const name of ['node', 'nodejs']) symlinkSync(process.execPath, join(bin, name))
  execFileSync('git', ['clone', '-q', process.env.POLICY_GATE_HOOK_SOURCE ?? checkout, clone])
})

const files = {
  'web/all.yaml': [namespace('shop'), deployment('web', { namespace: 'shop' })].join('---\n'),
  'web/deny.yaml': denyAll('shop'),
  'other/map.yaml': harmless(),
}

describe('pre-commit', () => {
  const config = (id: string): Record<string, string> => {
    const rev = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: clone, encoding: 'utf8' }).trim()
    return { '.pre-commit-config.yaml': `repos:\n  - repo: ${clone}\n    rev: ${rev}\n    hooks:\n      - id: ${id}\n` }
  }

  it('installs the hook from a clone without network, keeps a bad commit out and lets a good one pass', () => {
    const made = workspace('pre-commit', { ...files, ...config('policy-gate') })
    const start = performance.now()
    expect(made.run('pre-commit', 'install', '--install-hooks')).toMatchObject({ status: 0 })
    console.log(`pre-commit installed the hook in ${((performance.now() - start) / 1000).toFixed(1)} s`)
    expect(made.commits({ 'other/pod.yaml': privilegedPod() })).toMatch(/pod-security\/privileged {2}other\/pod.yaml/)
    // what is not staged is put aside by pre-commit
    layOut(made.folder, { 'web/deny.yaml': privilegedPod('unstaged') })
    expect(made.commits({ 'other/pod.yaml': harmless('better') })).toBe('committed')
    expect(made.git('status', '--short')).toBe(' M web/deny.yaml\n')
    made.git('checkout', '-q', '.')
    // in chunks, of all files, by names that look like flags
    expect(made.commits({ '-x.yaml': harmless('x'), 'li ne.yaml': harmless('line') })).toBe('committed')
    expect(made.run('pre-commit', 'run', '--all-files').said).toMatch(/Passed/)
    layOut(made.folder, { 'other/pod.yaml': privilegedPod() })
    expect(made.run('pre-commit', 'run', '--files', 'other/pod.yaml').said).toMatch(/Failed[\s\S]*pod-security\/privileged/)
  })

  it('sees a deletion, which it does not name', () => {
    const made = workspace('deletion', { ...files, ...config('policy-gate') })
    expect(made.run('pre-commit', 'install').status).toBe(0)
    made.git('rm', '-q', 'web/deny.yaml')
    expect(made.commits({})).toMatch(/network\/default-deny-ingress/)
    expect(made.commits({ 'README.md': 'text\n' })).toMatch(/network\/default-deny-ingress/)
    made.git('reset', '-q', '--hard')
    expect(made.commits({ 'README.md': 'text\n' })).toBe('committed')
  })

  it('judges what is staged with policy-gate-staged, whatever is named', () => {
    const made = workspace('staged', { ...files, ...config('policy-gate-staged') })
    expect(made.run('pre-commit', 'install').status).toBe(0)
    expect(made.commits({ 'other/pod.yaml': privilegedPod() })).toMatch(/pod-security\/privileged {2}other\/pod.yaml/)
    layOut(made.folder, { 'other/pod.yaml': harmless('better') })
    expect(made.commits({})).toMatch(/pod-security\/privileged/)
    expect(made.run('git', '-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'commit', '-q', '-a', '-m', 'all')).toMatchObject({
      status: 0,
    })
  })
})

describe.each(['lefthook', 'husky'])('%s', (name) => {
  const command = 'policy-gate check --staged'
  const setUp: Record<string, { files: Record<string, string>; words: string[] }> = {
    lefthook: {
      files: { 'lefthook.yml': `pre-commit:\n  commands:\n    policy-gate:\n      run: policy-gate check -- {staged_files}\n` },
      words: [join(lefthook, 'lefthook'), 'install'],
    },
    husky: { files: { '.husky/pre-commit': `${command}\n` }, words: [process.execPath, join(husky, 'bin.js')] },
  }

  it('keeps a bad commit out and lets a good one pass', () => {
    rmSync(join(bin, 'policy-gate'), { force: true })
    symlinkSync(join(clone, 'dist/cli.mjs'), join(bin, 'policy-gate'))
    const { files: own, words } = setUp[name]!
    const made = workspace(name, { ...files, ...own })
    expect(made.run(words[0]!, ...words.slice(1))).toMatchObject({ status: 0 })
    expect(made.commits({ 'other/pod.yaml': privilegedPod(), 'a b.yaml': harmless() })).toMatch(
      /pod-security\/privileged {2}other\/pod.yaml/,
    )
    expect(made.commits({ 'other/pod.yaml': harmless('better') })).toBe('committed')
  })
})
