import type { Reporter } from '../../model.ts'
import { openFindings, ruleTallies } from '../overview.ts'
import { openSources } from '../sources.ts'
import { type SurfaceOptions, surfaceOf } from '../surface.ts'
import { asidePart, blockingPart, coveragePart, fixedPart, waiverPart } from './coverage.ts'
import { findingParts, remedyPart, unitTable } from './findings.ts'
import { countTable, footer, gatePart, noticePart, pageTitle, verdictHeader } from './head.ts'
import { imageListPart } from './images.ts'
import { style, styleHash } from './style.ts'
import { escapeText, lines } from './text.ts'
import type { Writer } from './writer.ts'

/** The page may load nothing, run nothing, send nothing and be no base for addresses; only its own style holds. */
const contentPolicy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`

/** Links to the sections that the page has. */
function contents(body: string, { surface, words, image }: Writer): string {
  const sections: [string, string][] = [
    ['blocking', surface.sections.blocking],
    ['gate', surface.sections.gate],
    ['notices', surface.sections.notices],
    ['new', surface.sections.new],
    ['findings', surface.sections.findings],
    ['unchanged', surface.sections.unchanged],
    ['image-findings', image.found],
    ['remedies', surface.sections.remedies],
    ['units', surface.sections.units],
    ['fixed', surface.sections.fixed],
    ['waivers', surface.sections.waivers],
    ['waived', words.waived],
    ['baseline', surface.sections.baseline],
    ['images', image.images],
    ['coverage', surface.sections.coverage],
  ]
  const present = sections.filter(([id]) => body.includes(` id="${id}">`))
  const items = present.map(([id, title]) => `<li><a href="#${id}">${escapeText(title)}</a></li>`)
  return lines(`<nav aria-label="${escapeText(surface.contents)}">`, '<ul>', items, '</ul>', '</nav>')
}

/**
 * One HTML file that needs nothing else: no script, no image, nothing loaded; what a repository wrote is text in it and cannot be more, by
 * escaping and by the page's content security policy. A function of report, context and options alone.
 */
export function htmlReporter(options: SurfaceOptions = {}): Reporter {
  return (report, context) => {
    const writer: Writer = {
      ...surfaceOf(report, context),
      options,
      sources: openSources(report.findings, context),
      anchors: new Map(ruleTallies(openFindings(report).open).map(({ ruleId }, index) => [ruleId, `rule-${index + 1}`])),
    }
    const body = lines(
      blockingPart(writer),
      gatePart(writer),
      noticePart(writer),
      findingParts(writer),
      remedyPart(writer),
      unitTable(writer),
      fixedPart(writer),
      waiverPart(writer),
      asidePart(writer),
      imageListPart(writer),
      coveragePart(writer),
    )
    const page = lines(
      '<!DOCTYPE html>',
      `<html lang="${context.language}">`,
      '<head>',
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="referrer" content="no-referrer">',
      '<meta name="color-scheme" content="light dark">',
      `<title>${pageTitle(writer)}</title>`,
      `<style>${style}</style>`,
      '</head>',
      '<body>',
      verdictHeader(writer),
      '<main>',
      countTable(writer),
      contents(body, writer),
      body,
      '</main>',
      footer(writer),
      '</body>',
      '</html>',
    )
    return `${page}\n`
  }
}
