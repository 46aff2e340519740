import { child, children, type Fields, fields, number, ReportError, requiredText, text } from './fields.ts'
import type { FileSecret, Misconfiguration } from './model.ts'
import { severityOf } from './severity.ts'

export interface FileReport {
  misconfigurations: Misconfiguration[]
  secrets: FileSecret[]
  /** Files and folders that checks looked at, sorted. */
  targets: string[]
}

const statuses: Record<string, Misconfiguration['status']> = { FAIL: 'fail', PASS: 'pass', EXCEPTION: 'exception' }

/**
 * Reads Trivy's JSON report of files. Paths are relative to the folder that was scanned.
 * @throws ReportError that names the field
 */
export function readFileReport(report: unknown): FileReport {
  const root = fields(report as never, 'report')
  if (number(root, 'SchemaVersion') !== 2) throw new ReportError('the report has another schema than 2')
  const results = children(root, 'Results')
  return {
    misconfigurations: results.flatMap((result) => children(result, 'Misconfigurations').map((one) => misconfiguration(one, result))),
    secrets: results.flatMap((result) => children(result, 'Secrets').map((one) => secret(one, result))),
    targets: [
      ...new Set(results.filter((result) => text(result, 'Class') === 'config').map((result) => requiredText(result, 'Target'))),
    ].sort(),
  }
}

function misconfiguration(from: Fields, result: Fields): Misconfiguration {
  const cause = child(from, 'CauseMetadata')
  const status = text(from, 'Status') ?? 'FAIL'
  if (!Object.hasOwn(statuses, status)) throw new ReportError(`${from.path}.Status is not a status`)
  // of CloudFormation it is only the place again
  const resource = text(cause, 'Resource')?.replace(/^.*:\d+(?:-\d+)?$/, '') || undefined
  const url = text(from, 'PrimaryURL')
  const startLine = number(cause, 'StartLine') || undefined
  const endLine = number(cause, 'EndLine') || startLine
  return {
    id: normaliseCheck(text(from, 'ID') ?? requiredText(from, 'AVDID')),
    type: text(result, 'Type') ?? 'unknown',
    title: text(from, 'Title') ?? '',
    message: text(from, 'Message') ?? '',
    resolution: text(from, 'Resolution') ?? '',
    severity: severityOf(from),
    ...(url === undefined ? {} : { url }),
    target: requiredText(result, 'Target'),
    ...(startLine === undefined ? {} : { startLine, endLine: endLine! }),
    ...(resource === undefined ? {} : { resource }),
    status: statuses[status]!,
  }
}

/** `AVD-DS-0002` and `DS002`, as older releases write it, become `DS-0002`. */
export function normaliseCheck(id: string): string {
  const match = /^(?:AVD-)?([A-Z]+)-?(\d+)$/.exec(id)
  return match === null ? id : `${match[1]}-${match[2]!.padStart(4, '0')}`
}

function secret(from: Fields, result: Fields): FileSecret {
  const id = requiredText(from, 'RuleID')
  const startLine = number(from, 'StartLine') || 1
  return {
    id,
    severity: severityOf(from),
    title: text(from, 'Title') ?? id,
    category: text(from, 'Category') ?? '',
    file: requiredText(result, 'Target'),
    startLine,
    endLine: number(from, 'EndLine') || startLine,
  }
}
