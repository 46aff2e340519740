import type { ImageSettings } from '../config/config.ts'
import type { ImageFacts, ImageUse, Platform } from './model.ts'
import type { RunningImage } from './options.ts'
import { normalisePlatform, platformText } from './registry/platform.ts'

/** An image on one platform, with everything that runs it. */
export interface UsedReference {
  /** Normalised reference and platform: two that have the same key are the same image, as far as that is known without asking anybody. */
  key: string
  facts: ImageFacts
  uses: ImageUse[]
}

export const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64' }

/** The platforms that an image is wanted for where a pod names none. */
export function wantedPlatforms({ platforms }: Pick<ImageSettings, 'platforms'>): Platform[] {
  if (platforms === undefined) return [defaultPlatform]
  const read = platforms.map((text) => {
    const [os = '', architecture = '', variant] = text.split('/')
    return normalisePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) })
  })
  return [...new Map(read.map((platform) => [platformText(platform), platform])).values()]
}

/**
 * Groups uses by what they run, sorted by key. A use that can be scheduled to several platforms runs an image of each.
 * @param wanted where a use says nothing about its platform
 */
export function usedReferences(uses: ImageUse[], wanted: Platform[]): UsedReference[] {
  const groups = new Map<string, UsedReference>()
  for (const use of uses) {
    for (const platform of use.platforms.length > 0 ? use.platforms : wanted) {
      const facts = factsOf(use, platform)
      const key = `${nameOf(facts)} ${platformText(platform)}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { key, facts, uses: [use] })
      else {
        group.uses.push(use)
        if (facts.reference < group.facts.reference) group.facts = facts
      }
    }
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** What each unit runs, for the other state of a change. */
export function runningImages(references: UsedReference[]): RunningImage[] {
  return references.flatMap((reference) => {
    const units = new Map(reference.uses.map(({ unit, environment }) => [unit, environment]))
    return [...units].map(([unit, environment]) => ({ unit, key: runningKey(reference, environment) }))
  })
}

/** True for an image that another state runs too, in every environment in which this one does: an image that is promoted is looked at anew. */
export function isRunning(reference: UsedReference, known: ReadonlySet<string>): boolean {
  return reference.uses.every(({ environment }) => known.has(runningKey(reference, environment)))
}

function runningKey({ key }: UsedReference, environment: string): string {
  return environment === '' ? key : `${key} ${environment}`
}

/** `registry/repository@digest`, else with the tag, which is `latest` where none is written. */
function nameOf({ reference, registry, repository, tag, digest }: ImageFacts): string {
  if (repository === '') return reference
  return `${registry}/${repository}${digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`}`
}

function factsOf({ image }: ImageUse, platform: Platform): ImageFacts {
  if (!('unresolved' in image)) return { ...image, platform }
  const problem =
    image.invalid === undefined
      ? {
          code: 'unresolved' as const,
          message: `"${image.reference}" holds a placeholder: which image it will be is known only when it is deployed.`,
        }
      : { code: 'invalid-reference' as const, message: `"${image.reference}" is no image reference: ${image.invalid}.` }
  return { reference: image.reference, registry: '', repository: '', platform, problem }
}
