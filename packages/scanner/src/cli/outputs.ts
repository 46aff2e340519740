import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Report, type ReportContext, UserError } from '../model.ts'
import {
  type FormatName,
  htmlReporter,
  markdownReporter,
  reporters,
  sarifReporter,
  type TextOptions,
  textReporter,
} from '../report/index.ts'
import type { Io } from './options.ts'

export interface OutputOptions {
  outputs: { format: FormatName; file: string }[]
  text: TextOptions
  category: string
  io: Io
}

/**
 * Writes the report in every form asked for.
 * @throws UserError (3) when a file cannot be written, after all others were written: a report that nobody gets is no pass
 */
export function writeOutputs(report: Report, context: ReportContext, options: OutputOptions): void {
  const problems: string[] = []
  for (const { format, file } of options.outputs) {
    const text = render(format, report, context, options, file === '-')
    if (file === '-') options.io.out(text)
    else {
      try {
        const path = resolve(options.io.cwd, file)
        mkdirSync(dirname(path), { recursive: true })
        // a link that lies there could lead anywhere; devices such as /dev/stdout are meant
        if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && !path.startsWith('/dev/')) rmSync(path)
        writeFileSync(path, text)
      } catch (error) {
        problems.push(
          `The ${format} report could not be written to ${file} (${(error as NodeJS.ErrnoException).code}): name a file that can be written with --output.`,
        )
      }
    }
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'), { exitCode: 3 })
}

function render(format: FormatName, report: Report, context: ReportContext, options: OutputOptions, terminal: boolean): string {
  if (format === 'text') return textReporter(terminal ? options.text : { ...options.text, colour: false, width: 120 })(report, context)
  if (format === 'sarif') return sarifReporter({ category: options.category })(report, context)
  if (format === 'markdown') return markdownReporter({ form: 'summary', name: options.category })(report, context)
  if (format === 'html') return htmlReporter({ name: options.category })(report, context)
  return reporters[format](report, context)
}
