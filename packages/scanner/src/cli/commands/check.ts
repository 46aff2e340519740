import type { FailOn } from '../../config/config.ts'
import type { UnitMode } from '../../discover/units.ts'
import { startEvaluationThread } from '../../evaluate/evaluation-thread.ts'
import type { CheckOptions } from '../../hooks/check.ts'
import { exitCodes, type Language, type Profile, severities } from '../../model.ts'
import { keepCompiledCode } from '../compile-cache.ts'
import { type CommandSpec, cacheOptions, type ParsedArguments, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { detailOptions, formatOptions, outputPlan, reportContext, reportOptions, textOptions } from '../report-options.ts'

export const checkCommand: CommandSpec = {
  name: 'check',
  summary: 'For hooks: judge what the files have an effect on (default: all that differs from the last commit).',
  positionals: '[files..]',
  options: {
    staged: { type: 'boolean', description: 'Judge what is staged for the next commit, not the working tree.' },
    'fail-on': { type: 'string', value: 'severity', choices: [...severities, 'none'], description: 'Lowest severity that fails the gate.' },
    ...formatOptions,
    ...ruleOptions,
    ...unitOptions,
    ...reportOptions,
    ...placeOptions,
    ...detailOptions,
  },
  async run(args, io) {
    const outputs = outputPlan(args)
    const text = textOptions(args, io)
    const options = checkOptions(args, io.cwd)
    keepCompiledCode(options)
    // the thread boots while the rest of the program is loaded
    const thread = startEvaluationThread()
    const [{ check }, { briefReport }, { writeOutputs }] = await Promise.all([
      import('../../hooks/check.ts'),
      import('../../hooks/text.ts'),
      import('../outputs.ts'),
    ])
    const progress = progressLine(io)
    const result = await check({ ...options, cwd: io.cwd, env: io.env, thread, onProgress: progress.update }).finally(progress.clear)
    const context = reportContext(result)
    const [plain, others] = [outputs.filter(({ format }) => format === 'text'), outputs.filter(({ format }) => format !== 'text')]
    const category = args.text('category') ?? ''
    writeOutputs(result.report, context, { outputs: others, text, category, io })
    writeOutputs(text.verbose ? result.report : briefReport(result), context, { outputs: plain, text, category, io })
    return exitCodes[result.report.verdict]
  },
}

function checkOptions(args: ParsedArguments, cwd: string): Omit<CheckOptions, 'env' | 'cache'> & { cache: boolean } {
  const given = {
    failOn: args.text('fail-on') as FailOn | undefined,
    profile: args.text('profile') as Profile | undefined,
    language: args.text('lang') as Language | undefined,
    unit: args.text('unit') as UnitMode | undefined,
    root: args.text('root'),
  }
  return {
    names: args.positionals,
    staged: args.flag('staged'),
    policies: args.texts('policy'),
    outputs: args.texts('output'),
    ...cacheOptions(args, cwd),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<CheckOptions>),
  }
}
