import type { FailOn } from '../../config/config.ts'
import type { UnitMode } from '../../discover/units.ts'
import { startEvaluationThread } from '../../evaluate/evaluation-thread.ts'
import { exitCodes, type Language, type Profile, type ReportContext, severities, UserError } from '../../model.ts'
import { type FormatName, formatNames } from '../../report/formats.ts'
import type { ScanOptions, ScanResult } from '../../scan.ts'
import { type CommandSpec, cacheOptions, type ParsedArguments, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'

export const scanCommand: CommandSpec = {
  name: 'scan',
  summary: 'Judge everything that would be deployed from the paths (default: this folder).',
  positionals: '[paths..]',
  options: {
    'fail-on': { type: 'string', value: 'severity', choices: [...severities, 'none'], description: 'Lowest severity that fails the gate.' },
    format: {
      type: 'string',
      short: 'f',
      choices: formatNames,
      multiple: true,
      description: 'Form of the report; each with its own --output.',
    },
    output: {
      type: 'string',
      short: 'o',
      value: 'file',
      multiple: true,
      description: 'File for the format at the same place; `-` is standard output.',
    },
    ...ruleOptions,
    'changed-since': {
      type: 'string',
      value: 'ref',
      description: 'Judge only the units that changes since this branch or commit can have an effect on.',
    },
    ...unitOptions,
    category: { type: 'string', description: 'Category of the SARIF run, when one commit has several.' },
    'max-findings': { type: 'string', value: 'number', description: 'Print at most so many findings (the verdict counts all).' },
    now: { type: 'string', value: 'date', description: 'Date of the report and of time.now_ns in policies, e.g. 2026-01-31T00:00:00Z.' },
    ...placeOptions,
    quiet: { type: 'boolean', short: 'q', description: 'Only what was not evaluated, the counts and the verdict.' },
    verbose: { type: 'boolean', short: 'v', description: 'Every unit and object of a finding, and more source lines.' },
  },
  async run(args, io) {
    const outputs = outputPlan(args)
    const maxFindings = wholeNumber(args, 'max-findings')
    const options = scanOptions(args, io.cwd)
    // the thread boots while the rest of the program is loaded
    const thread = startEvaluationThread()
    const since = args.text('changed-since')
    const [scan, { writeOutputs }] = await Promise.all([since === undefined ? wholeScan() : changedScan(since), import('../outputs.ts')])
    const progress = progressLine(io)
    const { report, rules, config, sources } = await scan({ ...options, cwd: io.cwd, thread, onProgress: progress.update }).finally(
      progress.clear,
    )
    const context: ReportContext = {
      rules,
      language: config.language,
      readSource: (file) => {
        const text = sources.text(file)
        return typeof text === 'string' ? text : undefined
      },
    }
    const text = {
      colour: io.terminal !== undefined && io.env.NO_COLOR === undefined && io.env.TERM !== 'dumb',
      width: io.terminal ?? 120,
      verbose: args.flag('verbose'),
      quiet: args.flag('quiet'),
      ...(maxFindings === undefined ? {} : { maxFindings }),
    }
    writeOutputs(report, context, { outputs, text, category: args.text('category') ?? '', io })
    return exitCodes[report.verdict]
  },
}

async function wholeScan(): Promise<(options: ScanOptions) => Promise<ScanResult>> {
  return (await import('../../scan.ts')).scan
}

async function changedScan(since: string): Promise<(options: ScanOptions) => Promise<ScanResult>> {
  const [{ compareWith }, { comparedReport }] = await Promise.all([
    import('../../changes/comparison.ts'),
    import('../../changes/report.ts'),
  ])
  return async (options) => {
    const comparison = await compareWith(since, options)
    return { ...comparison.head, report: comparedReport(comparison) }
  }
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

function scanOptions(args: ParsedArguments, cwd: string): ScanOptions {
  const pick = <T extends string>(name: string): T | undefined => args.text(name) as T | undefined
  const now = args.text('now')
  const date = now === undefined ? undefined : new Date(now)
  // without a zone the date would depend on the machine
  if (date !== undefined && (Number.isNaN(date.getTime()) || !isoDate.test(now!)))
    throw new UserError(`--now is "${now}", which is no date with a time zone: write it as 2026-01-31T00:00:00Z.`)
  const given = {
    failOn: pick<FailOn>('fail-on'),
    profile: pick<Profile>('profile'),
    language: pick<Language>('lang'),
    unit: pick<UnitMode>('unit'),
    root: pick('root'),
    now: date,
  }
  return {
    paths: args.positionals,
    policies: args.texts('policy'),
    outputs: args.texts('output'),
    ...cacheOptions(args, cwd),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ScanOptions),
  }
}

/** Pairs formats with files: the first `--output` belongs to the first `--format`; what has none goes to standard output, once. */
function outputPlan(args: ParsedArguments): { format: FormatName; file: string }[] {
  const formats = args.texts('format') as FormatName[]
  const files = args.texts('output')
  const plan = (formats.length === 0 ? (['text'] as FormatName[]) : formats).map((format, index) => ({ format, file: files[index] ?? '-' }))
  if (files.length > plan.length)
    throw new UserError(`There are ${files.length} --output but only ${plan.length} --format: give each file its format.`)
  if (plan.filter(({ file }) => file === '-').length > 1)
    throw new UserError('Only one report can go to standard output: give the others an --output.')
  const twice = files.find((file, index) => file !== '-' && files.indexOf(file) < index)
  if (twice !== undefined) throw new UserError(`Two reports would be written to ${twice}: give each an --output of its own.`)
  return plan
}

function wholeNumber(args: ParsedArguments, name: string): number | undefined {
  const text = args.text(name)
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new UserError(`--${name} is "${text}", but must be a whole number.`)
  return Number(text)
}
