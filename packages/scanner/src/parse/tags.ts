import { floatKey, type Resolved, resolvePlain, string } from './resolution.ts'

const prefix = 'tag:yaml.org,2002:'
const timestamp =
  /^\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?:[Tt](?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:[.,]\d+)?)?$/
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * The meaning of a scalar with an explicit tag (its long form), by go.yaml.in/yaml/v2's rules: the text must resolve to what the tag says,
 * quoted or not; an integer may be a `!!float`; `!!binary` becomes the text its bytes hold. Gives a sentence where it does not fit, and for
 * every tag that JSON has no meaning for (the decoder would quietly drop it).
 */
export function resolveTagged(tag: string, text: string): Resolved | string {
  if (tag === '!' || tag === `${prefix}str`) return string(text)
  const name = tag.startsWith(prefix) ? `!!${tag.slice(prefix.length)}` : tag
  if (name === '!!binary') return binary(text)
  if (name === '!!timestamp') return timestamp.test(text) ? string(text) : `"${shown(text)}" is not a !!timestamp`
  const kind = name.startsWith('!!') ? name.slice(2) : ''
  if (kind !== 'null' && kind !== 'bool' && kind !== 'int' && kind !== 'float') return `the tag ${name} is unknown`
  const resolved = resolvePlain(text)
  if (resolved.kind === kind) return resolved
  if (kind === 'float' && resolved.kind === 'int' && resolved.key !== undefined) {
    const value = Number(resolved.value)
    return { kind, value, key: floatKey(value) }
  }
  return `"${shown(text)}" is not a ${name}`
}

/** Why a collection may not carry this tag; undefined where it means nothing or what it already is. */
export function collectionTagProblem(tag: string, kind: 'map' | 'seq'): string | undefined {
  if (tag === '!' || tag === prefix + kind) return undefined
  if (kind === 'map' && tag === `${prefix}set`) return undefined
  if (kind === 'seq' && (tag === `${prefix}omap` || tag === `${prefix}pairs`)) return undefined
  return `the tag ${tag.startsWith(prefix) ? `!!${tag.slice(prefix.length)}` : tag} is unknown or does not fit a ${kind === 'map' ? 'mapping' : 'sequence'}`
}

function binary(text: string): Resolved | string {
  const compact = text.replaceAll(/[\r\n]/g, '')
  if (!base64.test(compact)) return 'a !!binary value is not valid base64'
  return string(Buffer.from(compact, 'base64').toString('utf8'))
}

function shown(text: string): string {
  return text.length > 20 ? `${text.slice(0, 17)}...` : text
}
