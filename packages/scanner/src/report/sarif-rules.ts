import type { ReportingDescriptor } from 'sarif'
import type { ReportContext, Rule, RuleText, Severity } from '../model.ts'
import { truncate, visible } from '../sanitize.ts'
import type { FindingGroup } from './grouping.ts'
import { projectUrl, ruleUrl } from './rules.ts'
import { sarifLimits } from './sarif-limits.ts'

/** Level, problem severity and score of each severity, as GitHub code scanning ranks them. */
export const ranks: Record<Severity, { level: 'error' | 'warning' | 'note'; problem: string; score: string }> = {
  critical: { level: 'error', problem: 'error', score: '9.5' },
  high: { level: 'error', problem: 'error', score: '8.0' },
  medium: { level: 'warning', problem: 'warning', score: '5.5' },
  low: { level: 'note', problem: 'recommendation', score: '2.5' },
  info: { level: 'note', problem: 'recommendation', score: '0.1' },
}

/** Rules with one of these tags are about quality: they have no security severity, so their alerts are no security alerts. */
const qualityTags = ['reliability', 'cost', 'quality']

export function sarifLevel(severity: Severity): 'error' | 'warning' | 'note' {
  return ranks[severity].level
}

/**
 * Id of the SARIF rule for a finding. GitHub knows a score per rule only, so a severity other than the rule's own has a descriptor of its
 * own, `domain/rule/severity`; both ids are stable across scans.
 */
function sarifRuleId(ruleId: string, severity: Severity, rule: Rule | undefined): string {
  return rule === undefined || rule.severity === severity ? ruleId : `${ruleId}/${severity}`
}

/** Id of the SARIF rule of a group: of what a scanner has a name for, that name below the rule, at any severity. */
export function sarifId({ ruleId, check, severity }: Pick<FindingGroup, 'ruleId' | 'check' | 'severity'>, rule: Rule | undefined): string {
  return check === undefined ? sarifRuleId(ruleId, severity, rule) : truncate(`${ruleId}/${visible(check)}`, sarifLimits.nameLength)
}

export function isSecurity(rule: Rule): boolean {
  return !rule.tags.some((tag) => qualityTags.includes(tag))
}

/** `pod-security/privileged` as `PodSecurityPrivileged`, the form that SARIF asks for in names. */
export function pascalCase(id: string): string {
  return id
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
}

/** Markdown that a rule's author wrote is kept; what could close our own fences or lists does not occur in generated parts. */
function markdown(rule: Rule, text: RuleText): string {
  const frameworks = Object.entries(rule.frameworks).sort(([a], [b]) => (a < b ? -1 : 1))
  const table = frameworks.map(([framework, controls]) => `| ${framework} | ${controls.join(', ')} |`)
  return [
    `**${text.title}**`,
    text.description,
    text.remediation,
    ...(table.length > 0 ? [['| framework | controls |', '|---|---|', ...table].join('\n')] : []),
    `\`policy-gate explain ${rule.id}\``,
  ].join('\n\n')
}

/** @param more what is known of one check of the rule; comes before what the rule says */
export function tags(rule: Rule, more: string[] = []): string[] {
  const own = [...(isSecurity(rule) ? ['security'] : []), rule.domain, ...more, ...rule.tags]
  return [...new Set(own)].filter((tag) => tag !== '').slice(0, sarifLimits.tagsKept)
}

/** Text that must not be empty: GitHub refuses a file with an empty description. */
export function descriptionText(value: string, fallback: string): string {
  const clean = value.trim() === '' ? fallback : value
  return truncate(clean, sarifLimits.descriptionLength)
}

/** The descriptor of a rule at one severity, texts in the language of the report. */
export function sarifRule(rule: Rule, severity: Severity, context: ReportContext): ReportingDescriptor {
  const words = context.language === 'ko' ? rule.ko : rule
  const id = sarifRuleId(rule.id, severity, rule)
  const { level, problem, score } = ranks[severity]
  const title = descriptionText(words.title, rule.id)
  const name = pascalCase(rule.id)
  return {
    id,
    ...(name === '' ? {} : { name: truncate(name, sarifLimits.nameLength) }),
    shortDescription: { text: title },
    fullDescription: { text: descriptionText(words.description, title) },
    help: { text: words.remediation.trim() || title, markdown: markdown(rule, words) },
    helpUri: ruleUrl(rule, context.language) ?? projectUrl,
    defaultConfiguration: { level },
    properties: {
      tags: tags(rule),
      precision: 'high',
      'problem.severity': problem,
      ...(isSecurity(rule) ? { 'security-severity': score } : {}),
      ...(Object.keys(rule.frameworks).length > 0 ? { frameworks: rule.frameworks } : {}),
    },
  }
}

/** A rule that is not in the context, so that a finding of it is never lost: its id is all that is known. */
export function unknownRule(id: string, severity: Severity): Rule {
  const title = visible(id)
  const words = { title, description: title, message: '', remediation: '' }
  const none = { package: [], kinds: [], reads: [], answersUnknown: false, tags: [], frameworks: {}, equivalents: {}, params: {} }
  return { id, domain: id.split('/')[0] ?? id, severity, profile: 'opt-in', scope: 'resource', ...words, ko: words, ...none }
}
