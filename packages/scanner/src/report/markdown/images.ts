/** Findings in images, what VEX documents rule out, and the images that run. */
import type { ImageReport } from '../../model.ts'
import { severities } from '../../model.ts'
import { type ImageSection, imageRow, imageSections, listedImages } from '../image-overview.ts'
import type { FindingList } from './findings.ts'
import type { Group, Section } from './layout.ts'
import { code, link, prose } from './text.ts'
import { details, names, place, ruleLink, severityLabel, tableHead, tableRow, type Writer } from './writer.ts'

/** What a form shows at most: repositories, rows of each, images, findings that a VEX document rules out. */
const amounts = {
  summary: { repositories: undefined, rows: undefined, images: 500, vex: 500 },
  comment: { repositories: 10, rows: 10, images: 10, vex: 0 },
}
const shownNames = 3

/** Findings in images by repository, each a table. */
export function imageFindingSection({ heading, findings, priority, collapsed }: FindingList, writer: Writer): Section[] {
  if (findings.length === 0) return []
  const { surface, image, options } = writer
  const title = surface.counted(`${heading}: ${image.images}`, findings.length)
  const frame = collapsed ? details(`<strong>${title}</strong>`) : { open: `### ${title}\n\n`, close: '' }
  const groups = imageSections(findings).map((section) => sectionGroup(section, writer))
  return [{ ...frame, priority, groups, maximum: amounts[options.form].repositories, more: (left) => `${surface.more(left)}\n\n` }]
}

function sectionGroup({ repository, findings, objects }: ImageSection, writer: Writer): Group {
  const { image, surface, options } = writer
  const where = [place(findings[0]!, writer), `${image.runs}: ${names(objects, shownNames, writer)}`].filter((part) => part !== '')
  return {
    open: `#### ${code(repository)}\n\n${where.join(' · ')}\n\n${tableHead([
      surface.severity,
      image.check,
      image.package,
      image.installed,
      image.fixed,
      `>${image.epss}`,
      image.exploited,
    ])}`,
    rows: findings.map((finding) => ({
      count: 1,
      rank: severities.indexOf(finding.severity),
      text: () => findingRow(finding, writer),
    })),
    maximum: amounts[options.form].rows,
    more: (left) => `\n${surface.moreOfUnit(left)}\n`,
    close: '\n',
  }
}

function findingRow(finding: ImageSection['findings'][number], writer: Writer): string {
  const row = imageRow(finding, writer.image)
  const inPackage = finding.params.package !== undefined
  const cell = (text: string): string => (text === '' ? '' : code(text))
  const check = finding.check === undefined ? ruleLink(finding.ruleId, writer) : link(code(row.check), row.url)
  const fixed = row.fixed === writer.image.noFix ? row.fixed : cell(row.fixed)
  return tableRow([
    severityLabel(finding.severity, writer),
    check,
    inPackage ? cell(row.package) : prose(row.package),
    cell(row.installed),
    fixed,
    row.epss,
    row.exploited === '' ? '' : `**${row.exploited}**`,
  ])
}

/** What does not count because a VEX document says so, and which one. */
export function vexSection(writer: Writer): Section[] {
  const { report, surface, image, options } = writer
  const findings = report.findings.filter(({ vex }) => vex !== undefined)
  const maximum = amounts[options.form].vex
  if (findings.length === 0 || maximum === 0) return []
  const group: Group = {
    open: tableHead([surface.severity, image.check, image.package, image.image, surface.why, surface.file]),
    rows: findings.map((finding) => ({
      count: 1,
      text: () => {
        const row = imageRow(finding, image)
        const why = [row.note, ...(finding.vex!.justification === '' ? [] : [code(finding.vex!.justification)])].join('<br>')
        const cells = [code(row.check), code(row.package), code(finding.image?.repository ?? ''), why, code(finding.vex!.document)]
        return tableRow([severityLabel(finding.severity, writer), ...cells])
      },
    })),
    maximum,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  const frame = details(`<strong>${surface.counted(image.vex, findings.length)}</strong>`)
  return [{ ...frame, priority: 13, groups: [group], more: (left) => `${surface.moreRows(left)}\n\n` }]
}

/** The images that run, those that were not scanned first. */
export function imageListSection(writer: Writer): Section[] {
  const { report, surface, image, options } = writer
  const images = listedImages(report)
  if (images.length === 0) return []
  const group: Group = {
    open: tableHead([image.image, surface.waiverState, `>${image.vulnerabilities}`, image.why]),
    rows: images.map((one) => ({ count: 1, text: () => imageText(one, writer) })),
    maximum: amounts[options.form].images,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  const frame = details(`<strong>${surface.counted(image.images, images.length)}</strong>`)
  return [{ ...frame, priority: 14, groups: [group], more: (left) => `${surface.moreRows(left)}\n\n` }]
}

function imageText({ reference, platform, status, vulnerabilities, problem }: ImageReport, { image }: Writer): string {
  const name = [code(reference), ...(platform === undefined ? [] : [code(platform)])].join(' ')
  return tableRow([
    name,
    `${status === 'not-scanned' ? '⚠️ ' : ''}${image.status[status]}`,
    vulnerabilities === undefined ? '' : String(vulnerabilities),
    problem === undefined ? '' : prose(problem),
  ])
}
