import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type History, history } from '../../../scanner/test/git/history.ts'
import { layOut, repository } from '../../../scanner/test/scan/repository.ts'
import { type JudgeOptions, judgeChange } from '../../src/judgement.ts'
import type { Environment, Event, Inputs, Judgement } from '../../src/model.ts'
import '../../../scanner/test/scan/judge.ts'
import { noInputs } from '../no-inputs.ts'

export type Files = Record<string, string | Uint8Array | null>

/** A repository on GitHub with a pull request, as far as git is concerned. */
export interface Proposed {
  origin: History
  /** Tip of `main`. */
  base: string
  /** Tip of the pull request's branch. */
  head: string
  /** What GitHub made of both: `refs/pull/7/merge`. */
  merge: string
}

/**
 * Makes a pull request of a change, and the merge commit that GitHub makes for it.
 * @param change files to write (null removes one), or what the author does on the branch
 */
export function proposed(files: Record<string, string | Uint8Array>, change: Files | ((origin: History) => void)): Proposed {
  const origin = history(repository(), files)
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
  const base = origin.git('rev-parse', 'HEAD')
  origin.git('checkout', '-q', '-b', 'change')
  if (typeof change === 'function') change(origin)
  else origin.commit(change)
  const head = origin.git('rev-parse', 'change')
  const tree = origin.git('merge-tree', '--write-tree', 'main', 'change')
  const merge = origin.git('commit-tree', tree, '-p', base, '-p', head, '-m', `Merge ${head} into ${base}`)
  origin.git('update-ref', 'refs/pull/7/merge', merge)
  return { origin, base, head, merge }
}

export interface CheckoutOptions {
  /** 0 for the whole history. */
  depth?: number
  /** Commit to check out; default: the merge commit. */
  commit?: string
  /** `blob:none` */
  filter?: string
}

/** What actions/checkout leaves in the workspace. */
export function checkedOut({ origin, merge }: Proposed, { depth = 2, commit = merge, filter }: CheckoutOptions = {}): string {
  const folder = repository()
  const git = (...words: string[]): void => {
    execFileSync('git', ['-c', 'protocol.file.allow=always', '-c', 'advice.detachedHead=false', ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
  if (filter !== undefined) origin.git('config', 'uploadpack.allowFilter', 'true')
  git('init', '-q')
  git('remote', 'add', 'origin', `file://${origin.folder}`)
  const words = [...(depth > 0 ? [`--depth=${depth}`] : []), ...(filter === undefined ? [] : [`--filter=${filter}`])]
  git('fetch', '-q', '--no-tags', ...words, 'origin', ...(depth > 0 ? [] : ['main', 'change']), commit)
  git('checkout', '-q', '--force', commit)
  return folder
}

/** The event of the pull request, as GitHub sends it for each push to it. */
export function pullRequestEvent({ base, head, merge }: Pick<Proposed, 'base' | 'head' | 'merge'>): Event {
  return {
    name: 'pull_request',
    sha: merge,
    ref: 'refs/pull/7/merge',
    pullRequest: { number: 7, headSha: head, baseSha: base, fork: false },
    baseSha: base,
    privileged: false,
    readOnly: false,
    actor: 'somebody',
  }
}

export interface Given {
  workspace: string
  event: Event
  inputs?: Partial<Inputs>
  /** Relative to the workspace. */
  directory?: string
  github?: JudgeOptions['github']
  environment?: Partial<Environment>
  outputs?: string[]
}

/** Judges as the action does. */
export async function judged({ workspace, event, inputs: given, directory = '', github, environment, outputs }: Given): Promise<Judgement> {
  const nothing = (): void => {}
  return await judgeChange({
    inputs: { ...noInputs, workingDirectory: join(workspace, directory), ...given },
    event,
    environment: {
      workspace,
      apiUrl: '',
      serverUrl: '',
      owner: 'cloudmart',
      repo: 'shop',
      runId: '1',
      workflow: '',
      job: '',
      ...environment,
    },
    github,
    ...(outputs && { outputs }),
    log: { info: nothing, notice: nothing, warning: nothing, error: nothing, debug: nothing },
  })
}

/** The exit code and the sentence of what ends without a verdict. */
export async function refused(judgement: Promise<Judgement>): Promise<{ exitCode: number; message: string }> {
  return await judgement.then(
    ({ report }) => {
      throw new Error(`it was judged: ${report.verdict}`)
    },
    (error: { exitCode?: number; message: string }) => ({ exitCode: error.exitCode ?? -1, message: error.message }),
  )
}

export { layOut }
