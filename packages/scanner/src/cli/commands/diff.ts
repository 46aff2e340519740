import { exitCodes, UserError } from '../../model.ts'
import { type CommandSpec, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { failOnOptions, scanOptions } from '../scan-options.ts'
import { scannerOptions } from '../scanner-options.ts'
import { openSettings, settingsOptions } from '../settings-options.ts'

export const diff: CommandSpec = {
  name: 'diff',
  summary: 'Show what a change does to deployed objects and to findings, compared with another branch or commit.',
  positionals: '[paths..]',
  options: {
    base: {
      type: 'string',
      value: 'ref',
      description: 'Branch or commit to compare with: the state where it and the checked out commit parted.',
    },
    format: { type: 'string', short: 'f', choices: ['text', 'json'], description: 'Form of the comparison.' },
    'fail-on': { ...failOnOptions['fail-on'], description: 'Lowest severity of a new finding that fails.' },
    ...ruleOptions,
    ...settingsOptions,
    ...unitOptions,
    ...scannerOptions,
    ...placeOptions,
    verbose: { type: 'boolean', short: 'v', description: 'Every field and finding, values in full length.' },
  },
  async run(args, io) {
    const ref = args.text('base')
    if (ref === undefined) throw new UserError('Name the branch or commit to compare with: `policy-gate diff --base origin/main`.')
    const [settings, { compareWith }, { diffReport }, { diffText }, { jsonText }] = await Promise.all([
      openSettings(args, io.cwd),
      import('../../changes/comparison.ts'),
      import('../../changes/report.ts'),
      import('../../changes/text.ts'),
      import('../../report/json-text.ts'),
    ])
    const progress = progressLine(io)
    const options = { ...scanOptions(args, io.cwd), paths: args.positionals, ...settings.options }
    const comparison = await compareWith(ref, { ...options, cwd: io.cwd, onProgress: progress.update }).finally(() => {
      progress.clear()
      settings.close()
    })
    if (comparison.problem !== undefined)
      throw new UserError(`At ${ref}: ${comparison.problem.message}`, { exitCode: comparison.problem.exitCode, cause: comparison.problem })
    const { config } = comparison.head
    const report = diffReport({ ...comparison, ref }, { failOn: config.failOn })
    const text = {
      language: config.language,
      colour: io.terminal !== undefined && io.env.NO_COLOR === undefined && io.env.TERM !== 'dumb',
      width: io.terminal ?? 120,
      verbose: args.flag('verbose'),
    }
    io.out(args.text('format') === 'json' ? jsonText(report) : diffText(report, text))
    return exitCodes[report.verdict]
  },
}
