import { exitCodes, UserError } from '../../model.ts'
import { reportContext } from '../../report/context.ts'
import { type CommandSpec, cacheOptions, placeOptions, ruleOptions } from '../options.ts'
import { detailOptions, formatOptions, outputPlan, reportOptions, textOptions } from '../report-options.ts'
import { openSettings, settingsOptions } from '../settings-options.ts'

export const merge: CommandSpec = {
  name: 'merge',
  summary: 'Join the JSON reports of all shards (scan --shard) into one report and one verdict.',
  positionals: '<report.json|folder>..',
  options: {
    ...formatOptions,
    policy: ruleOptions.policy,
    ...settingsOptions,
    ...reportOptions,
    ...placeOptions,
    ...detailOptions,
  },
  async run(args, io) {
    const outputs = outputPlan(args)
    const text = textOptions(args, io)
    if (args.positionals.length === 0)
      throw new UserError('Name the JSON reports of the shards, or the folder that holds them: `policy-gate merge reports`.')
    const [{ mergeReports }, { readReports }, { writeOutputs }] = await Promise.all([
      import('../../shards/merge.ts'),
      import('../../shards/reading.ts'),
      import('../outputs.ts'),
    ])
    const reports = readReports(args.positionals, io.cwd)
    const root = args.text('root')
    // the reports are no paths of the repository
    const settings = await openSettings({ ...args, positionals: [] }, io.cwd)
    try {
      const policies = args.texts('policy')
      const place = { ...(root === undefined ? {} : { root }), ...settings.options }
      const result = await mergeReports({ reports, cwd: io.cwd, policies, ...place, ...cacheOptions(args, io.cwd) })
      await writeOutputs(result.report, reportContext(result), { outputs, text, category: args.text('category') ?? '', io })
      return exitCodes[result.report.verdict]
    } finally {
      settings.close()
    }
  },
}
