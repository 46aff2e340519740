import type { RuleExample } from '../../scanner/src/evaluate/examples.ts'
import type { ImageContext } from '../../scanner/src/evaluate/images.ts'
import type { ImageFacts, ImageUse, UsedImage } from '../../scanner/src/images/model.ts'
import { parseImage } from '../../scanner/src/images/reference.ts'
import { isJsonObject, listOf } from '../../scanner/src/json.ts'
import type { Json, JsonObject, Manifest, RawFinding, Rule } from '../../scanner/src/model.ts'
import { readDocuments } from '../../scanner/src/parse/index.ts'

/** The images of an example, and an object for each of their uses. */
export interface ExampleImages {
  images: UsedImage[]
  context: ImageContext
  manifests: Manifest[]
}

/**
 * Reads `images` of an example: a list of `{image, uses, locked, ...facts}`; a use is `{in: Kind/name, container, ...facts}`. Keys that are
 * written become facts as they are; the reference is normalised as in a scan.
 * @throws Error for anything else
 */
export function exampleImages(example: RuleExample): ExampleImages {
  const { documents, problems } = readDocuments(example.images ?? '')
  const list = documents[0]?.value
  if (problems.length > 0 || !Array.isArray(list)) throw new Error(`${example.title}: images must be a list (${JSON.stringify(problems)})`)
  const manifests: Manifest[] = []
  const locked = new Set<string>()
  const images = list.map((value): UsedImage => {
    if (!isJsonObject(value)) throw new Error(`${example.title}: an image must be a mapping`)
    const { image, uses, locked: isLocked, ...facts } = value
    const reference = parseImage(image)
    if (reference === undefined) throw new Error(`${example.title}: an image must name itself: image: registry.example/name:tag`)
    if (isLocked === true) locked.add(reference.reference)
    const { scan } = facts
    const found = isJsonObject(scan)
      ? { scan: { ...noFindings, ...scan, vulnerabilities: listOf(scan.vulnerabilities).map(complete) } }
      : {}
    const own = 'unresolved' in reference ? { registry: '', repository: '' } : {}
    return {
      image: { ...reference, ...own, ...facts, ...found } as unknown as ImageFacts,
      uses: listOf(uses).map((use) => {
        if (!isJsonObject(use)) throw new Error(`${example.title}: a use must be a mapping`)
        const [made, manifest] = exampleUse(use, reference, { index: manifests.length, environment: example.environment ?? '' })
        manifests.push(manifest)
        return made
      }),
    }
  })
  const context: ImageContext = {
    today: example.today ?? '2026-06-01',
    exploits: example.exploits ?? {},
    lock: example.lock ?? 'none',
    isLocked: (image) => locked.has(image.reference),
  }
  return { images, context, manifests }
}

const noFindings = { packages: 10, vulnerabilities: [], secrets: [], licenses: [] }

function complete(vulnerability: Json): JsonObject {
  return { paths: [], weaknesses: [], ...(isJsonObject(vulnerability) ? vulnerability : {}) }
}

function exampleUse(
  { in: object, container = '', ...facts }: JsonObject,
  image: ImageUse['image'],
  { index, environment }: { index: number; environment: string },
): [ImageUse, Manifest] {
  const [kind = '', name = ''] = String(object).split('/')
  const ref = { apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1', kind, namespace: '', name }
  const path = [...(kind === 'Pod' ? [] : ['spec', 'template']), 'spec', 'containers', 0, 'image']
  const use = { manifest: index, unit: 'example', environment, ref, path, type: 'container', name: container, image, platforms: [] }
  const manifest: Manifest = { object: {}, ref, unit: 'example', origin: { kind: 'file', file: 'example.yaml', document: 0, itemPath: [] } }
  return [{ ...use, ...facts } as unknown as ImageUse, manifest]
}

/** A finding about an image as an example writes it, variant and severity aside. */
export function imageFindingText({ image, ruleId }: RawFinding, { images, manifests }: ExampleImages, rule: Rule): string {
  if (image === undefined) throw new Error(`${ruleId}: a finding of a rule about images names no image`)
  const used = images.find((one) => one.uses.some(({ manifest }) => manifest === image.uses[0]!.manifest))!
  const named = image.uses.map(({ manifest }) => `${manifests[manifest]!.ref.kind}/${manifests[manifest]!.ref.name}`)
  const where = image.uses.length === used.uses.length ? '' : ` in ${named.join(', ')}`
  if (ruleId !== rule.id) throw new Error(`${ruleId} answers for ${rule.id}`)
  return [image.repository, image.check, image.subject].filter((part) => part !== undefined).join(' ') + where
}
