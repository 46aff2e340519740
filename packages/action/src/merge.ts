import { mergeReports } from '../../scanner/src/shards/merge.ts'
import { readReports } from '../../scanner/src/shards/reading.ts'
import type { JudgeOptions } from './judgement.ts'
import type { Judgement } from './model.ts'
import { basesOf } from './trust/base.ts'
import { readCheckout } from './trust/checkout.ts'
import { githubObjects } from './trust/github-objects.ts'
import { noticesOf } from './trust/notices.ts'
import { firstOf } from './trust/objects.ts'
import { withPullRequest } from './trust/pull-request.ts'
import { repositoryRoot } from './trust/root.ts'
import { trustedSettings } from './trust/settings.ts'
import { trustStrings } from './trust/strings.ts'

/**
 * Joins the reports of shards into one verdict, by the settings that a scan of the whole would be judged by; reports of shards that were
 * judged by others are refused.
 * @throws UserError (2) for wrong inputs or settings, (3) for a report that is missing, broken or of something else
 */
export async function mergeShards(options: JudgeOptions): Promise<Judgement> {
  const { inputs, environment, github } = options
  const words = trustStrings[inputs.language ?? 'en']
  const reports = readReports(inputs.merge, inputs.workingDirectory)
  const event = await withPullRequest(options.event, options)
  const root = repositoryRoot(inputs.workingDirectory, environment.workspace)
  const checkout = await readCheckout(root)
  const remote = github && [githubObjects({ github, owner: environment.owner, repo: environment.repo, words })]
  const objects = firstOf([...(checkout === undefined ? [] : [checkout.objects]), ...(remote ?? [])])
  const bases = await basesOf(event, { inputs, objects, words })
  const { config } = inputs
  const opened =
    bases.settings === undefined
      ? undefined
      : await trustedSettings(objects, { commit: bases.settings, config, hasToken: github !== undefined, words })
  try {
    const result = await mergeReports({
      reports,
      cwd: inputs.workingDirectory,
      root,
      ...(config !== undefined && { config }),
      ...(opened && { settings: opened.settings }),
      ...(event.privileged && { cache: false }),
    })
    const { report } = result
    const { gate } = report.change ?? {}
    // what was compared is what the shards compared
    const told = {
      inputs,
      event,
      bases: {},
      base: undefined,
      opened,
      gate,
      report,
      words: trustStrings[inputs.language ?? result.config.language],
    }
    return { ...result, notices: noticesOf(told) }
  } finally {
    opened?.close()
  }
}
