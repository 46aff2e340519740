import type { FailOn } from '../../config/config.ts'
import type { UnitMode } from '../../discover/units.ts'
import { startEvaluationThread } from '../../evaluate/evaluation-thread.ts'
import type { CheckOptions } from '../../hooks/check.ts'
import { exitCodes, type Language, type Profile, severities } from '../../model.ts'
import { reportContext } from '../../report/context.ts'
import { keepCompiledCode } from '../compile-cache.ts'
import { type CommandSpec, cacheOptions, type ParsedArguments, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { detailOptions, formatOptions, outputPlan, reportOptions, textOptions } from '../report-options.ts'

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
    const asked = checkOptions(args, io.cwd)
    keepCompiledCode(asked)
    // the thread boots while the rest of the program is loaded
    const thread = startEvaluationThread()
    const [{ check }, { briefReport, judgedTogether, nothingAffected }, { writeOutputs }] = await Promise.all([
      import('../../hooks/check.ts'),
      import('../../hooks/text.ts'),
      import('../outputs.ts'),
    ])
    const progress = progressLine(io)
    const result = await check({ ...asked, cwd: io.cwd, env: io.env, thread, onProgress: progress.update }).finally(progress.clear)
    const context = reportContext(result)
    const nothing = text.verbose ? undefined : nothingAffected(result, text)
    const [brief, whole] = [true, false].map((wanted) => outputs.filter(({ format }) => (format === 'text' && !text.verbose) === wanted))
    const options = { text, category: args.text('category') ?? '', io }
    if (nothing !== undefined && brief!.some(({ file }) => file === '-')) io.out(nothing)
    else await writeOutputs(briefReport(result), context, { ...options, outputs: brief! })
    if (brief!.some(({ file }) => file === '-')) io.out(judgedTogether(result) ?? '')
    await writeOutputs(result.report, context, { ...options, outputs: whole! })
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
