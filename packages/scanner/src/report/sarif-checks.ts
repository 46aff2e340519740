import type { ReportingDescriptor } from 'sarif'
import type { Finding, Json, ReportContext, Rule, Severity } from '../model.ts'
import { truncate, visible } from '../sanitize.ts'
import { safeAddress } from './address.ts'
import type { FindingGroup } from './grouping.ts'
import { imageStrings } from './image-strings.ts'
import { code, link, prose } from './markdown/text.ts'
import { projectUrl, ruleUrl } from './rules.ts'
import { sarifLimits } from './sarif-limits.ts'
import { descriptionText, isSecurity, pascalCase, ranks, tags } from './sarif-rules.ts'

/** Rows of the table in the help of one check. */
const shownRows = 20

/** Scores that GitHub shows as the severity; `info` is shown as the lowest score there is. */
const bands: Record<Exclude<Severity, 'info'>, [from: number, below: number]> = {
  critical: [9, 10.1],
  high: [7, 9],
  medium: [4, 7],
  low: [0.1, 4],
}

/**
 * The descriptor of what a scanner calls by a name (a CVE, a check of a file). It says everything there is about all findings of that name,
 * sorted, so that its texts do not depend on which of them came first; its severity is the worst of them, which the first group has.
 */
export function sarifCheck(
  groups: FindingGroup[],
  { id, rule, context }: { id: string; rule: Rule; context: ReportContext },
): ReportingDescriptor {
  const words = context.language === 'ko' ? rule.ko : rule
  const { severity, check = '' } = groups[0]!
  const findings = groups.flatMap((group) => group.findings)
  const title = truncate(visible(`${check}: ${firstText(findings, 'title') ?? words.title}`), sarifLimits.descriptionLength)
  const page = advisory(findings)
  const name = pascalCase(`${rule.id}/${check}`)
  const { level, problem } = ranks[severity]
  return {
    id,
    ...(name === '' ? {} : { name: truncate(name, sarifLimits.nameLength) }),
    shortDescription: { text: title },
    fullDescription: { text: descriptionText(words.description, title) },
    help: {
      text: words.remediation.trim() || title,
      markdown: [
        `**${prose(title)}**`,
        table(findings, context),
        words.remediation,
        ...(page === undefined ? [] : [link(code(check), page)]),
        `\`policy-gate explain ${rule.id}\``,
      ]
        .filter((part) => part.trim() !== '')
        .join('\n\n'),
    },
    helpUri: page ?? ruleUrl(rule, context.language) ?? projectUrl,
    defaultConfiguration: { level },
    properties: {
      tags: tags(rule, /^CVE-\d{4}-\d{4,}$/.test(check) ? [`external/cve/${check.toLowerCase()}`] : []),
      precision: 'high',
      'problem.severity': problem,
      ...(isSecurity(rule) ? { 'security-severity': score(severity, findings) } : {}),
      ...(Object.keys(rule.frameworks).length > 0 ? { frameworks: rule.frameworks } : {}),
    },
  }
}

/** The CVSS score, where it means the severity that counts: the highest of the findings that have it; else a number of that severity. */
function score(severity: Severity, findings: Finding[]): string {
  if (severity === 'info') return ranks.info.score
  const [from, below] = bands[severity]
  const scores = findings
    .filter((finding) => finding.severity === severity)
    .flatMap(({ params }) => (typeof params.score === 'number' ? [params.score] : []))
    .filter((value) => value >= from && value < below)
  return scores.length === 0 ? ranks[severity].score : Math.max(...scores).toFixed(1)
}

/** Of all texts that findings have for a param, the first by text. */
function firstText(findings: Finding[], param: string): string | undefined {
  return findings
    .flatMap(({ params }) => params[param] ?? [])
    .flat()
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .sort()[0]
}

/** An https address as RFC 3986 has it: a fragment at most once, percent signs only before two digits. */
const address =
  /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:[/?](?:[\w\-.~:/?@$&+,;=]|%[0-9a-f]{2})*)?(?:#(?:[\w\-.~:/?@$&+,;=]|%[0-9a-f]{2})*)?$/i

/** Where more is written about it; only what is asked for by TLS. GitHub refuses a file with an address that is none. */
function advisory(findings: Finding[]): string | undefined {
  const url = safeAddress(firstText(findings, 'url') ?? '')
  return url !== undefined && address.test(url) ? url : undefined
}

function table(findings: Finding[], { language }: ReportContext): string {
  const { image, package: name, installed, fixed, more } = imageStrings[language]
  const cell = (value: Json | undefined): string => code(value === undefined ? '' : [value].flat().map(String).join(', '))
  const rows = findings
    .filter(({ params }) => params.package !== undefined)
    .map(({ params, image: own }) =>
      [code(own?.repository ?? ''), ...[params.package, params.installed, params.fixed].map(cell)].join(' | '),
    )
    .sort()
  if (rows.length === 0) return ''
  const left = rows.length - shownRows
  const lines = [`${image} | ${name} | ${installed} | ${fixed}`, '---|---|---|---', ...rows.slice(0, shownRows)]
  return [lines.map((line) => `| ${line} |`).join('\n'), ...(left > 0 ? [more(left)] : [])].join('\n\n')
}
