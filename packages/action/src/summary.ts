import { appendFileSync, statSync } from 'node:fs'
import { markdownReporter } from '../../scanner/src/report/markdown/reporter.ts'
import { neutraliseCommands, visibleLines } from '../../scanner/src/sanitize.ts'
import type { Publication } from './model.ts'
import { surfaceOptions } from './report-texts.ts'

/** Bytes of all summaries of a step that are written at most; above 1 MiB the runner shows none of them. */
export const summaryLimit = 1_000_000

/** How many bytes of the summary are still free: a step has one file. */
export function summaryRoom(env: NodeJS.ProcessEnv): number {
  const size = statSync(env.GITHUB_STEP_SUMMARY ?? '', { throwIfNoEntry: false })?.size ?? 0
  return Math.max(0, summaryLimit - size)
}

/**
 * Appends Markdown to the summary of the step; where it does not fit, nothing is written.
 * @throws what the file system says
 */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv): void {
  const file = env.GITHUB_STEP_SUMMARY ?? ''
  if (file === '') throw new Error('GITHUB_STEP_SUMMARY')
  const text = markdown.endsWith('\n') ? markdown : `${markdown}\n`
  if (Buffer.byteLength(text) > summaryRoom(env)) throw new Error('> 1 MB')
  appendFileSync(file, text)
}

/** The report as Markdown, cut between rows to what is free. */
export function summaryOf(publication: Publication, env: NodeJS.ProcessEnv): string {
  const { judgement, context } = publication
  const limits = { bytes: summaryRoom(env) - 1 }
  return markdownReporter({ ...surfaceOptions(publication), form: 'summary', limits })(judgement.report, context)
}

/** A summary that says why there is no verdict but `error`. Inside of a fence nothing acts and nobody is mentioned. */
export function errorSummary(title: string, sentences: string): string {
  const text = neutraliseCommands(visibleLines(sentences).join('\n'))
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `## policy-gate: ${title}\n\n${fence}text\n${text.slice(0, 60_000)}\n${fence}\n`
}
