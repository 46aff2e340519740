import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { type History, history } from '../../../../scanner/test/git/history.ts'
import { harmless } from '../../../../scanner/test/scan/manifests.ts'
import { repository } from '../../../../scanner/test/scan/repository.ts'
import { config, guarded, intruder, type Way } from './way.ts'

const weak = 'profile: baseline\nfailOn: none\n'

function git(folder: string, ...words: string[]): string {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid']
  return execFileSync('git', ['-C', folder, ...author, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** A commit of the workspace that has the weak configuration, with these parents. */
function weakCommit(folder: string, ...parents: string[]): string {
  const blob = execFileSync('git', ['-C', folder, 'hash-object', '-w', '--stdin'], { input: weak, encoding: 'utf8' }).trim()
  const inner = execFileSync('git', ['-C', folder, 'mktree'], { input: `100644 blob ${blob}\tconfig.yaml\n`, encoding: 'utf8' }).trim()
  const tree = execFileSync('git', ['-C', folder, 'mktree'], { input: `040000 tree ${inner}\t.policy-gate\n`, encoding: 'utf8' }).trim()
  return git(folder, 'commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', 'weak')
}

/** The author's own merge commit on the branch: its first parent has the weak settings, its second is the target branch. */
function ownMerge(origin: History): void {
  const weakened = weakCommit(origin.folder)
  const head = origin.commit(intruder)
  const merge = origin.git('commit-tree', `${head}^{tree}`, '-p', weakened, '-p', 'main', '-m', 'Merge')
  origin.git('update-ref', 'refs/heads/change', merge)
}

export const gitWays: Way[] = [
  {
    name: 'a merge commit of the author, checked out by its hash',
    change: ownMerge,
    checkout: ({ head }) => ({ commit: head, depth: 0 }),
    verdict: 'fail',
  },
  {
    name: 'a merge commit of the author in place of the one that GitHub makes',
    change: ownMerge,
    checkout: ({ head }) => ({ commit: head, depth: 0 }),
    event: ({ head }) => ({ sha: head }),
    verdict: 'fail',
  },
  {
    name: 'an old commit of the target branch to start from',
    before: {},
    change(origin) {
      // the branch begins before the gate was made strict
      const start = origin.commit({ [config]: weak })
      origin.commit(intruder)
      const base = origin.git('commit-tree', 'main^{tree}', '-p', start, '-m', 'strict')
      origin.git('update-ref', 'refs/heads/main', base)
    },
    checkout: ({ head }) => ({ commit: head, depth: 0 }),
    event: ({ origin }) => {
      const base = origin.git('rev-parse', 'main')
      return { baseSha: base, pullRequest: { number: 7, headSha: origin.git('rev-parse', 'change'), baseSha: base, fork: false } }
    },
    verdict: 'fail',
  },
  {
    name: 'a replacement (refs/replace) of the base commit',
    change: intruder,
    prepare: (workspace, { base }) => void git(workspace, 'replace', base, weakCommit(workspace)),
    verdict: 'fail',
  },
  {
    name: 'a graft that names another parent',
    change: intruder,
    prepare(workspace, { merge, head }) {
      mkdirSync(join(workspace, '.git/info'), { recursive: true })
      writeFileSync(join(workspace, '.git/info/grafts'), `${merge} ${weakCommit(workspace)} ${head}\n`)
    },
    verdict: 'fail',
  },
  {
    name: 'another content under the hash of the configuration',
    change: intruder,
    prepare(workspace, { base }) {
      const hash = git(workspace, 'rev-parse', `${base}:${config}`)
      const folder = join(workspace, '.git/objects', hash.slice(0, 2))
      mkdirSync(folder, { recursive: true })
      const file = join(folder, hash.slice(2))
      try {
        chmodSync(file, 0o600)
      } catch {
        // it is in a pack; a loose object comes first
      }
      const content = `${weak}${'#'.repeat(guarded[config]!.length - weak.length)}`
      writeFileSync(file, deflateSync(`blob ${content.length}\0${content}`))
    },
    verdict: 3,
    says: 'damaged',
  },
  {
    name: 'a .git file that leads to another repository',
    change: intruder,
    directory: 'app',
    prepare(workspace) {
      const other = history(repository(), { [config]: weak, 'settings.yaml': harmless() })
      writeFileSync(join(workspace, 'app/.git'), `gitdir: ${other.folder}/.git\n`)
    },
    verdict: 3,
    says: 'does not hold the change',
  },
  {
    name: 'the .git folder moved, with a file in its place',
    change: intruder,
    prepare(workspace) {
      const elsewhere = join(repository(), 'git')
      renameSync(join(workspace, '.git'), elsewhere)
      writeFileSync(join(workspace, '.git'), `gitdir: ${elsewhere}\n`)
    },
    verdict: 'fail',
  },
  {
    name: 'a clone without the base commit, and no token',
    change: { ...intruder, [config]: weak },
    checkout: { depth: 1 },
    verdict: 3,
    says: 'fetch-depth: 2',
  },
  {
    name: 'the target branch checked out in place of the change',
    change: intruder,
    checkout: ({ base }) => ({ commit: base }),
    verdict: 3,
    says: 'does not hold the change',
  },
]
