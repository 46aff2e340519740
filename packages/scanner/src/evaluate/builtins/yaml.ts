import {
  type Alias,
  type EmptyStream,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { formatFloat } from './floats.ts'
import { type Builtin, BuiltinError, fail, stringOperand } from './operands.ts'
import { RegoObject, type Term } from './terms.ts'
import { numberTerm, resolveScalar } from './yaml-scalars.ts'
import { writeYaml } from './yaml-writer.ts'

/** Nodes that one document may come to with its aliases followed. */
const mostNodes = 1_000_000

/** `yaml.marshal(x)` (`v1/topdown/encoding.go`). */
const marshal: Builtin = (x) => writeYaml(x as Term)

/** `yaml.unmarshal(x)`: the first document; the others only have to be YAML. Of equal keys the last counts. */
const unmarshal: Builtin = (x) => readYaml(stringOperand(x, 1))

/** `yaml.is_valid(x)`: also false for anything but a string. */
const isValid: Builtin = (x) => {
  if (typeof x !== 'string') return false
  try {
    readYaml(x)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

/** Values as go-yaml v3 decodes them for OPA. Throws BuiltinError for what is not YAML or has no JSON form. */
function readYaml(text: string): Term {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent', strict: true })
  // Unknown directives are only warnings to this library.
  const faults = [documents as Partial<EmptyStream>, ...documents].flatMap(({ errors = [], warnings = [] }) => [...errors, ...warnings])
  if (faults.some(({ code }) => code !== 'TAG_RESOLVE_FAILED')) fail('not YAML')
  const document = documents[0]
  if (document === undefined) return null
  let nodes = 0
  const open = new Set<Node>()

  function read(node: Node | null): Term {
    if (++nodes > mostNodes) fail('document contains excessive aliasing')
    if (node === null) return null
    if (isAlias(node)) return followed(node)
    if (isScalar(node)) return scalar(node)
    if (isMap(node)) return new RegoObject(entries(node))
    return isSeq(node) ? node.items.map((item) => read(item as Node | null)) : fail('unknown node')
  }
  function followed(alias: Alias): Term {
    const target = alias.resolve(document as NonNullable<typeof document>)
    if (target === undefined || open.has(target)) return fail(`anchor '${alias.source}' value contains itself or is unknown`)
    open.add(target)
    const value = read(target)
    open.delete(target)
    return value
  }
  function entries(map: YAMLMap): [Term, Term][] {
    const own = map.items.filter((pair) => !isMerge(pair)).map((pair): [Term, Term] => [key(pair), read(pair.value as Node | null)])
    const merged = map.items.filter(isMerge).flatMap((pair) => mergedEntries(pair.value as Node | null))
    return [...merged.reverse(), ...own]
  }
  /** Of several merged mappings the first counts. */
  function mergedEntries(node: Node | null): [Term, Term][] {
    const target = isAlias(node) ? node.resolve(document as NonNullable<typeof document>) : node
    if (isMap(target)) return entries(target as YAMLMap).reverse()
    return isSeq(target) ? target.items.flatMap((item) => mergedEntries(item as Node)) : fail('map merge requires map or sequence of maps')
  }
  function key(pair: Pair): string {
    const value = read(pair.key as Node | null)
    if (typeof value === 'string') return value
    if (typeof value === 'boolean') return String(value)
    const node = pair.key as Scalar
    const number = isScalar(node) ? resolveScalar(node.source ?? '') : undefined
    if (number?.tag === 'int') return String(number.value)
    return number?.tag === 'float' ? formatFloat(Math.fround(number.value), 'g', -1) : fail('unsupported map key')
  }

  return read(document.contents as Node | null)
}

function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<'
}

function scalar(node: Scalar): Term {
  const text = String(node.source ?? node.value ?? '')
  const tag = node.tag?.replace('tag:yaml.org,2002:', '!!')
  if (tag === '!!binary') {
    const bare = text.replace(/\s/g, '')
    return /^(?:[a-zA-Z\d+/]{4})*(?:[a-zA-Z\d+/]{2}==|[a-zA-Z\d+/]{3}=)?$/.test(bare)
      ? Buffer.from(bare, 'base64').toString()
      : fail('!!binary value contains invalid base64 data')
  }
  if (tag !== undefined && !/^!!(?:int|float|bool|null)$/.test(tag)) return text
  if (node.type !== 'PLAIN' && tag === undefined) return text
  const resolved = resolveScalar(text)
  if (tag !== undefined && tag !== `!!${resolved.tag}` && !(tag === '!!float' && resolved.tag === 'int'))
    fail(`cannot decode ${text} as ${tag}`)
  if (resolved.tag === 'null') return null
  if (resolved.tag === 'bool') return resolved.value
  if (resolved.tag !== 'int' && resolved.tag !== 'float') return text
  return Number.isFinite(Number(resolved.value)) ? numberTerm(resolved.value) : fail('JSON has no infinities')
}

export const yamlBuiltins: Record<string, Builtin> = { 'yaml.marshal': marshal, 'yaml.unmarshal': unmarshal, 'yaml.is_valid': isValid }
