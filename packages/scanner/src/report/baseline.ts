import type { BaselineEntry } from '../govern/baseline/entry.ts'
import { jsonLine } from './json-text.ts'

/** `.policy-gate/baseline.json`: one line for each entry, sorted, so that versions of it can be compared and merged. */
export function baselineText(entries: BaselineEntry[]): string {
  const lines = entries
    .map(({ rule, severity, unit, object: { group, kind, namespace, name }, file, fingerprint, count }) => ({
      order: JSON.stringify([file, rule, unit, kind, namespace, name, group, fingerprint, severity]),
      line: jsonLine({
        rule,
        severity,
        unit,
        object: { group, kind, namespace, name },
        file,
        fingerprint,
        ...(count === undefined ? {} : { count }),
      }),
    }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ line }) => `    ${line}`)
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `{\n  "schemaVersion": "1",\n  "findings": ${list}\n}\n`
}
