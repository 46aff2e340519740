import { mergeReports } from '../../scanner/src/shards/merge.ts'
import { readReports } from '../../scanner/src/shards/reading.ts'
import type { JudgeOptions } from './judgement.ts'
import type { Judgement } from './model.ts'
import { readContext } from './trust/context.ts'
import { noticesOf } from './trust/notices.ts'
import { trustStrings } from './trust/strings.ts'

/**
 * Joins the reports of shards into one verdict, by the settings that a scan of the whole would be judged by; reports of shards that were
 * judged by others are refused.
 * @throws UserError (2) for wrong inputs or settings, (3) for a report that is missing, broken or of something else
 */
export async function mergeShards(options: JudgeOptions): Promise<Judgement> {
  const { inputs } = options
  const reports = readReports(inputs.merge, inputs.workingDirectory)
  const { event, root, bases, settingsOf } = await readContext(options)
  const { config } = inputs
  const opened = bases.settings === undefined ? undefined : await settingsOf(bases.settings)
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
      sparse: 0,
      report,
      words: trustStrings[inputs.language ?? result.config.language],
    }
    return { ...result, notices: noticesOf(told) }
  } finally {
    opened?.close()
  }
}
