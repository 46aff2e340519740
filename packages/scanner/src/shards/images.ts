import { mergeParams } from '../govern/image-params.ts'
import { useMessage } from '../govern/messages.ts'
import { isUnneeded } from '../images/layouts.ts'
import type { Finding, ImageReport, ImagesReport, InfrastructureReport, Language, RelatedLocation } from '../model.ts'
import { compareText } from '../order.ts'

type Uses = NonNullable<Finding['image']>['uses']

/**
 * One finding of what several parts found in images of a repository: all objects that run them, at the first of these.
 * @param findings at least one; they have the same fingerprint
 * @param counted the one whose severity, words and status hold
 */
export function joinImageFindings(findings: Finding[], counted: Finding, language: Language): Finding {
  const [first, ...others] = [...findings].sort(compareUses)
  const related = findings.flatMap((finding) => finding.related)
  const objects = [
    ...others.map(({ location, ref }): RelatedLocation => ({ ...location, relation: 'object', message: useMessage(ref, language) })),
    ...related.filter(({ relation }) => relation === 'object'),
  ].sort((a, b) => compareText(a.file, b.file) || a.startLine - b.startLine || a.startColumn - b.startColumn)
  const { ref, unit, path, location, related: own } = first!
  return {
    ...counted,
    ref,
    unit,
    path,
    location,
    related: [...unique(objects), ...own.filter(({ relation }) => relation !== 'object')],
    params: mergeParams(findings.map(({ params }) => params)),
    image: { repository: counted.image!.repository, uses: joinUses(findings.map(({ image }) => image!.uses)) },
  }
}

/** Each image once, with everything that runs it. */
export function joinImages(reports: ImagesReport[]): ImagesReport {
  const [first] = reports
  const groups = Map.groupBy(
    reports.flatMap(({ images }) => images),
    ({ reference, repository, platform }) => JSON.stringify([repository, reference, platform]),
  )
  const images = [...groups.values()].map((same): ImageReport => ({ ...worst(same), uses: unique(same.flatMap(({ uses }) => uses)) }))
  const scanner = reports.flatMap((report) => report.scanner ?? [])[0]
  const told = reports.map((report) => report.notes ?? [])
  const notes = unique(told.flat())
    .filter((note) => !isUnneeded(note) || told.every((part) => part.includes(note)))
    .sort()
  return {
    mode: first!.mode,
    ...(scanner === undefined ? {} : { scanner }),
    exploits: first!.exploits,
    ...(notes.length === 0 ? {} : { notes }),
    images: images.sort((a, b) => compareText(keyOf(a), keyOf(b))),
  }
}

/** Files of all parts; those of no object are scanned by the first part only. */
export function joinInfrastructure(reports: InfrastructureReport[]): InfrastructureReport {
  const [first] = reports
  const merged = reports.reduce((sum, report) => sum + (report.merged ?? 0), 0)
  const types = [...new Set(reports.flatMap(({ files }) => Object.keys(files)))].sort()
  const scanner = reports.flatMap((report) => report.scanner ?? [])[0]
  return {
    mode: first!.mode,
    ...(scanner === undefined ? {} : { scanner }),
    ...(merged === 0 ? {} : { merged }),
    files: Object.fromEntries(types.map((type) => [type, reports.reduce((sum, { files }) => sum + (files[type] ?? 0), 0)])),
  }
}

const statuses: ImageReport['status'][] = ['not-scanned', 'scanned', 'unchanged']

/** What one part could not scan was not scanned; what one part scanned is no less known because another had no need to. */
function worst(same: ImageReport[]): ImageReport {
  return [...same].sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status))[0]!
}

function keyOf({ repository, reference, platform }: ImageReport): string {
  return JSON.stringify([repository, reference, platform ?? ''])
}

function joinUses(lists: Uses[]): Uses {
  return unique(lists.flat()).sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      a.line - b.line ||
      compareText(a.unit, b.unit) ||
      compareText(JSON.stringify(a.ref), JSON.stringify(b.ref)),
  )
}

function compareUses(a: Finding, b: Finding): number {
  return (
    compareText(a.location.file, b.location.file) ||
    a.location.startLine - b.location.startLine ||
    compareText(a.unit, b.unit) ||
    a.location.startColumn - b.location.startColumn
  )
}

function unique<T>(items: T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}
