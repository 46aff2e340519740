import type { Report } from '../model.ts'
import { jsonText } from './json-text.ts'

/** Keys of the contract in the order of `schemas/report.schema.json`; other keys (of `params`, of a fix's value) follow in alphabetical order. */
const keyOrder = [
  ...['schemaVersion', 'tool', 'generatedAt', 'verdict', 'reasons', 'summary', 'units', 'findings', 'notEvaluated'],
  ...[
    'ruleId',
    'check',
    'severity',
    'code',
    'reason',
    'message',
    'status',
    'ref',
    'apiVersion',
    'kind',
    'namespace',
    'name',
    'version',
    'policies',
  ],
  ...['id', 'digest', 'rules', 'files', 'objects', 'exempted', 'critical', 'high', 'medium', 'low', 'info', 'waived', 'baseline'],
  ...[
    'unit',
    'op',
    'path',
    'value',
    'environment',
    'destination',
    'parent',
    'applicationSet',
    'project',
    'targetRevisions',
    'dependsOn',
    'suspended',
    'location',
    'file',
    'line',
    'column',
  ],
  ...[
    'startLine',
    'startColumn',
    'endLine',
    'endColumn',
    'precision',
    'relation',
    'related',
    'params',
    'fingerprint',
    'fix',
    'baselineState',
  ],
  ...['waiver', 'waivers', 'owner', 'approvedBy', 'expiresAt', 'ticket', 'entries', 'gone'],
  ...['image', 'reference', 'repository', 'platform', 'mode', 'scanner', 'exploits', 'images', 'infrastructure', 'problemCode'],
  ...['attachments', 'signatures', 'sboms', 'vulnerabilities', 'packages', 'uses', 'vex', 'justification', 'author', 'document'],
  ...['settings', 'commit', 'present', 'base', 'fixed', 'gate', 'change', 'role', 'underHead', 'problem', 'shard', 'index', 'total'],
]
const rank = new Map(keyOrder.map((key, index) => [key, index]))

function compareKeys([a]: [string, unknown], [b]: [string, unknown]): number {
  return (rank.get(a) ?? keyOrder.length) - (rank.get(b) ?? keyOrder.length) || (a < b ? -1 : 1)
}

/** A copy whose objects have their keys in the order of the contract, however they were built. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(compareKeys)
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]))
}

/** The report as it is, in the published form of `schemas/report.schema.json`. */
export function jsonReporter(report: Report): string {
  return jsonText(ordered(report))
}
