import type { Finding, ImageReport, Report } from '../model.ts'
import { truncate, visible } from '../sanitize.ts'
import { type ImageRow, type ImageSection, imageCause, imageRow, imageSections, imageSentences, listedImages } from './image-overview.ts'
import type { ImageStrings } from './image-strings.ts'
import type { Paint } from './paint.ts'
import type { Strings } from './strings.ts'
import { displayWidth, wrap } from './width.ts'

/** Rows of one repository, and images of the list, before "and N more". */
const shownRows = 25
const shownObjects = 4
/** Columns of one cell: a list of versions must not make the table wider than a screen. */
const cellWidth = 32

/** A digest at the end of a reference, with what is shown of it. */
const longDigest = /(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/

interface Options {
  words: Strings
  image: ImageStrings
  paint: Paint
  width: number
  verbose: boolean
}

/** Findings in images: for each repository what runs it, and a table with a row for each finding, worst first. */
export function imageFindingLines(findings: Finding[], options: Options): string[] {
  return imageSections(findings).flatMap((section) => sectionLines(section, options))
}

function sectionLines({ repository, findings, objects }: ImageSection, options: Options): string[] {
  const { words, image, paint, width, verbose } = options
  const rows = (verbose ? findings : findings.slice(0, shownRows)).map((finding) => imageRow(finding, image))
  const { file, startLine, precision } = findings[0]!.location
  const named = verbose ? objects : objects.slice(0, shownObjects)
  const more = objects.length > named.length ? ` ${words.more(objects.length - named.length)}` : ''
  const runs = `${image.runs}: ${named.map(visible).join(', ')}${more}`
  return [
    `${paint.bold(visible(repository))}  ${paint.dim(visible(precision === 'file' ? file : `${file}:${startLine}`))}`,
    ...wrap(runs, width - 4).map((line) => `    ${paint.dim(line)}`),
    ...table(rows, options),
    ...(findings.length > rows.length ? [`  ${words.more(findings.length - rows.length)}`] : []),
    '',
  ]
}

/** Rows in columns; a message, which is no package, stands below its row. */
function table(rows: ImageRow[], { words, image, paint }: Options): string[] {
  const heading = ['', image.check, image.package, image.installed, image.fixed, image.epss, image.exploited]
  const cells = rows.map((row) => {
    const inPackage = row.finding.params.package !== undefined
    const texts = [
      words.severity[row.finding.severity],
      row.check,
      inPackage ? row.package : '',
      row.installed,
      row.fixed,
      row.epss,
      row.exploited,
    ]
    return texts.map((text) => truncate(visible(text), cellWidth))
  })
  const widths = heading.map((_, column) => Math.max(...[heading, ...cells].map((line) => displayWidth(line[column]!))))
  const pad = (text: string, column: number): string => text + ' '.repeat(widths[column]! - displayWidth(text))
  const lines = rows.flatMap((row, index) => {
    const [severity = '', ...rest] = cells[index]!.map(pad)
    const aside = row.note !== '' ? [row.note] : row.finding.status === 'open' ? [] : [words[row.finding.status]]
    const line = `  ${[paint.severity(row.finding.severity, severity), ...rest].join('  ').trimEnd()}${aside.map((text) => ` (${text})`).join('')}`
    return row.finding.params.package === undefined ? [line, `    ${visible(row.package)}`] : [line]
  })
  return [paint.dim(`  ${heading.map(pad).join('  ').trimEnd()}`), ...lines]
}

/** The images that run, those that were not scanned first by reason; unchanged ones only where every one is to be named. */
export function imageListLines(report: Report, { words, image, paint, verbose }: Options): string[] {
  const listed = listedImages(report).filter(({ status }) => verbose || status !== 'unchanged')
  if (listed.length === 0) return []
  const shown = verbose ? listed : listed.slice(0, shownRows)
  const nameOf = ({ reference, platform }: ImageReport): string =>
    visible([verbose ? reference : reference.replace(longDigest, '$1…'), platform ?? ''].join(' ').trim())
  const lines = [...Map.groupBy(shown, (one) => (one.status === 'not-scanned' ? imageCause(one) : undefined))].flatMap(
    ([cause, members]) => {
      if (cause !== undefined)
        return [`  ${image.status[members[0]!.status]}: ${visible(cause)}`, ...members.map((one) => `    ${nameOf(one)}`)]
      return members.map((one) => {
        const found = one.vulnerabilities === undefined ? '' : `: ${image.vulnerabilities}: ${one.vulnerabilities}`
        return `  ${nameOf(one)}  ${image.status[one.status]}${found}`
      })
    },
  )
  const more = listed.length > shown.length ? [`  ${words.more(listed.length - shown.length)}`] : []
  return [paint.bold(`${image.images} (${report.images!.images.length})`), ...lines, ...more, '']
}

/** What was scanned and where vulnerabilities were looked up, in one paragraph. */
export function imageSummaryLines(report: Report, { image, width }: Pick<Options, 'image' | 'width'>): string[] {
  const sentences = imageSentences(report, image)
  return sentences.length === 0 ? [] : [...wrap(visible(sentences.join(' ')), width), '']
}
