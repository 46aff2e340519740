import type { Fault } from '../../documents/schema-fault.ts'
import { isJsonObject, listOf } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import { justifications, type Product, type Statement, type VexStatus } from './model.ts'
import { imageProduct, parsePackageUrl } from './products.ts'
import type { Reading } from './read.ts'

const text = { type: 'string', minLength: 1, maxLength: 4096 }
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}' }
const identifiers = { type: 'object', properties: { purl: text } }
const component = { type: 'object', properties: { '@id': text, identifiers } }

/** What is read of OpenVEX 0.2.0; other keys are left alone. */
export const openVexSchema: JsonObject = {
  type: 'object',
  required: ['@context', 'author', 'timestamp', 'statements'],
  properties: {
    author: text,
    timestamp: time,
    statements: {
      type: 'array',
      maxItems: 10_000,
      items: {
        type: 'object',
        required: ['vulnerability', 'products', 'status'],
        properties: {
          vulnerability: {
            type: 'object',
            required: ['name'],
            properties: { name: text, aliases: { type: 'array', items: text } },
          },
          timestamp: time,
          last_updated: time,
          status: { enum: ['not_affected', 'affected', 'fixed', 'under_investigation'] },
          justification: { enum: [...justifications] },
          impact_statement: text,
          products: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              properties: {
                '@id': text,
                identifiers,
                hashes: { type: 'object', properties: { 'sha-256': text } },
                subcomponents: { type: 'array', items: component },
              },
            },
          },
        },
      },
    },
  },
}

/** The statements of an OpenVEX document whose form is right, and what is wrong beyond the form. */
export function readOpenVex(document: JsonObject, { file, words }: Reading): { statements: Statement[]; faults: Fault[] } {
  const faults: Fault[] = []
  const statements = listOf(document.statements).flatMap((statement, i): Statement[] => {
    if (!isJsonObject(statement)) return []
    const path: Path = ['statements', i]
    const status = statement.status as VexStatus
    const justification = statement.justification ?? statement.impact_statement
    if (status === 'not_affected' && typeof justification !== 'string') faults.push({ path, message: words.noJustification })
    const { name, aliases } = (isJsonObject(statement.vulnerability) ? statement.vulnerability : {}) as { name?: Json; aliases?: Json }
    const moment = statement.last_updated ?? statement.timestamp ?? document.last_updated ?? document.timestamp
    return [
      {
        document: file,
        author: String(document.author),
        time: Date.parse(String(moment)) || 0,
        names: [name, ...listOf(aliases)].filter((one) => typeof one === 'string'),
        status,
        justification: status === 'not_affected' && typeof justification === 'string' ? justification : '',
        products: listOf(statement.products).flatMap((product, at) =>
          productOf(product, { path: [...path, 'products', at], faults, words }),
        ),
      },
    ]
  })
  return { statements, faults }
}

function productOf(product: Json, { path, faults, words }: { path: Path; faults: Fault[] } & Pick<Reading, 'words'>): Product[] {
  if (!isJsonObject(product)) return []
  const packages = listOf(product.subcomponents).flatMap((part) => {
    const [url] = namesOf(part).flatMap((name) => parsePackageUrl(name) ?? [])
    return url === undefined ? [] : [url]
  })
  // a part that nobody can name must not widen the statement to all of the image
  if (packages.length < listOf(product.subcomponents).length) faults.push({ path, message: words.noPackage })
  const names = namesOf(product)
  for (const name of names) {
    const image = imageProduct(name)
    if (image === undefined) continue
    if ('fault' in image) {
      faults.push({ path, message: words.product(name, image.fault) })
      return []
    }
    const hash = isJsonObject(product.hashes) ? product.hashes['sha-256'] : undefined
    return [{ image: { ...image, ...(typeof hash === 'string' ? { digest: `sha256:${hash}` } : {}) }, packages }]
  }
  const own = names.flatMap((name) => parsePackageUrl(name) ?? [])
  return own.length > 0 && packages.length === 0 ? [{ packages: own.slice(0, 1) }] : []
}

function namesOf(component: Json): string[] {
  if (!isJsonObject(component)) return []
  const { identifiers } = component
  return [isJsonObject(identifiers) ? identifiers.purl : undefined, component['@id']].filter((name) => typeof name === 'string')
}
