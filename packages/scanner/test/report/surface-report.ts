import type { Finding, Report, ReportContext, Rule } from '../../src/model.ts'
import type { SurfaceOptions } from '../../src/report/surface.ts'
import { context, finding, report, rule } from './factory.ts'
import { hostileImages } from './image-report.ts'

/**
 * A report with every part that surfaces show, in which one text stands wherever a repository, a pull request, a user's policy or a message
 * of GitHub can put text: names, messages, paths, units, environments, waivers, rules, settings, notices.
 */
export function surfaceReport(text: string): Report {
  const location = {
    file: text,
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: Math.max(2, text.length + 1),
    precision: 'field' as const,
  }
  const made = (fingerprint: string, overrides: Partial<Finding>): Finding => ({
    ...finding({ ruleId: 'own/rule', file: text, message: text, unit: text, name: text }),
    location,
    related: [
      { ...location, relation: 'object', message: text },
      { ...location, startLine: 2, endLine: 2, relation: 'source', message: text },
    ],
    ref: { apiVersion: text, kind: text, namespace: text, name: text },
    fingerprint: fingerprint.repeat(64),
    ...overrides,
  })
  const waiver = { id: text, reason: text, owner: text, approvedBy: [text, text], expiresAt: text }
  const images = hostileImages(text, 'https://github.com/octo/repo/blob/main/advisory')
  const findings = [
    made('1', { severity: 'critical', baselineState: 'new' }),
    made('2', { baselineState: 'unchanged', ruleId: text || 'empty' }),
    made('3', { severity: 'low', baselineState: 'new', location: { ...location, precision: 'file' } }),
    made('4', { status: 'waived', waiver }),
    made('5', { status: 'baseline' }),
    ...images.findings,
  ]
  return report({
    findings,
    units: [{ id: text, kind: 'directory', path: text, environment: text, destination: text }],
    notEvaluated: [
      { file: text, unit: text, reason: 'parse-failed', message: text, line: 1, column: 1, ruleId: 'own/rule' },
      { file: '', unit: text, reason: 'unknown-value', message: text, ruleId: text },
    ],
    verdict: 'fail',
    reasons: [
      { code: text, message: text },
      { code: text, message: `Two: ${text}` },
    ],
    tool: { name: 'policy-gate', version: text, policies: { digest: text, rules: 5 } },
    waivers: [
      { ...waiver, status: 'applied', findings: 1, rules: [text, text] },
      { ...waiver, id: `${text}2`, status: 'expired', findings: 0, rules: [] },
    ],
    images: images.images!,
    infrastructure: images.infrastructure!,
    baseline: { entries: 2, gone: 1 },
    settings: { commit: text, present: true },
    shard: {
      index: 1,
      total: 2,
      plan: text,
      scope: 'repository',
      units: 2,
      files: [text],
      settings: { failOn: 'high', notEvaluated: 'error', minimumCoverage: 0, profile: 'strict', language: 'en', gate: 'built-in' },
    },
    change: {
      base: text,
      fixed: [made('6', { severity: 'medium' })],
      gate: { files: [{ file: text, change: 'changed', role: 'settings' }], underHead: { problem: text } },
    },
  })
}

/** Rules of a user whose texts and address are the hostile text. */
export function surfaceContext(text: string, overrides: Partial<ReportContext> = {}): ReportContext {
  const words = { title: text, description: text, message: text, remediation: text }
  const own: Rule = rule({ id: 'own/rule', ...words, ko: words, docs: text })
  return context({ rules: [own], readSource: () => `${text}\n${text}\n`, ...overrides })
}

export function surfaceOptions(text: string): SurfaceOptions {
  return {
    name: text,
    mode: 'warn',
    notices: [
      { level: 'warning', message: text },
      { level: 'notice', message: `See ${text}` },
    ],
    sourceLink: (file, line) => `https://github.com/octo/repo/blob/main/x${file}#L${line ?? 1}`,
  }
}
