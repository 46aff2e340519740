import type { ImageFacts, ImageUse, UsedImage } from '../images/model.ts'
import { platformText } from '../images/registry/platform.ts'
import { isJsonObject, listOf } from '../json.ts'
import { type Json, type JsonObject, type RawFinding, type Rule, type Severity, severities } from '../model.ts'
import { type Findings, ruleOf } from './answers.ts'
import { EvaluationError } from './evaluation-error.ts'

export const imageEntrypoint = 'policy_gate/image/results'

/** What holds for all images of a scan, and what rules see of it. */
export interface ImageContext {
  /** `YYYY-MM-DD`. */
  today: string
  /** Dates of the catalogues that vulnerabilities were looked up in, `YYYY-MM-DD`; absent: not looked up. */
  exploits: { epss?: string; kev?: string }
  /** What the lock file is used for. */
  lock: 'none' | 'check' | 'require'
  /** Whether the lock file has an entry for the image. */
  isLocked: (image: ImageFacts) => boolean
}

/** A question to a policy about one image, with the JSON text of its input. */
export interface ImageQuestion {
  entrypoint: typeof imageEntrypoint
  image: UsedImage
  text: string
}

/** The question about an image: `{image, uses, today, exploits, lock}`; docs/architecture.md, "What a rule sees". */
export function imageQuestion(used: UsedImage, { today, exploits, lock, isLocked }: ImageContext): ImageQuestion {
  const uses = used.uses.map(({ manifest: _, ...use }) => use)
  const input = { image: used.image, uses, today, exploits, lock: { mode: lock, locked: isLocked(used.image) } }
  return { entrypoint: imageEntrypoint, image: used, text: JSON.stringify(input) }
}

/** The identity of an image across releases: registry and repository, or what is written where that is no reference. */
export function repositoryOf({ registry, repository, reference }: ImageFacts): string {
  return registry === '' || repository === '' ? reference : `${registry}/${repository}`
}

const keys = {
  finding: new Set(['rule', 'params', 'check', 'subject', 'severity', 'variant', 'uses']),
  unknown: new Set(['rule', 'params', 'variant', 'uses']),
}

/**
 * Reads `{findings, unknown}` about one image. Nothing in it is overlooked: an entry that is not of this form is an error of its rule.
 * @throws EvaluationError for anything that is no such answer
 */
export function readImageAnswer(answer: Json, { rules, used }: { rules: Map<string, Rule>; used: UsedImage }): Findings {
  if (!isJsonObject(answer) || !Array.isArray(answer.findings) || !Array.isArray(answer.unknown))
    throw new EvaluationError('the policy gave no findings')
  const findings = answer.findings.map((value): RawFinding => {
    const { entry, rule, params, variant, uses } = readEntry(value, { rules, used, type: 'finding' })
    const { check, subject, severity } = entry
    if (check !== undefined && !isName(check)) throw wrong(rule, 'check', 'a text')
    if (subject !== undefined && !isName(subject)) throw wrong(rule, 'subject', 'a text')
    const { platform } = used.image
    const told: JsonObject = used.isPlatformTold === true && platform !== undefined ? { platform: platformText(platform) } : {}
    if (severity !== undefined && !severities.includes(severity as Severity)) throw wrong(rule, 'severity', severities.join(', '))
    const [first, ...others] = uses
    return {
      ruleId: rule.id,
      ...(severity === undefined ? {} : { severity: severity as Severity }),
      ...variant,
      path: first.path,
      params: { ...told, ...params },
      manifest: first.manifest,
      related: others.map(({ manifest, path }) => ({ manifest, path, message: '' })),
      image: {
        repository: repositoryOf(used.image),
        ...(check === undefined ? {} : { check }),
        ...(subject === undefined ? {} : { subject }),
        uses: uses.map(({ manifest, path }) => ({ manifest, path })),
      },
    }
  })
  const unknown = answer.unknown.map((value) => {
    const { rule, params, variant, uses } = readEntry(value, { rules, used, type: 'unknown' })
    const [{ manifest, path }] = uses
    const message = variant.variant === undefined ? undefined : rule.variants?.[variant.variant]
    return { ruleId: rule.id, manifest, path, params, image: used.image.reference, ...(message === undefined ? {} : { message }) }
  })
  return { findings, unknown }
}

interface Entry {
  entry: JsonObject
  rule: Rule
  params: JsonObject
  variant: { variant?: string }
  uses: [ImageUse, ...ImageUse[]]
}

/** What both kinds of entries have. */
function readEntry(entry: Json, { rules, used, type }: { rules: Map<string, Rule>; used: UsedImage; type: 'finding' | 'unknown' }): Entry {
  if (!isJsonObject(entry)) throw new EvaluationError(`the policy gave an entry of ${type} that is no object`)
  const rule = ruleOf(entry, rules)
  const strange = Object.keys(entry).find((key) => !keys[type].has(key))
  if (strange !== undefined) throw new EvaluationError(`${rule.id} gives the key ${strange}, which an answer about images does not have`)
  const { params, variant } = entry
  if (!isJsonObject(params)) throw wrong(rule, 'params', 'an object')
  if (variant !== undefined && (typeof variant !== 'string' || rule.variants?.[variant] === undefined))
    throw wrong(rule, 'variant', 'a variant of its METADATA')
  return { entry, rule, params, variant: typeof variant === 'string' ? { variant } : {}, uses: usesOf(entry, rule, used) }
}

function usesOf(entry: JsonObject, rule: Rule, { uses }: UsedImage): [ImageUse, ...ImageUse[]] {
  const indexes = entry.uses === undefined ? [...uses.keys()] : entry.uses
  const chosen =
    Array.isArray(indexes) && indexes.every((index) => Number.isInteger(index)) ? new Set(indexes as number[]) : new Set<number>()
  const [first, ...others] = uses.filter((_, index) => chosen.has(index))
  if (first === undefined || others.length + 1 !== listOf(indexes).length) throw wrong(rule, 'uses', 'indexes of uses, each once')
  return [first, ...others]
}

function isName(value: Json): value is string {
  return typeof value === 'string' && value !== ''
}

function wrong(rule: Rule, key: string, wanted: string): EvaluationError {
  return new EvaluationError(`${rule.id} gives ${key} in another form than ${wanted}`)
}
