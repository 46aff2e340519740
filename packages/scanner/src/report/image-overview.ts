import { checkName } from '../govern/baseline/entry.ts'
import { type Finding, type ImageReport, type Json, type Report, severities } from '../model.ts'
import { compareText } from '../order.ts'
import { objectName } from './grouping.ts'
import type { ImageStrings } from './image-strings.ts'

/** Findings in the images of one repository. */
export interface ImageSection {
  repository: string
  /** Worst first, then what is exploited or likely to be, then by check and package. */
  findings: Finding[]
  /** Objects that run them, as `Deployment shop/order`, each once; sorted by place. */
  objects: string[]
}

/** One finding in an image as cells of a table; what is not known is empty. */
export interface ImageRow {
  finding: Finding
  check: string
  /** Of what is in no package: the message. */
  package: string
  installed: string
  fixed: string
  epss: string
  exploited: string
  /** Why it does not count, where a VEX document says so. */
  note: string
  /** Address of the advisory, to be checked before it is used. */
  url: string | undefined
}

/** Findings in images apart from all others. */
export function divideFindings(findings: Finding[]): { images: Finding[]; others: Finding[] } {
  return { images: findings.filter(({ image }) => image !== undefined), others: findings.filter(({ image }) => image === undefined) }
}

/** Findings in images by repository, those with the worst first. */
export function imageSections(findings: Finding[]): ImageSection[] {
  return [...Map.groupBy(divideFindings(findings).images, ({ image }) => image!.repository)]
    .map(([repository, members]) => ({
      repository,
      findings: members.sort(compareRows),
      objects: [...new Set(members.flatMap(({ image }) => image!.uses.map(({ ref }) => objectName(ref))))].filter((name) => name !== ''),
    }))
    .sort((a, b) => compareRows(a.findings[0]!, b.findings[0]!) || compareText(a.repository, b.repository))
}

function compareRows(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    Number(b.params.exploited !== undefined) - Number(a.params.exploited !== undefined) ||
    numberOf(b.params.epss) - numberOf(a.params.epss) ||
    compareText(checkName(a), checkName(b)) ||
    compareText(textOf(a.params.package), textOf(b.params.package)) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}

/** @param words of the language of the report */
export function imageRow(finding: Finding, words: ImageStrings): ImageRow {
  const { params, check, ruleId, message, vex } = finding
  const inPackage = params.package !== undefined
  const fixed = textOf(params.fixed)
  const [url] = [params.url].flat().filter((value) => typeof value === 'string')
  return {
    finding,
    check: check ?? ruleId,
    package: inPackage ? textOf(params.package) : message,
    installed: textOf(params.installed),
    fixed: fixed === '' && inPackage ? words.noFix : fixed,
    epss: typeof params.epss === 'number' ? `${(params.epss * 100).toFixed(1)} %` : '',
    exploited: params.exploited === undefined ? '' : words.yes,
    note: vex === undefined ? '' : vex.status === 'fixed' ? words.alreadyFixed : words.notAffected,
    url,
  }
}

/** Images as the report lists them, those that were not scanned first. */
export function listedImages({ images }: Pick<Report, 'images'>): ImageReport[] {
  const order: ImageReport['status'][] = ['not-scanned', 'scanned', 'unchanged']
  return [...(images?.images ?? [])].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
}

/** Why an image was not scanned, without its reference at the start: the same sentence for all that fail for one cause. */
export function imageCause({ reference, problem }: ImageReport): string | undefined {
  return problem?.startsWith(`${reference}: `) === true ? problem.slice(reference.length + 2) : problem
}

/**
 * Sentences about what was scanned, with what, where vulnerabilities were looked up, and what was done in another way than asked for; none
 * where nothing was asked for. They hold text of registries: to be made safe as a whole.
 */
export function imageSentences({ images, infrastructure }: Report, words: ImageStrings): string[] {
  const scanner = images?.scanner ?? infrastructure?.scanner
  const files = Object.entries(infrastructure?.files ?? {}).sort(([a], [b]) => compareText(a, b))
  const count = (status: ImageReport['status']): number => images!.images.filter((image) => image.status === status).length
  return [
    ...(images === undefined ? [] : [words.counts(count('scanned'), count('unchanged'), count('not-scanned')), words.mode[images.mode]]),
    ...(infrastructure === undefined ? [] : [words.files(files.map(([type, number]) => `${type} ${number}`).join(', ') || '0')]),
    ...(scanner === undefined
      ? images === undefined || count('not-scanned') > 0
        ? []
        : [words.noScanner]
      : [words.scanner(scanner.name, scanner.version)]),
    ...(scanner?.database === undefined ? [] : [words.database(scanner.database.updatedAt)]),
    ...(images === undefined ? [] : [words.epssDate(images.exploits.epss), words.kevDate(images.exploits.kev)]),
    ...(images?.notes ?? []),
  ]
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.map(textOf).join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : -1
}
