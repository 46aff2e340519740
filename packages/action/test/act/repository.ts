import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { toolsFolder } from '../../../../scripts/tools/install.ts'
import { checkout } from '../runner/action-file.ts'

const example = join(checkout, 'examples/cloudmart')

/** The address that the example's own Applications deploy from. */
const origin = 'https://git.cloudmart.example/platform/cloudmart.git'

/** Results of all runs with act, outside of the checkout as the tools are: the example is rendered once, not for every change. */
export function resultsFolder(): string {
  return join(toolsFolder(), 'act-results')
}

/** A copy of examples/cloudmart as a repository of its own, with workflows. */
export interface ExampleRepository {
  folder: string
  /** Commit of the default branch. */
  base: string
  origin: string
  /**
   * Checks out what a pull request is judged at: the change on a branch, and the commit that merges it into the default branch, as GitHub
   * makes it. Gives the payload of the event.
   */
  pullRequest(patch: string): { head: string; merge: string; payload: object }
  /** Checks out the default branch. */
  main(): void
  remove(): void
}

/** @param workflows files to add, by their path in the repository */
export function exampleRepository(workflows: Record<string, string>): ExampleRepository {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-cloudmart-'))
  const git = (...args: string[]): string => {
    const identity = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    }
    const dates = { GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z' }
    const env = { ...process.env, ...identity, ...dates, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  }
  cpSync(example, folder, { recursive: true })
  rmSync(join(folder, 'changes'), { recursive: true })
  for (const [file, text] of Object.entries(workflows)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'origin', origin)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Example')
  const base = git('rev-parse', 'HEAD')
  const clean = (): void => {
    git('checkout', '--quiet', '--force', '--detach', base)
    git('clean', '--quiet', '--force', '-d', '-x')
  }
  return {
    folder,
    base,
    origin,
    pullRequest(patch) {
      clean()
      git('apply', join(example, 'changes', patch))
      git('add', '--all')
      git('commit', '--quiet', '--message', patch)
      const head = git('rev-parse', 'HEAD')
      clean()
      git('merge', '--quiet', '--no-ff', '--message', `Merge ${head} into ${base}`, head)
      const payload = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/pull_request.json'), 'utf8'))
      payload.pull_request.head.sha = head
      payload.pull_request.base.sha = base
      return { head, merge: git('rev-parse', 'HEAD'), payload }
    },
    main: clean,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
