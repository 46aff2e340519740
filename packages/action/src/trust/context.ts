import type { GitObjects } from '../../../scanner/src/config/commit/objects.ts'
import type { Environment, Event, Inputs } from '../model.ts'
import { type Bases, basesOf } from './base.ts'
import { type Checkout, readCheckout } from './checkout.ts'
import type { GitData } from './git-data.ts'
import { githubObjects } from './github-objects.ts'
import { firstOf } from './objects.ts'
import { withPullRequest } from './pull-request.ts'
import { repositoryRoot } from './root.ts'
import { type OpenedSettings, trustedSettings } from './settings.ts'
import { type TrustStrings, trustStrings } from './strings.ts'

/** What is known of a change before anything is judged. */
export interface Context {
  /** With the pull request of a `workflow_run`, where GitHub tells it. */
  event: Event
  /** Absolute; reports are relative to it. */
  root: string
  /** Undefined where the workspace is no git repository. */
  checkout: Checkout | undefined
  /** Of the clone, else through GitHub's API where there is a token. */
  objects: GitObjects
  bases: Bases
  words: TrustStrings
  /** Settings of any commit, to be closed. @throws UserError as trustedSettings does */
  settingsOf(commit: string): Promise<OpenedSettings>
}

export interface ContextOptions {
  inputs: Inputs
  event: Event
  environment: Environment
  github: GitData | undefined
}

/** @throws UserError (2) for a `config-source` that does not go with the event; (3) where the repository cannot be read */
export async function readContext({ inputs, event: given, environment, github }: ContextOptions): Promise<Context> {
  const words = trustStrings[inputs.language ?? 'en']
  const { owner, repo, workspace } = environment
  const event = await withPullRequest(given, { github, environment })
  const root = repositoryRoot(inputs.workingDirectory, workspace)
  const checkout = await readCheckout(root)
  const objects = firstOf([...(checkout ? [checkout.objects] : []), ...(github ? [githubObjects({ github, owner, repo, words })] : [])])
  const bases = await basesOf(event, { head: checkout?.head, inputs, objects, words })
  const { config } = inputs
  const settingsOf = (commit: string) => trustedSettings(objects, { commit, config, hasToken: github !== undefined, words })
  return { event, root, checkout, objects, bases, words, settingsOf }
}
