import type { SourceFiles } from '../files.ts'
import { canonicalJson } from '../json.ts'
import type { Finding, Fix, JsonObject, Language, Manifest, Path, RawFinding, RelatedLocation, Rule } from '../model.ts'
import { locationOf, placesOf } from '../provenance/fields.ts'
import type { FieldOf, SourcePlace } from '../provenance/place.ts'
import type { Identity } from './baseline/entry.ts'
import { deploymentChain } from './chain.ts'
import { type Exemptions, isExempt } from './exemptions.ts'
import { fingerprint, normalisePath } from './fingerprint.ts'
import { finishImageFindings, isOfImage } from './image-findings.ts'
import { messageOf, placeMessage } from './messages.ts'
import { compareFindings } from './order.ts'

export interface GovernOptions {
  /** The rules that were on, with the severities of the configuration. */
  rules: Map<string, Rule>
  manifests: Manifest[]
  exemptions: Exemptions
  language: Language
  sources: SourceFiles
  /** What defines a unit, by unit id: its Application, Flux Kustomization or HelmRelease. */
  definitions: Map<string, Manifest>
}

export interface FinishedFindings {
  /** All open, sorted. */
  findings: Finding[]
  /** What each is for a baseline, by its fingerprint. */
  identities: Map<string, Identity>
  /** Indexes of the manifests that no rule of an exemptible domain judged. */
  exempted: Set<number>
}

/** Turns what rules answered into findings: exemptions applied, severity, message, places and fingerprint added, sorted. */
export async function finishFindings(raw: RawFinding[], options: GovernOptions): Promise<FinishedFindings> {
  const { manifests, sources } = options
  const ofImages = await finishImageFindings(raw.filter(isOfImage), options)
  const exempted = new Set<number>()
  const kept = unique(raw.filter((finding) => !isOfImage(finding))).filter(({ ruleId, manifest }) => {
    const isKept = !isExempt(options.rules.get(ruleId)!, manifests[manifest]!, options.exemptions)
    if (!isKept) exempted.add(manifest)
    return isKept
  })
  const fields = kept.flatMap((finding) => [finding, ...finding.related].map((place) => fieldOf(place, manifests)))
  const places = await placesOf(fields, sources)
  const chain = await deploymentChain(new Set(kept.map(({ manifest }) => manifests[manifest]!.unit)), options)
  const ordinals = new Map<string, number>()
  const identities = new Map<string, Identity>()
  let next = 0
  const findings = kept.map((finding): Finding => {
    const manifest = manifests[finding.manifest]!
    const prints = fingerprintsOf({ ...finding, ...detail(options.rules.get(finding.ruleId)!, finding) }, manifest, ordinals)
    identities.set(prints.own, { fingerprint: prints.first, file: manifest.origin.file })
    const first = next
    next += 1 + finding.related.length
    const own = places.slice(first, next)
    return finished(finding, { options, places: own, deployment: chain.get(manifest.unit) ?? [], fingerprint: prints.own })
  })
  return {
    findings: [...findings, ...ofImages.findings].sort(compareFindings),
    identities: new Map([...identities, ...ofImages.identities]),
    exempted: exempted.union(ofImages.exempted),
  }
}

function fieldOf({ manifest, path, params }: { manifest: number; path: Path; params?: JsonObject }, manifests: Manifest[]): FieldOf {
  const part = params?.tag
  return { manifest: manifests[manifest]!, path, ...(typeof part === 'string' ? { part } : {}) }
}

interface FinishContext {
  options: GovernOptions
  /** Of the finding and of each of its related places: the place itself, then the others that stand behind it. */
  places: SourcePlace[][]
  /** What deploys the unit. */
  deployment: RelatedLocation[]
  fingerprint: string
}

function finished(finding: RawFinding, { options, places, deployment, fingerprint }: FinishContext): Finding {
  const { language } = options
  const { params } = finding
  const manifest = options.manifests[finding.manifest]!
  const rule = options.rules.get(finding.ruleId)!
  const [[place, ...behind] = [], ...others] = places
  const variant = finding.variant === undefined ? {} : { variant: finding.variant }
  const fix = fixOf(rule, finding)
  return {
    ruleId: rule.id,
    severity: finding.severity ?? rule.severity,
    message: messageOf(rule, { language, params, ...variant }),
    status: 'open',
    ref: manifest.ref,
    unit: manifest.unit,
    path: finding.path,
    location: locationOf(place!),
    related: [
      ...finding.related.map(({ message }, i): RelatedLocation => {
        const sentence = messageOf(rule, { language, variant: message, params })
        return { ...locationOf(others[i]![0]!), relation: 'object', message: sentence }
      }),
      ...behind.map((other): RelatedLocation => ({ ...locationOf(other), relation: 'source', message: placeMessage(other, language) })),
      ...deployment,
    ],
    params,
    fingerprint,
    ...(fix === undefined ? {} : { fix }),
  }
}

/**
 * The same answer twice (an object that two evaluations saw) is one finding; sorted so that ordinals are stable: in the order of objects, which
 * is the same within a unit whether or not others are judged beside it.
 */
function unique(raw: RawFinding[]): RawFinding[] {
  const place = (index: number) => String(index).padStart(12, '0')
  const keyOf = ({ manifest, related, ...finding }: RawFinding) =>
    canonicalJson([place(manifest), finding, related.map((other) => ({ ...other, manifest: place(other.manifest) }))] as never)
  const byText = new Map(raw.map((finding) => [keyOf(finding), finding]))
  return [...byText.keys()].sort().map((key) => byText.get(key)!)
}

/**
 * A conftest rule says only by its sentence what it is about: without it, a new finding would take the identity (and the waiver) of another
 * one of the same object.
 */
function detail(rule: Rule, finding: RawFinding): { variant?: string } {
  return rule.message === '{msg}' && typeof finding.params.msg === 'string' ? { variant: finding.params.msg } : {}
}

/** A fingerprint that no other finding has, and that of the first finding of the same identity. */
function fingerprintsOf(finding: RawFinding, manifest: Manifest, ordinals: Map<string, number>): { own: string; first: string } {
  const identity = {
    ruleId: finding.ruleId,
    unit: manifest.unit,
    ref: manifest.ref,
    path: finding.path,
    object: manifest.object,
    ...(finding.variant === undefined ? {} : { variant: finding.variant }),
  }
  const { apiVersion: _version, ...ref } = manifest.ref
  const key = JSON.stringify([finding.ruleId, manifest.unit, ref, normalisePath(finding.path, manifest.object), finding.variant])
  const ordinal = ordinals.get(key) ?? 0
  ordinals.set(key, ordinal + 1)
  const first = fingerprint({ ...identity, ordinal: 0 })
  return { own: ordinal === 0 ? first : fingerprint({ ...identity, ordinal }), first }
}

function fixOf(rule: Rule, finding: RawFinding): Fix | undefined {
  if (rule.fix === undefined || finding.variant !== undefined) return undefined
  const path = rule.fix.field === undefined ? finding.path : [...finding.path, rule.fix.field]
  return rule.fix.op === 'remove' ? { op: 'remove', path } : { op: 'set', path, value: rule.fix.value ?? null }
}
