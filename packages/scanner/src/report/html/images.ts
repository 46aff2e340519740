/** Findings in images and the images that run. */
import type { Finding } from '../../model.ts'
import { type ImageSection, imageRow, imageSections, listedImages } from '../image-overview.ts'
import { code, escapeText, lines, link, prose } from './text.ts'
import { names, placeOf, ruleName, severityLabel, type Writer } from './writer.ts'

/** Rows shown of all tables at most, worst repositories first. */
const shownRows = 3000
const shownNames = 6

/** Findings in images by repository, each a table. */
export function imageFindingPart(findings: Finding[], writer: Writer): string {
  if (findings.length === 0) return ''
  const { surface, image } = writer
  let left = shownRows
  const parts = imageSections(findings).flatMap((section) => {
    const shown = section.findings.slice(0, left)
    left -= shown.length
    return shown.length === 0 ? [] : [sectionPart(section, shown, writer)]
  })
  const hidden = findings.length - (shownRows - left)
  return lines(
    '<section id="image-findings">',
    `<h2>${escapeText(surface.counted(image.found, findings.length))}</h2>`,
    parts,
    hidden > 0 ? `<p>${escapeText(surface.more(hidden))}</p>` : '',
    '</section>',
  )
}

function sectionPart({ repository, objects }: ImageSection, findings: Finding[], writer: Writer): string {
  const { image, surface } = writer
  const where = [placeOf(findings[0]!, writer), `${escapeText(image.runs)}: ${names(objects, shownNames, writer)}`].filter(
    (part) => part !== '',
  )
  const heads = [surface.severity, image.check, image.package, image.installed, image.fixed, image.epss, image.exploited]
  return lines(
    '<section class="unit">',
    `<h3>${code(repository)}</h3>`,
    `<p class="meta">${where.join(' · ')}</p>`,
    '<table class="images">',
    `<thead><tr>${heads.map((head) => `<th scope="col">${escapeText(head)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    findings.map((finding) => rowHtml(finding, writer)),
    '</tbody>',
    '</table>',
    '</section>',
  )
}

function rowHtml(finding: Finding, writer: Writer): string {
  const row = imageRow(finding, writer.image)
  const cell = (text: string): string => (text === '' ? '' : code(text))
  const cells = [
    severityLabel(finding.severity, writer),
    finding.check === undefined ? ruleName(finding.ruleId, writer) : link(code(row.check), row.url),
    finding.params.package === undefined ? prose(row.package) : cell(row.package),
    cell(row.installed),
    row.fixed === writer.image.noFix ? escapeText(row.fixed) : cell(row.fixed),
    escapeText(row.epss),
    row.exploited === '' ? '' : `<strong>${escapeText(row.exploited)}</strong>`,
  ]
  return `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`
}

/** The images that run, those that were not scanned first with the reason. */
export function imageListPart(writer: Writer): string {
  const { report, surface, image } = writer
  const images = listedImages(report)
  if (images.length === 0) return ''
  const heads = [image.image, surface.waiverState, image.vulnerabilities, image.why]
  return lines(
    '<section id="images">',
    `<h2>${escapeText(surface.counted(image.images, images.length))}</h2>`,
    '<table class="images">',
    `<thead><tr>${heads.map((head) => `<th scope="col">${escapeText(head)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    images.slice(0, shownRows).map(({ reference, platform, status, vulnerabilities, problem }) => {
      const name = [code(reference), ...(platform === undefined ? [] : [code(platform)])].join(' ')
      const cells = [name, escapeText(image.status[status]), vulnerabilities === undefined ? '' : String(vulnerabilities)]
      return `<tr>${[...cells, problem === undefined ? '' : prose(problem)].map((text) => `<td>${text}</td>`).join('')}</tr>`
    }),
    '</tbody>',
    '</table>',
    images.length > shownRows ? `<p>${escapeText(surface.moreRows(images.length - shownRows))}</p>` : '',
    '</section>',
  )
}
