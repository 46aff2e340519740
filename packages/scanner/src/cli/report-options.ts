import { UserError } from '../model.ts'
import { type FormatName, formatNames } from '../report/formats.ts'
import type { TextOptions } from '../report/text.ts'
import type { Io, OptionSpec, ParsedArguments } from './options.ts'

/** Which reports are written, and where to. */
export const formatOptions = {
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
} satisfies Record<string, OptionSpec>

/** What single formats can be told. */
export const reportOptions = {
  category: { type: 'string', description: 'Category of the SARIF run, when one commit has several.' },
  'max-findings': { type: 'string', value: 'number', description: 'Print at most so many findings (the verdict counts all).' },
} satisfies Record<string, OptionSpec>

/** How much the text report says. */
export const detailOptions = {
  quiet: { type: 'boolean', short: 'q', description: 'Only what was not evaluated, the counts and the verdict.' },
  verbose: { type: 'boolean', short: 'v', description: 'Every unit and object of a finding, and more source lines.' },
} satisfies Record<string, OptionSpec>

/** What the text report is to look like. @throws UserError (2) for a number that is none */
export function textOptions(args: ParsedArguments, io: Io): TextOptions {
  const maxFindings = wholeNumber(args, 'max-findings')
  return {
    colour: io.terminal !== undefined && io.env.NO_COLOR === undefined && io.env.TERM !== 'dumb',
    width: io.terminal ?? 120,
    verbose: args.flag('verbose'),
    quiet: args.flag('quiet'),
    ...(maxFindings === undefined ? {} : { maxFindings }),
  }
}

/** Pairs formats with files: the first `--output` belongs to the first `--format`; what has none goes to standard output, once. @throws UserError (2) */
export function outputPlan(args: ParsedArguments): { format: FormatName; file: string }[] {
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
