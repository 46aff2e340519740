import type { ErrorObject } from 'ajv/dist/2020.js'
import schema from '../../../../../schemas/waivers.schema.json' with { type: 'json' }
import { daysAfter, isDay } from '../../dates.ts'
import { type CheckedDocument, checkDocument } from '../../documents/document.ts'
import type { Fault } from '../../documents/schema-fault.ts'
import { isJsonObject, listOf } from '../../json.ts'
import type { Json, JsonObject, Language, Path, Rule } from '../../model.ts'
import { nearest } from '../../nearest.ts'
import { isRepositoryPattern, patternProblem } from '../../pattern.ts'
import { type ProblemTexts, problemTexts } from '../problem-texts.ts'
import { isNarrow, type Waiver, type WaiverScope, waiversFile } from './waiver.ts'

/** Days that a waiver may hold. */
const longestWaiver = 90

export interface WaiverCheck {
  /** The rules there are, on or off. */
  rules: Rule[]
  /** The day of the scan, `YYYY-MM-DD`. */
  today: string
  language: Language
}

interface Place {
  path: Path
  words: ProblemTexts
}

/** Checks the text of `.policy-gate/waivers.yaml`: form, rules, scopes, approval, dates. Gives all problems, in the order of their lines. */
export function validateWaivers(text: string, check: WaiverCheck): { waivers: Waiver[]; problems: CheckedDocument['problems'] } {
  const words = problemTexts[check.language]
  const { value, problems } = checkDocument(text, {
    file: waiversFile,
    schema: schema as unknown as JsonObject,
    language: check.language,
    explain: (error, path) => explain(error, path, words),
    further: (document) => waiverFaults(listOf(document.waivers), check, words),
  })
  return { waivers: problems.length > 0 ? [] : (listOf(value?.waivers) as unknown as Waiver[]), problems }
}

function explain(error: ErrorObject, path: Path, words: ProblemTexts): string | undefined {
  if (error.keyword === 'minProperties' && path.at(-1) === 'scope') return words.noScope
  if (error.keyword !== 'pattern') return undefined
  const shown = JSON.stringify(error.data)
  if (path.at(-2) === 'rules') return words.ruleForm(shown)
  if (path.at(-1) === 'id') return words.waiverId(shown)
  return path.at(-1) === 'expiresAt' || path.at(-1) === 'approvedAt' ? words.dateForm(String(path.at(-1)), shown) : undefined
}

function waiverFaults(waivers: Json[], check: WaiverCheck, words: ProblemTexts): Fault[] {
  const ids = new Set<string>()
  return waivers.flatMap((waiver, i): Fault[] => {
    if (!isJsonObject(waiver)) return []
    const place = { path: ['waivers', i], words }
    const { id } = waiver
    const taken = typeof id === 'string' && ids.has(id) ? [{ path: [...place.path, 'id'], message: words.sameId(id) }] : []
    if (typeof id === 'string') ids.add(id)
    return [
      ...taken,
      ...ruleFaults(waiver, check.rules, place),
      ...scopeFaults(waiver.scope, place),
      ...peopleFaults(waiver, place),
    ].concat(dateFaults(waiver, check.today, place))
  })
}

function ruleFaults({ rules: written, scope }: JsonObject, rules: Rule[], { path, words }: Place): Fault[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const domains = new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))))
  return listOf(written).flatMap((id, i): Fault[] => {
    if (typeof id !== 'string' || !/^[^/\s*]+\/([^\s*]+|\*)$/.test(id)) return []
    const fault = (message: string): Fault[] => [{ path: [...path, 'rules', i], message }]
    if (id.endsWith('/*')) {
      const domain = id.slice(0, -2)
      return domains.has(domain) ? [] : fault(words.noDomain(domain, nearest(domain, domains)))
    }
    const own = byId.get(id)
    const parent = own === undefined ? byId.get(id.split('/').slice(0, 2).join('/')) : undefined
    const rule = own ?? parent
    if (rule === undefined) return fault(words.noRule(id, nearest(id, byId.keys())))
    if (parent !== undefined && !hasChecks(parent)) return fault(words.noChecks(id, parent.id))
    if (rule.severity !== 'critical' || !isScope(scope) || isNarrow(scope, { isExactCheck: parent !== undefined })) return []
    return fault(words.criticalScope(id))
  })
}

