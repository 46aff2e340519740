import { createHash } from 'node:crypto'
import { vulnerabilityRule } from '../gate/image-facts.ts'
import { canonicalJson } from '../json.ts'
import { type Finding, type Json, type Report, type ReportContext, UserError } from '../model.ts'
import { ruleTable } from './rules.ts'

/** What is said about one vulnerability in the images of one repository. */
export interface VexEntry {
  check: string
  repository: string
  /** Of what a document rules out: as that says. Everything else is affected, also what a waiver or the baseline accepts for now. */
  status: 'affected' | 'not_affected' | 'fixed'
  justification: string
  /** What to do, or why it is accepted. */
  action: string
  severity: Finding['severity']
  score?: number
  url?: string
  packages: { purl: string; name: string; version: string }[]
}

/** Vulnerabilities of the report by repository, sorted; those with the same thing said about them as one. */
export function vexEntries(report: Report, context: ReportContext): VexEntry[] {
  const remediation = ruleTable(context).text(vulnerabilityRule)?.remediation.trim() ?? ''
  const entries = report.findings
    .filter(({ ruleId, check, image }) => ruleId === vulnerabilityRule && check !== undefined && image !== undefined)
    .map((finding) => entryOf(finding, remediation))
  const keyOf = ({ check, repository, status, justification, action }: VexEntry) =>
    JSON.stringify([repository, check, status, justification, action])
  return [...Map.groupBy(entries, keyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => {
      const packages = new Map(same.flatMap((entry) => entry.packages).map((one) => [`${one.purl} ${one.version}`, one]))
      return { ...same[0]!, packages: [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one) }
    })
}

function entryOf({ check = '', severity, params, image, vex, waiver }: Finding, remediation: string): VexEntry {
  const [name = ''] = texts(params.package)
  const fixed = texts(params.fixed)
  const update = fixed.length > 0 ? `Update ${name} to ${fixed.join(' or ')}.` : remediation || `Remove ${name}, or replace it.`
  const accepted = waiver === undefined ? undefined : `Accepted until ${waiver.expiresAt} (${waiver.id}): ${waiver.reason.trim()}`
  const [url] = texts(params.url)
  return {
    check,
    repository: image?.repository ?? '',
    status: vex?.status ?? 'affected',
    justification: vex?.justification ?? '',
    action: vex === undefined ? (accepted ?? update) : '',
    severity,
    ...(typeof params.score === 'number' ? { score: params.score } : {}),
    ...(url === undefined ? {} : { url }),
    packages: texts(params.purl).flatMap((purl) => texts(params.installed).map((version) => ({ purl, name, version }))),
  }
}

function texts(value: Json | undefined): string[] {
  return [value].flat().filter((text) => typeof text === 'string')
}

/** Percent-encoded; a lone surrogate becomes U+FFFD. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** `pkg:npm/lodash@4.17.20`. */
export function versioned({ purl, version }: VexEntry['packages'][number]): string {
  return `${purl}@${encoded(version)}`
}

/**
 * Package URLs of the images of an entry (purl-spec, oci). What a document rules out was checked against each digest that runs, so it is said
 * of these only; what is affected is so wherever the named versions are.
 */
export function imageUrls({ repository, status }: VexEntry, { images }: Report): string[] {
  const name = encoded(repository.slice(repository.lastIndexOf('/') + 1))
  const query = `repository_url=${encoded(repository).replaceAll('%2F', '/')}`
  const digests = (images?.images ?? []).flatMap((image) =>
    image.repository === repository && image.digest !== undefined && status !== 'affected' ? [image.digest] : [],
  )
  if (digests.length === 0) return [`pkg:oci/${name}?${query}`]
  return [...new Set(digests)].sort().map((digest) => `pkg:oci/${name}@${encoded(digest)}?${query}`)
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/**
 * The time of a document: that of the report, which has one only with `--now`; else that of the vulnerability database, since what is said is as
 * new as that. The same scan gives the same document.
 * @throws UserError (2) when there is neither
 */
export function documentTime({ generatedAt, images }: Report, format: string): string {
  const time = [generatedAt, images?.scanner?.database?.updatedAt].find((text) => text !== undefined && moment.test(text))
  if (time !== undefined) return time
  throw new UserError(`A document of the format ${format} needs a time, and no image was scanned that would give one: add --now.`)
}

/** SHA-256 (hex) of what a document says. */
export function contentHash(content: Json): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}
