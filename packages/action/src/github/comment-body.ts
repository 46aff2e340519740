import { markdownReporter } from '../../../scanner/src/report/markdown/reporter.ts'
import { runUrl } from '../links.ts'
import type { Publication } from '../model.ts'
import { surfaceOptions } from '../report-texts.ts'

/** GitHub takes this many characters. */
const longestComment = 65_536

/** The hidden first line of our comments. It ends with the comment of HTML, so that no category's marker begins another's. */
export function commentMarker(category: string): string {
  return `<!-- policy-gate comment: ${encodeURIComponent(category)} -->\n`
}

/** Marker and report, short enough for a comment: rows are left out where it would be longer. */
export function commentBody(publication: Publication): string {
  const { judgement, context, inputs } = publication
  const marker = commentMarker(inputs.category)
  const report = markdownReporter({
    ...surfaceOptions(publication),
    form: 'comment',
    runUrl: runUrl(publication),
    limits: { characters: longestComment - marker.length - 1 },
  })
  return marker + report(judgement.report, context)
}
