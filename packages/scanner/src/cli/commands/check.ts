import { exitCodes } from '../../model.ts'
import { reportContext } from '../../report/context.ts'
import { keepCompiledCode } from '../compile-cache.ts'
import { type CommandSpec, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { detailOptions, formatOptions, outputPlan, reportOptions, textOptions } from '../report-options.ts'
import { failOnOptions, scanOptions } from '../scan-options.ts'

export const checkCommand: CommandSpec = {
  name: 'check',
  summary: 'For hooks: judge what the files have an effect on (default: all that differs from the last commit).',
  positionals: '[files..]',
  options: {
    staged: { type: 'boolean', description: 'Judge what is staged for the next commit, not the working tree.' },
    ...failOnOptions,
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
    const asked = {
      ...scanOptions(args, io.cwd),
      names: args.positionals,
      staged: args.flag('staged'),
      outputs: args.texts('output'),
    }
    keepCompiledCode(asked)
    const { check } = await import('../../hooks/check.ts')
    const progress = progressLine(io)
    const checked = check({ ...asked, cwd: io.cwd, env: io.env, onProgress: progress.update }).finally(progress.clear)
    const [result, { briefReport, judgedTogether, notNamed, notScanned, nothingAffected }, { writeOutputs }] = await Promise.all([
      checked,
      import('../../hooks/text.ts'),
      import('../outputs.ts'),
    ])
    const context = reportContext(result)
    const nothing = text.verbose ? undefined : nothingAffected(result, text)
    const [brief, whole] = [true, false].map((wanted) => outputs.filter(({ format }) => (format === 'text' && !text.verbose) === wanted))
    const options = { text, category: args.text('category') ?? '', io }
    if (nothing !== undefined && brief!.some(({ file }) => file === '-')) io.out(nothing)
    else await writeOutputs(briefReport(result), context, { ...options, outputs: brief! })
    if (brief!.some(({ file }) => file === '-')) io.out([notNamed, judgedTogether, notScanned].map((line) => line(result) ?? '').join(''))
    await writeOutputs(result.report, context, { ...options, outputs: whole! })
    return exitCodes[result.report.verdict]
  },
}
