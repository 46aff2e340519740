import type { Json, JsonObject } from '../../model.ts'
import { terraformBlocks } from './blocks.ts'
import { objectsOf, type TerraformFile } from './file.ts'

/** A block that may have any number of instances. */
export interface Declaration {
  /** Within its module: `aws_s3_bucket.logs`, `data.aws_regions.all`, `module.network`. */
  address: string
  /** 1-based, of the block; absent in JSON. */
  line?: number
  /** What says how many there are: `count` or `for_each`, and its text. */
  attribute: string
  text: string
}

export interface Declarations {
  blocks: Declaration[]
  /** Texts of local values by name. */
  locals: [name: string, text: string][]
}

const numbers = new Set(['count', 'for_each'])

/** The blocks of a file with `count` or `for_each`, and its local values. None of a file that cannot be parsed. */
export function declarationsOf({ path, text }: Pick<TerraformFile, 'path' | 'text'>): Declarations {
  return path.endsWith('.json') ? ofJson(text) : ofNative(text)
}

function ofNative(text: string): Declarations {
  const all = terraformBlocks(text)
  const blocks = all.flatMap(({ type, labels, startLine, attributes }): Declaration[] => {
    const number = attributes.find(({ name }) => numbers.has(name))
    if (number === undefined) return []
    return [{ address: addressOf(type, labels), line: startLine, attribute: number.name, text: text.slice(number.start, number.end) }]
  })
  const locals = all.filter(({ type }) => type === 'locals').flatMap(({ attributes }) => attributes)
  return { blocks, locals: locals.map(({ name, start, end }) => [name, text.slice(start, end)]) }
}

function ofJson(text: string): Declarations {
  let tops: JsonObject[]
  try {
    tops = objectsOf(JSON.parse(text) as Json)
  } catch {
    return { blocks: [], locals: [] }
  }
  const bodies = (value: Json | undefined, labels: string[], depth: number): [string[], JsonObject][] =>
    objectsOf(value).flatMap((body): [string[], JsonObject][] =>
      depth === 0 ? [[labels, body]] : Object.entries(body).flatMap(([label, inner]) => bodies(inner, [...labels, label], depth - 1)),
    )
  const blocks = tops.flatMap((top) =>
    Object.entries({ resource: 2, data: 2, module: 1 }).flatMap(([type, depth]) =>
      bodies(top[type], [], depth).flatMap(([labels, body]): Declaration[] => {
        const number = Object.entries(body).find(([name]) => numbers.has(name))
        return number === undefined ? [] : [{ address: addressOf(type, labels), attribute: number[0], text: JSON.stringify(number[1]) }]
      }),
    ),
  )
  const locals = tops.flatMap((top) => objectsOf(top.locals))
  return {
    blocks,
    locals: locals.flatMap((body) => Object.entries(body).map(([name, value]): [string, string] => [name, JSON.stringify(value)])),
  }
}

function addressOf(type: string, labels: string[]): string {
  return (type === 'resource' ? labels : [type, ...labels]).join('.')
}
