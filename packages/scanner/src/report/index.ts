import type { Reporter } from '../model.ts'
import { cycloneDxVexReporter } from './cyclonedx-vex.ts'
import type { FormatName } from './formats.ts'
import { githubReporter } from './github.ts'
import { htmlReporter } from './html/reporter.ts'
import { jsonReporter } from './json.ts'
import { junitReporter } from './junit.ts'
import { markdownReporter } from './markdown/reporter.ts'
import { openVexReporter } from './openvex.ts'
import { sarifReporter } from './sarif.ts'
import { textReporter } from './text.ts'

export { type FormatName, formatNames } from './formats.ts'
export { htmlReporter } from './html/reporter.ts'
export { markdownLimits, markdownReporter } from './markdown/reporter.ts'
export { githubSourceLink } from './markdown/source-link.ts'
export type { MarkdownOptions } from './markdown/writer.ts'
export { sarifReporter } from './sarif.ts'
export type { SurfaceOptions } from './surface.ts'
export { type TextOptions, textReporter } from './text.ts'

/** Every format with its defaults: text as for a file (no colour, 120 columns), SARIF without a category. */
export const reporters: Record<FormatName, Reporter> = {
  text: textReporter({ colour: false, width: 120, verbose: false, quiet: false }),
  json: jsonReporter,
  sarif: sarifReporter({ category: '' }),
  junit: junitReporter,
  github: githubReporter,
  markdown: markdownReporter({ form: 'summary' }),
  html: htmlReporter(),
  openvex: openVexReporter,
  'cyclonedx-vex': cycloneDxVexReporter,
}
