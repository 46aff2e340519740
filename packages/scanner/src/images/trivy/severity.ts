import type { Severity } from '../../model.ts'
import { child, type Fields, fields, number, ReportError, text } from './fields.ts'

const severities: Record<string, Severity> = { CRITICAL: 'critical', HIGH: 'high', MEDIUM: 'medium', LOW: 'low' }

/**
 * Our severity for Trivy's. One that nobody has rated yet (`UNKNOWN`) is what its score says (CVSS 4.0, table 22), and `medium` without one: not
 * rated is not harmless. A word that is none of Trivy's is an error.
 */
export function severityOf(from: Fields, score?: number): Severity {
  const word = text(from, 'Severity') ?? 'UNKNOWN'
  if (Object.hasOwn(severities, word)) return severities[word]!
  if (word !== 'UNKNOWN') throw new ReportError(`${from.path}.Severity is not a severity`)
  if (score === undefined) return 'medium'
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'info'
}

/**
 * CVSS base score of a vulnerability: of the source that its severity is from, else of NVD, else of the first source by name that has one; of
 * each the newest version (4 before 3). Scores of version 2 mean something else and are left out.
 */
export function scoreOf(vulnerability: Fields): number | undefined {
  const cvss = child(vulnerability, 'CVSS')
  const preferred = [text(vulnerability, 'SeveritySource'), 'nvd'].filter((name) => name !== undefined)
  for (const source of [...preferred, ...Object.keys(cvss.value).sort()]) {
    if (!Object.hasOwn(cvss.value, source)) continue
    const scores = fields(cvss.value[source], `${cvss.path}.${source}`)
    const score = number(scores, 'V40Score') || number(scores, 'V3Score')
    if (score) return score
  }
  return undefined
}
