import { type Finding, type ImagesReport, type JsonObject, severities } from '../model.ts'

/** The rule whose findings are vulnerabilities. */
export const vulnerabilityRule = 'image/vulnerability'

const day = 24 * 60 * 60 * 1000

/** What the gate policy sees of the images; numbers of images but for the last two. */
export function imageFacts(
  { images, scanner }: ImagesReport,
  { findings, today }: { findings: Finding[]; today: string | undefined },
): JsonObject {
  const count = (test: (image: ImagesReport['images'][number]) => boolean): number => images.filter(test).length
  const open = openVulnerabilities(findings)
  const base = open.filter(({ params }) => params.baseImage === true).length
  const updatedAt = scanner?.database?.updatedAt
  const age = updatedAt === undefined || today === undefined ? Number.NaN : (Date.parse(today) - Date.parse(updatedAt)) / day
  return {
    total: images.length,
    scanned: count(({ status }) => status === 'scanned'),
    unchanged: count(({ status }) => status === 'unchanged'),
    not_scanned: count(({ status }) => status === 'not-scanned'),
    unresolved: count(({ problemCode }) => problemCode === 'unresolved'),
    signed: count(({ attachments }) => (attachments?.signatures ?? 0) > 0),
    with_sbom: count(({ attachments }) => (attachments?.sboms ?? 0) > 0),
    base_share: open.length === 0 ? 0 : Math.round((base * 100) / open.length),
    // a database of tomorrow is as good as new
    ...(Number.isNaN(age) ? {} : { database_age_days: Math.max(0, Math.floor(age)) }),
  }
}

/** What the gate policy sees of the open vulnerabilities. */
export function vulnerabilityFacts(findings: Finding[], { newOnly }: { newOnly: boolean }): JsonObject {
  const open = openVulnerabilities(findings)
  return {
    open: Object.fromEntries(severities.map((severity) => [severity, open.filter((finding) => finding.severity === severity).length])),
    fixable: open.filter(isFixable).length,
    exploited: open.filter(({ params }) => params.exploited !== undefined).length,
    ...(newOnly ? { new: open.length } : {}),
    findings: open.map((finding) => {
      const { check = '', severity, params, image } = finding
      const known = Object.entries({
        exploited: params.exploited,
        epss: params.epss,
        published: params.published,
        score: params.score,
      }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
      return {
        check,
        severity,
        package: params.package ?? '',
        repository: image?.repository ?? '',
        fixable: isFixable(finding),
        base: params.baseImage === true,
        ...Object.fromEntries(known),
      }
    }),
  }
}

function openVulnerabilities(findings: Finding[]): Finding[] {
  return findings.filter(({ ruleId, status }) => ruleId === vulnerabilityRule && status === 'open')
}

function isFixable({ params: { fixed } }: Finding): boolean {
  return Array.isArray(fixed) ? fixed.length > 0 : typeof fixed === 'string' && fixed !== ''
}
