import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Report, type ReportContext, type Reporter, UserError } from '../model.ts'
import type { FormatName } from '../report/formats.ts'
import type { TextOptions } from '../report/text.ts'
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
export async function writeOutputs(report: Report, context: ReportContext, options: OutputOptions): Promise<void> {
  const problems: string[] = []
  for (const { format, file } of options.outputs) {
    const reporter = await reporterOf[format](options, file === '-')
    const text = reporter(report, context)
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

/** Each is loaded when it is wanted: most runs print text only, and have to be quick. */
const reporterOf: Record<FormatName, (options: OutputOptions, terminal: boolean) => Promise<Reporter>> = {
  text: async ({ text }, terminal) =>
    (await import('../report/text.ts')).textReporter(terminal ? text : { ...text, colour: false, width: 120 }),
  json: async () => (await import('../report/json.ts')).jsonReporter,
  sarif: async ({ category }) => (await import('../report/sarif.ts')).sarifReporter({ category }),
  junit: async () => (await import('../report/junit.ts')).junitReporter,
  github: async () => (await import('../report/github.ts')).githubReporter,
  markdown: async ({ category }) => (await import('../report/markdown/reporter.ts')).markdownReporter({ form: 'summary', name: category }),
  html: async ({ category }) => (await import('../report/html/reporter.ts')).htmlReporter({ name: category }),
  openvex: async () => (await import('../report/openvex.ts')).openVexReporter,
  'cyclonedx-vex': async () => (await import('../report/cyclonedx-vex.ts')).cycloneDxVexReporter,
}
