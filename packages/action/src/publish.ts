import { existsSync } from 'node:fs'
import { textReporter } from '../../scanner/src/report/text.ts'
import { annotationLines } from './annotations.ts'
import { type Ending, problemOf } from './ending.ts'
import type { LazyGitHub } from './lazy-github.ts'
import type { Notice, Publication } from './model.ts'
import { type Outputs, reportOutputs } from './outputs.ts'
import { type ReportFile, writeReport } from './report-files.ts'
import { reportText } from './report-texts.ts'
import { actionStrings } from './strings.ts'
import { summaryOf, writeSummary } from './summary.ts'
import type { AnnotationLevel, Writer } from './writer.ts'

export interface PublishOptions {
  env: NodeJS.ProcessEnv
  writer: Writer
  ending: Ending
  files: ReportFile[]
  /** Opens GitHub's API; undefined without a token. */
  open: LazyGitHub['open'] | undefined
  exitCode: number
}

/** Shows the result everywhere it is wanted. The verdict is fixed: what fails here is a warning. Files come first, the network last. */
export async function publish(publication: Publication, options: PublishOptions): Promise<void> {
  const { judgement, context, inputs } = publication
  const { writer, ending } = options
  const { report } = judgement
  const words = actionStrings[context.language]
  const attempt = (surface: string, action: () => void): void => {
    try {
      action()
    } catch (error) {
      writer.warning(words.surfaceFailed(surface, problemOf(error)))
    }
  }
  const written = writeFiles(publication, options)
  ending.outputs({ ...reportOutputs(report), ...written, 'exit-code': options.exitCode })
  attempt('log', () => writer.info(textReporter({ colour: false, width: 120, verbose: false, quiet: false })(report, context)))
  for (const notice of judgement.notices) tell(notice, writer)
  if (inputs.annotations) attempt('annotations', () => writer.annotations(annotationLines(report, context, roomFor(writer, options))))
  if (inputs.summary) attempt('summary', () => writeSummary(summaryOf(publication, options.env), options.env))
  const reasons = report.reasons.map(({ message }) => message).join(' ')
  const sentence = words.verdict(words.words[report.verdict], reasons)
  if (options.exitCode !== 0) writer.error(sentence)
  else if (report.verdict === 'fail') writer.warning(`${sentence}\n${words.warnMode(words.words.fail)}`)
  else writer.info(sentence)
  await sendToGitHub(publication, options)
}

/** Comment, check run and code scanning: what needs the network, and is loaded only when it is wanted. */
async function sendToGitHub(publication: Publication, { env, writer, ending, files, open }: PublishOptions): Promise<void> {
  const { inputs, context } = publication
  if (!inputs.comment && !inputs.checkRun && !inputs.uploadSarif) return
  try {
    const { publishToGitHub } = await import('./github/index.ts')
    const sarif = files.find(({ format, path }) => format === 'sarif' && existsSync(path))?.path
    const shown = await publishToGitHub(publication, { sarif, env, open })
    for (const notice of shown.notices) tell(notice, writer)
    ending.outputs({
      'comment-url': shown.comment.url ?? '',
      'check-run-url': shown['check-run'].url ?? '',
      'sarif-id': shown.sarif.id ?? '',
    })
  } catch (error) {
    writer.warning(actionStrings[context.language].surfaceFailed('GitHub', problemOf(error)))
  }
}

function writeFiles(publication: Publication, { files, writer }: PublishOptions): Outputs {
  const words = actionStrings[publication.context.language]
  const outputs: Outputs = {}
  for (const { format, given, path } of files) {
    try {
      writeReport(path, reportText(format, publication))
      outputs[`${format}-file`] = given
      writer.info(words.written(format, given))
    } catch (error) {
      writer.warning(words.reportNotWritten(format, given, problemOf(error)))
    }
  }
  return outputs
}

/** Some annotations are kept for what is still to be said: the verdict, and what could not be shown. */
function roomFor(writer: Writer, { exitCode, open }: PublishOptions): Record<AnnotationLevel, number> {
  const { error, warning, notice } = writer.room()
  const later = open === undefined ? 0 : 3
  return { error: error - (exitCode === 0 ? 0 : 1), warning: warning - later - 1, notice: notice - later }
}

/** Says something as an annotation of the step. */
export function tell({ level, message }: Notice, writer: Writer): void {
  if (level === 'warning') writer.warning(message)
  else writer.notice(message)
}
