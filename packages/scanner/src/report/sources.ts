import type { Finding, ReportContext, Rule } from '../model.ts'
import { lineHashes } from './line-hash.ts'

/** Source text for excerpts and fingerprints. */
export interface Sources {
  /** Lines without their line breaks and without a byte order mark, values of secrets masked; undefined when the file cannot be read. */
  lines(file: string): string[] | undefined
  /** As `lines`, but nothing masked: for edits, never to be shown. */
  rawLines(file: string): string[] | undefined
  /** GitHub's hash of a 1-based line; undefined when there is no such line. */
  lineHash(file: string, line: number): string | undefined
}

/** Rules whose findings point at a value that must not be repeated in a log or a report. */
function isSensitive(rule: Rule | undefined): boolean {
  return rule !== undefined && (rule.domain === 'secrets' || rule.tags.includes('sensitive'))
}

/** A region that is a key (of a mapping) holds no value. */
function maskLine(line: string, from: number, to: number): string {
  if (/^\s*:/.test(line.slice(to))) return line
  return line.slice(0, from) + line.slice(from, to).replace(/\S/gu, '*') + line.slice(to)
}

/** Replaces the exact regions of sensitive findings with asterisks; columns after them stay where they were. */
function mask(lines: string[], findings: Finding[]): string[] {
  const masked = [...lines]
  for (const { location } of findings) {
    for (let line = location.startLine; line <= Math.min(location.endLine, lines.length); line++) {
      const from = line === location.startLine ? location.startColumn - 1 : 0
      const to = line === location.endLine ? location.endColumn - 1 : Number.MAX_SAFE_INTEGER
      masked[line - 1] = maskLine(masked[line - 1]!, from, to)
    }
  }
  return masked
}

/** Lines as positions count them: they end in LF or CRLF, and a line break at the end of the text does not start another. */
function splitLines(text: string | undefined): string[] | undefined {
  const lines = text?.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (lines && lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines
}

/** Files that are remembered. Reports go file by file, more or less; the lines of all files would take more memory than their findings. */
const kept = 200

function memoize<T>(compute: (file: string) => T): (file: string) => T {
  const cache = new Map<string, { value: T }>()
  return (file) => {
    const known = cache.get(file)
    if (known) return known.value
    if (cache.size === kept) cache.delete(cache.keys().next().value!)
    const value = compute(file)
    cache.set(file, { value })
    return value
  }
}

/** Prepares the sources of one report; all findings count for masking, also those that a format does not show. */
export function openSources(findings: Finding[], context: ReportContext): Sources {
  const sensitiveRules = new Set(context.rules.filter(isSensitive).map((rule) => rule.id))
  const sensitive = Map.groupBy(
    findings.filter((finding) => finding.location.precision === 'field' && sensitiveRules.has(finding.ruleId)),
    (finding) => finding.location.file,
  )
  const text = memoize((file) => context.readSource(file))
  const rawLines = memoize((file) => splitLines(text(file)))
  const lines = memoize((file) => {
    const raw = rawLines(file)
    return raw && mask(raw, sensitive.get(file) ?? [])
  })
  const hashes = memoize((file) => {
    const source = text(file)
    return source === undefined ? [] : lineHashes(source)
  })
  return { lines, rawLines, lineHash: (file, line) => hashes(file)[line - 1] }
}
