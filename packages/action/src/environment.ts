import { readdirSync, realpathSync, statSync } from 'node:fs'
import { UserError } from '../../scanner/src/model.ts'
import { spokenLanguage } from './inputs.ts'
import type { Environment } from './model.ts'
import { actionStrings } from './strings.ts'

/**
 * The folder that the repository is checked out to, symbolic links resolved.
 * @throws UserError (3) where there is none, or nothing in it: what was not checked out must not pass
 */
export function readWorkspace(env: NodeJS.ProcessEnv): string {
  const words = actionStrings[spokenLanguage(env)]
  const given = env.GITHUB_WORKSPACE ?? ''
  if (given === '' || statSync(given, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(words.noWorkspace, { exitCode: 3 })
  if (readdirSync(given).length === 0) throw new UserError(words.emptyWorkspace, { exitCode: 3 })
  return realpathSync(given)
}

/** What the runner says of itself and of its GitHub; addresses come from there only, so that GitHub Enterprise Server works. */
export function readEnvironment(env: NodeJS.ProcessEnv, workspace: string): Environment {
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/')
  return {
    workspace,
    apiUrl: withoutSlash(env.GITHUB_API_URL),
    serverUrl: withoutSlash(env.GITHUB_SERVER_URL),
    owner,
    repo,
    runId: env.GITHUB_RUN_ID ?? '',
    workflow: env.GITHUB_WORKFLOW ?? '',
    job: env.GITHUB_JOB ?? '',
  }
}

function withoutSlash(url = ''): string {
  return url.replace(/\/+$/, '')
}