/** What rules about images and about files of a scanner find has a name of the scanner's own. */
function hasChecks({ scope, domain }: Rule): boolean {
  return scope === 'image' || domain === 'infrastructure'
}

/** Good enough to be asked whether it is narrow; whatever else is wrong with it is told by the schema. */
function isScope(value: Json | undefined): value is JsonObject & WaiverScope {
  if (!isJsonObject(value) || Object.keys(value).length === 0 || !Object.values(value).every(Array.isArray)) return false
  const texts = [
    ...listOf(value.units),
    ...listOf(value.paths),
    ...listOf(value.images),
    ...listOf(value.objects).map((object) => isJsonObject(object) && object.name),
  ]
  return texts.every((text) => text === undefined || typeof text === 'string')
}

function scopeFaults(scope: Json | undefined, { path, words }: Place): Fault[] {
  if (!isJsonObject(scope)) return []
  const plain = ['units', 'paths', 'images'].flatMap((key) =>
    listOf(scope[key]).map((pattern, i) => ({ at: ['scope', key, i] as Path, pattern })),
  )
  const objects = listOf(scope.objects).flatMap((object, i) =>
    Object.entries(isJsonObject(object) ? object : {}).map(([key, pattern]) => ({ at: ['scope', 'objects', i, key] as Path, pattern })),
  )
  return [...plain, ...objects].flatMap(({ at, pattern }): Fault[] => {
    if (typeof pattern !== 'string' || pattern === '') return []
    const problem = patternProblem(pattern)
    const shown = JSON.stringify(pattern)
    if (problem === 'everything') return [{ path: [...path, ...at], message: words.everything(shown) }]
    if (problem === 'syntax') return [{ path: [...path, ...at], message: words.patternForm(shown) }]
    if (at[1] === 'images' && !isRepositoryPattern(pattern)) return [{ path: [...path, ...at], message: words.imageForm(shown) }]
    return at[1] === 'objects' && pattern.includes('/') ? [{ path: [...path, ...at], message: words.noFolders(shown) }] : []
  })
}

/** `@Team` and `team` are one: a name in another spelling must not pass for somebody else. */
function person(name: string): string {
  return name.normalize('NFKC').trim().replace(/^@/, '').toLowerCase()
}

function peopleFaults({ owner, approvedBy }: JsonObject, { path, words }: Place): Fault[] {
  if (typeof owner !== 'string') return []
  return (Array.isArray(approvedBy) ? approvedBy : [approvedBy]).flatMap((approver): Fault[] =>
    typeof approver === 'string' && approver.trim() !== '' && person(approver) === person(owner)
      ? [{ path: [...path, 'approvedBy'], message: words.ownApproval(approver) }]
      : [],
  )
}

function dateFaults({ approvedAt, expiresAt }: JsonObject, today: string, { path, words }: Place): Fault[] {
  const dates = Object.entries({ approvedAt, expiresAt }).flatMap(([key, value]): Fault[] =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !isDay(value)
      ? [{ path: [...path, key], message: words.dateForm(key, JSON.stringify(value)) }]
      : [],
  )
  const approved = typeof approvedAt === 'string' && isDay(approvedAt) ? approvedAt : undefined
  // east of Greenwich the day begins earlier
  if (approved !== undefined && approved > daysAfter(today, 1))
    dates.push({ path: [...path, 'approvedAt'], message: words.approvedLater(approved, today) })
  if (typeof expiresAt !== 'string' || !isDay(expiresAt)) return dates
  const from = approved ?? today
  const last = daysAfter(from, longestWaiver)
  if (approved !== undefined && expiresAt < approved)
    dates.push({ path: [...path, 'expiresAt'], message: words.expiresBefore(expiresAt, approved) })
  if (expiresAt > last) dates.push({ path: [...path, 'expiresAt'], message: words.tooLate(expiresAt, last, from) })
  return dates
}
