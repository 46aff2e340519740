import { createHash } from 'node:crypto'
import {
  type Finding,
  type Manifest,
  type ObjectRef,
  type Path,
  type RawFinding,
  type RawImageFinding,
  type RelatedLocation,
  type Rule,
  severities,
} from '../model.ts'
import { compareText } from '../order.ts'
import { locationOf, placesOf } from '../provenance/fields.ts'
import type { SourcePlace } from '../provenance/place.ts'
import type { Identity } from './baseline/entry.ts'
import { deploymentChain } from './chain.ts'
import { isExempt } from './exemptions.ts'
import type { FinishedFindings, GovernOptions } from './findings.ts'
import { mergeParams, sentenceParams } from './image-params.ts'
import { messageOf, placeMessage, useMessage } from './messages.ts'
import { worstOf } from './order.ts'

/** Other objects that a finding points to; `finding.image.uses` names all. */
const shownUses = 50

type RawOfImage = RawFinding & { image: RawImageFinding }

/** An object that runs the image, with its place. */
interface Use {
  manifest: number
  path: Path
  /** Text of the reference that is meant: its tag. */
  part?: string
  places: SourcePlace[]
}

/** True for what a rule about images found. */
export function isOfImage(finding: RawFinding): finding is RawOfImage {
  return finding.image !== undefined
}

/**
 * Makes one finding of all that is the same in images of one repository, whatever their tags, platforms and digests: the worst severity, the
 * params of all (see mergeParams), the words of the worst. It stands at the first of its uses by file, line and unit. Objects that the
 * configuration exempts are no uses; without a use there is no finding.
 */
export async function finishImageFindings(raw: RawOfImage[], options: GovernOptions): Promise<FinishedFindings> {
  const exempted = new Set<number>()
  const groups = [...Map.groupBy(raw, (finding) => imageFingerprint(finding.ruleId, finding.image))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([print, members]) => ({ print, members: members.sort(compareRaw(options.rules)), uses: usesOf(members, options, exempted) }))
    .filter(({ uses }) => uses.length > 0)
  const all = groups.flatMap(({ uses }) => uses)
  const places = await placesOf(
    all.map(({ manifest, path, part }) => ({ manifest: options.manifests[manifest]!, path, ...(part === undefined ? {} : { part }) })),
    options.sources,
  )
  for (const [i, use] of all.entries()) use.places = places[i]!
  for (const { uses } of groups) uses.sort(compareUses(options.manifests))
  const chain = await deploymentChain(new Set(groups.map(({ uses }) => options.manifests[uses[0]!.manifest]!.unit)), options)
  const identities = new Map<string, Identity>()
  const findings = groups.map(({ print, members, uses }) => {
    identities.set(print, identityOf(print, members, { ...options, uses }))
    return findingOf(print, members, { ...options, uses, chain })
  })
  return { findings, identities, exempted }
}

/** Identity of what is found in the images of a repository: neither object nor tag, version or digest are part of it. */
function imageFingerprint(ruleId: string, { check = '', subject = '', repository }: Omit<RawImageFinding, 'uses'>): string {
  return createHash('sha256')
    .update(JSON.stringify(['image', ruleId, check, subject, repository]))
    .digest('hex')
}

function severityOf(finding: RawFinding, rules: Map<string, Rule>) {
  return finding.severity ?? rules.get(finding.ruleId)!.severity
}

/** The worst first; alike ones by their params, so that their order says nothing. */
function compareRaw(rules: Map<string, Rule>): (a: RawOfImage, b: RawOfImage) => number {
  return (a, b) =>
    severities.indexOf(severityOf(a, rules)) - severities.indexOf(severityOf(b, rules)) ||
    compareText(a.variant ?? '', b.variant ?? '') ||
    compareText(JSON.stringify(a.params), JSON.stringify(b.params))
}

function usesOf(members: RawOfImage[], { rules, manifests, exemptions }: GovernOptions, exempted: Set<number>): Use[] {
  const uses = new Map<string, Use>()
  for (const { ruleId, image, params } of members) {
    for (const { manifest, path } of image.uses) {
      if (isExempt(rules.get(ruleId)!, manifests[manifest]!, exemptions)) {
        exempted.add(manifest)
        continue
      }
      const part = typeof params.tag === 'string' ? { part: params.tag } : {}
      uses.set(JSON.stringify([manifest, path]), { manifest, path, ...part, places: [] })
    }
  }
  return [...uses.values()]
}

function compareUses(manifests: Manifest[]): (a: Use, b: Use) => number {
  const refOf = ({ apiVersion, kind, namespace, name }: ObjectRef) => JSON.stringify([namespace, kind, name, apiVersion])
  return (a, b) => {
    const [one, other] = [manifests[a.manifest]!, manifests[b.manifest]!]
    const [place, otherPlace] = [a.places[0]!, b.places[0]!]
    return (
      compareText(place.file, otherPlace.file) ||
      place.startLine - otherPlace.startLine ||
      compareText(one.unit, other.unit) ||
      place.startColumn - otherPlace.startColumn ||
      compareText(refOf(one.ref), refOf(other.ref)) ||
      compareText(JSON.stringify(a.path), JSON.stringify(b.path))
    )
  }
}

interface Parts extends GovernOptions {
  uses: Use[]
}

/** What a baseline and a statement about the image are compared with. */
function identityOf(print: string, members: RawOfImage[], { rules, manifests, uses }: Parts): Identity {
  const { repository, subject } = members[0]!.image
  const worst = worstOf(members.map((member) => severityOf(member, rules)))
  const worstUses = members.filter((member) => severityOf(member, rules) === worst).flatMap(({ image }) => image.uses)
  return {
    fingerprint: print,
    file: repository,
    image: {
      ...(subject === undefined ? {} : { subject }),
      uses: uses.map(({ manifest, path }) => ({ manifest, path })),
      units: [...new Set(worstUses.map(({ manifest }) => manifests[manifest]!.unit))].sort(),
    },
  }
}

function findingOf(
  print: string,
  members: RawOfImage[],
  { rules, manifests, language, uses, chain }: Parts & { chain: Map<string, RelatedLocation[]> },
): Finding {
  const [worst] = members
  const { ruleId, variant, image } = worst!
  const rule = rules.get(ruleId)!
  const params = mergeParams(members.map((member) => member.params))
  const [first, ...others] = uses
  const manifest = manifests[first!.manifest]!
  const [place, ...behind] = first!.places
  return {
    ruleId,
    severity: severityOf(worst!, rules),
    message: messageOf(rule, { language, params: sentenceParams(params), ...(variant === undefined ? {} : { variant }) }),
    status: 'open',
    ref: manifest.ref,
    unit: manifest.unit,
    path: first!.path,
    location: locationOf(place!),
    related: [
      ...others.slice(0, shownUses).map((use) => ({
        ...locationOf(use.places[0]!),
        relation: 'object' as const,
        message: useMessage(manifests[use.manifest]!.ref, language),
      })),
      ...behind.map((other) => ({ ...locationOf(other), relation: 'source' as const, message: placeMessage(other, language) })),
      ...(chain.get(manifest.unit) ?? []),
    ],
    params,
    fingerprint: print,
    ...(image.check === undefined ? {} : { check: image.check }),
    image: {
      repository: image.repository,
      uses: uses.map((use) => {
        const { unit, ref } = manifests[use.manifest]!
        const { file, startLine } = use.places[0]!
        return { unit, ref, file, line: startLine }
      }),
    },
  }
}
