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
  /** Texts of defaults by name of the variable. */
  defaults: [name: string, text: string][]
  /** Texts of what calls of modules give, by name of the call. */
  calls: Map<string, [name: string, text: string][]>
}

const numbers = new Set(['count', 'for_each'])

/** The blocks of a file with `count` or `for_each`, its local values, defaults of its variables, and what it gives to modules. None of a file that cannot be parsed. */
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
  const values = (type: string) =>
    all
      .filter((block) => block.type === type)
      .map(({ labels, attributes }): [string, [string, string][]] => [
        labels[0] ?? '',
        attributes.map(({ name, start, end }) => [name, text.slice(start, end)]),
      ])
  return {
    blocks,
    locals: values('locals').flatMap(([, own]) => own),
    defaults: defaultsOf(values('variable')),
    calls: new Map(values('module')),
  }
}

function ofJson(text: string): Declarations {
  let tops: JsonObject[]
  try {
    tops = objectsOf(JSON.parse(text) as Json)
  } catch {
    return { blocks: [], locals: [], defaults: [], calls: new Map() }
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
  const values = (body: JsonObject) => Object.entries(body).map(([name, value]): [string, string] => [name, JSON.stringify(value)])
  const named = (type: 'module' | 'variable') =>
    tops.flatMap((top) => bodies(top[type], [], 1)).map(([[name = ''], body]): [string, [string, string][]] => [name, values(body)])
  return {
    blocks,
    locals: tops.flatMap((top) => objectsOf(top.locals)).flatMap(values),
    defaults: defaultsOf(named('variable')),
    calls: new Map(named('module')),
  }
}

function defaultsOf(variables: [name: string, values: [name: string, text: string][]][]): [string, string][] {
  return variables.flatMap(([name, values]) =>
    values.filter(([key]) => key === 'default').map(([, text]): [string, string] => [name, text]),
  )
}

function addressOf(type: string, labels: string[]): string {
  return (type === 'resource' ? labels : [type, ...labels]).join('.')
}
