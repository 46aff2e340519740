import type { Fault } from '../../documents/schema-fault.ts'
import { isJsonObject, listOf } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import type { ImageProduct, PackageUrl, Product, Statement, VexStatus } from './model.ts'
import { imageProduct, parsePackageUrl } from './products.ts'
import type { Reading } from './read.ts'

const text = { type: 'string', minLength: 1, maxLength: 4096 }
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}' }

/** States of an analysis (CycloneDX 1.5 and 1.6) as the status that they mean. */
const states: Record<string, VexStatus> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
}

/** What is read of a CycloneDX document with vulnerabilities; other keys are left alone. */
export const cycloneDxSchema: JsonObject = {
  type: 'object',
  required: ['bomFormat', 'specVersion', 'vulnerabilities'],
  properties: {
    specVersion: { enum: ['1.5', '1.6'] },
    metadata: { type: 'object', properties: { timestamp: time } },
    vulnerabilities: {
      type: 'array',
      maxItems: 10_000,
      items: {
        type: 'object',
        required: ['id', 'affects'],
        properties: {
          id: text,
          updated: time,
          published: time,
          references: { type: 'array', items: { type: 'object', properties: { id: text } } },
          analysis: {
            type: 'object',
            properties: { state: { enum: Object.keys(states) }, justification: text, detail: text, lastUpdated: time, firstIssued: time },
          },
          affects: { type: 'array', items: { type: 'object', required: ['ref'], properties: { ref: text } } },
        },
      },
    },
  },
}

/**
 * The statements of a CycloneDX document whose form is right. A vulnerability is about the images that it refers to, else the image that the
 * document describes, else packages in any image; of an image about the packages that it refers to, else all of them.
 */
export function readCycloneDx(document: JsonObject, { file, words }: Reading): { statements: Statement[]; faults: Fault[] } {
  const faults: Fault[] = []
  const metadata = isJsonObject(document.metadata) ? document.metadata : {}
  const described = isJsonObject(metadata.component) ? metadata.component : undefined
  const components = componentsOf([...(described === undefined ? [] : [described]), ...listOf(document.components)])
  const whole = described === undefined ? undefined : partOf(described)
  const statements = listOf(document.vulnerabilities).flatMap((entry, i): Statement[] => {
    if (!isJsonObject(entry) || !isJsonObject(entry.analysis) || entry.analysis.state === undefined) return []
    const path: Path = ['vulnerabilities', i]
    const { analysis } = entry
    const status = states[String(analysis.state)] ?? 'under_investigation'
    const justification = analysis.justification ?? analysis.detail
    if (status === 'not_affected' && typeof justification !== 'string') faults.push({ path, message: words.noJustification })
    const moment = analysis.lastUpdated ?? analysis.firstIssued ?? entry.updated ?? metadata.timestamp ?? entry.published
    return [
      {
        document: file,
        author: authorOf(metadata),
        time: Date.parse(String(moment)) || 0,
        names: [entry.id, ...listOf(entry.references).map((one) => (isJsonObject(one) ? one.id : undefined))].filter(
          (one) => typeof one === 'string',
        ),
        status,
        justification: status === 'not_affected' && typeof justification === 'string' ? justification : '',
        products: productsOf(listOf(entry.affects), { components, whole, path, faults, words }),
      },
    ]
  })
  return { statements, faults }
}

interface Part {
  image?: ImageProduct
  package?: PackageUrl
  fault?: string
}

function componentsOf(list: Json[]): Map<string, Part> {
  return new Map(
    list.flatMap((component): [string, Part][] =>
      isJsonObject(component) && typeof component['bom-ref'] === 'string' ? [[component['bom-ref'], partOf(component)]] : [],
    ),
  )
}

function partOf({ purl, name, type }: JsonObject): Part {
  return typeof purl === 'string' ? namedPart(purl) : type === 'container' && typeof name === 'string' ? namedPart(name) : {}
}

function namedPart(name: string): Part {
  const image = imageProduct(name)
  if (image !== undefined) return 'fault' in image ? image : { image }
  const url = parsePackageUrl(name)
  return url === undefined ? {} : { package: url }
}

function productsOf(
  affects: Json[],
  {
    components,
    whole,
    path,
    faults,
    words,
  }: { components: Map<string, Part>; whole: Part | undefined; path: Path; faults: Fault[] } & Pick<Reading, 'words'>,
): Product[] {
  const parts = affects.flatMap((one, at): Part[] => {
    if (!isJsonObject(one) || typeof one.ref !== 'string') return []
    // urn:cdx:<serial>/<version>#<bom-ref> names a component of another document, by its package URL where anybody can know it
    const ref = one.ref.startsWith('urn:cdx:') ? decodeURIComponentSafely(one.ref.slice(one.ref.indexOf('#') + 1)) : one.ref
    // another bom-ref is a name inside of some document, not a reference to an image
    const part = components.get(ref) ?? (ref.startsWith('pkg:') ? namedPart(ref) : {})
    const fault =
      part.fault ?? (part.image === undefined && part.package === undefined ? 'names neither an image nor a package' : undefined)
    if (fault !== undefined) faults.push({ path: [...path, 'affects', at], message: words.product(ref, fault) })
    return [part]
  })
  const packages = parts.flatMap((part) => part.package ?? [])
  const images = parts.flatMap((part) => part.image ?? [])
  const products = images.length > 0 ? images : whole?.image === undefined ? [] : [whole.image]
  return products.length > 0 ? products.map((image) => ({ image, packages })) : packages.map((one) => ({ packages: [one] }))
}

function authorOf(metadata: JsonObject): string {
  const people = [metadata.supplier, metadata.manufacturer, ...listOf(metadata.authors)]
  const [name] = people.flatMap((one) => (isJsonObject(one) && typeof one.name === 'string' ? [one.name] : []))
  return name ?? ''
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
