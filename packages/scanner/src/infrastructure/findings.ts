import { createHash } from 'node:crypto'
import { matchesGlob } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Identity } from '../govern/baseline/entry.ts'
import { messageOf } from '../govern/messages.ts'
import type { Finding, JsonObject, Language, Location, ObjectRef, Path, RelatedLocation, Rule, Severity } from '../model.ts'
import { wholeFile } from '../provenance/fields.ts'

export const misconfigurationRule = 'infrastructure/misconfiguration'
export const secretRule = 'infrastructure/secret'

/** What a scanner found, with its place, before it has a text and an identity. */
export interface Found {
  ruleId: string
  check: string
  severity: Severity
  ref: ObjectRef
  unit: string
  path: Path
  location: Location
  related?: RelatedLocation[]
  params: JsonObject
  /** What it is, beside rule, check and number: not lines, nor what a release of the scanner may word anew. */
  identity: unknown[]
  /** Where the object comes from. */
  file: string
}

export interface FinishOptions {
  /** Rules that are on, by id, with the severities of the configuration. */
  rules: Map<string, Rule>
  /** Ids of the rules that the configuration gives a severity. */
  fixed: ReadonlySet<string>
  /** Globs of checks that are not wanted. */
  exclude: string[]
  language: Language
}

/** Findings with texts and fingerprints; what is the same in all of these counts once. */
export function finishFound(found: Found[], options: FinishOptions): { findings: Finding[]; identities: Map<string, Identity> } {
  const identities = new Map<string, Identity>()
  const ordinals = new Map<string, number>()
  const findings = unique(found)
    .filter(({ ruleId, check }) => options.rules.has(ruleId) && !options.exclude.some((glob) => matchesGlob(check, glob.toUpperCase())))
    .map((one): Finding => {
      const { ruleId, check, ref, unit, path, location, params } = one
      const rule = options.rules.get(ruleId)!
      const key = JSON.stringify([ruleId, check, ...one.identity])
      const ordinal = ordinals.get(key) ?? 0
      ordinals.set(key, ordinal + 1)
      const fingerprint = fingerprintOf(key, ordinal)
      identities.set(fingerprint, { fingerprint: fingerprintOf(key, 0), file: one.file })
      return {
        ruleId,
        severity: options.fixed.has(ruleId) ? rule.severity : one.severity,
        message: messageOf(rule, { language: options.language, params }),
        status: 'open',
        ref,
        unit,
        path,
        location,
        related: one.related ?? [],
        params,
        fingerprint,
        check,
      }
    })
  return { findings, identities }
}

function fingerprintOf(key: string, ordinal: number): string {
  return createHash('sha256')
    .update(JSON.stringify([key, ordinal]))
    .digest('hex')
}

/** Sorted by place, so that numbers of findings with one identity follow it. A module that several roots call is found as often. */
function unique(found: Found[]): Found[] {
  const line = ({ location }: Found) => String(location.startLine).padStart(9, '0')
  const byKey = new Map(
    found.map((one) => [
      JSON.stringify([one.location.file, line(one), one.ruleId, one.check, one.identity, one.params.message ?? '']),
      one,
    ]),
  )
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!)
}

/** The lines of a file as a place, from the first character that is no blank to the end; the file where no lines are known. */
export function linesOf(file: string, lines: { startLine?: number; endLine?: number }, sources: SourceFiles): Location {
  const text = sources.text(file)
  const all = isProblem(text) ? [] : text.split('\n')
  const { startLine } = lines
  if (startLine === undefined || startLine < 1 || startLine > all.length) return wholeFile(file)
  const endLine = Math.min(Math.max(lines.endLine ?? startLine, startLine), all.length)
  const [first, last] = [all[startLine - 1]!, all[endLine - 1]!.replace(/\r$/, '')]
  return {
    file,
    startLine,
    startColumn: first.length - first.trimStart().length + 1,
    endLine,
    endColumn: last.length + 1,
    precision: 'field',
  }
}
