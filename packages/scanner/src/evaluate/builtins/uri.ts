import { isIPv6 } from 'node:net'
import { type Builtin, BuiltinError, fail, stringOperand } from './operands.ts'
import { RegoObject, type Term } from './terms.ts'

interface Uri {
  scheme: string
  host: string
  path: string
  rawPath: string
  rawQuery: string
  fragment: string
}

/** `uri.parse(x)`: the parts that are not empty (`v1/topdown/uri.go`, Go's `url.Parse`); `raw_path` beside every `path`. */
const parse: Builtin = (x) => {
  const uri = parseUri(stringOperand(x, 1))
  const [, bare = '', port = ''] = /^(.*?)(?::(\d*))?$/s.exec(uri.host) ?? []
  const entries: [string, string][] = [
    ['scheme', uri.scheme],
    ['hostname', bare.replace(/^\[(.*)\]$/s, '$1')],
    ['port', port],
    ['path', uri.path],
    ['raw_path', uri.path === '' ? '' : uri.rawPath],
    ['raw_query', uri.rawQuery],
    ['fragment', uri.fragment],
  ]
  return new RegoObject(entries.filter((entry): entry is [string, string] => entry[1] !== '') as [Term, Term][])
}

/** `uri.is_valid(x)`: also false for the empty string and for anything but a string. */
const isValid: Builtin = (x) => {
  if (typeof x !== 'string' || x === '') return false
  try {
    parseUri(x)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

function parseUri(text: string): Uri {
  const [, whole = '', fragmentText = ''] = /^([^#]*)(?:#(.*))?$/s.exec(text) ?? []
  if (/[\x00-\x1f\x7f]/.test(whole)) fail('invalid control character in URL')
  const uri: Uri = { scheme: '', host: '', path: '', rawPath: '', rawQuery: '', fragment: unescapeText(fragmentText) }
  if (whole === '*') return { ...uri, path: '*', rawPath: '*' }
  if (whole.startsWith(':')) fail('missing protocol scheme')
  const scheme = /^([a-zA-Z][a-zA-Z\d+.-]*):/.exec(whole)?.[1] ?? ''
  const afterScheme = scheme === '' ? whole : whole.slice(scheme.length + 1)
  const question = afterScheme.indexOf('?')
  let rest = question === -1 ? afterScheme : afterScheme.slice(0, question)
  uri.scheme = scheme.toLowerCase()
  uri.rawQuery = question === -1 ? '' : afterScheme.slice(question + 1)
  if (!rest.startsWith('/')) {
    // `mailto:a@b` has no parts that OPA shows.
    if (scheme !== '') return uri
    if ((rest.split('/')[0] as string).includes(':')) fail('first path segment in URL cannot contain colon')
  }
  if (rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'))) {
    const end = rest.indexOf('/', 2)
    uri.host = authority(uri.scheme, rest.slice(2, end === -1 ? undefined : end))
    rest = end === -1 ? '' : rest.slice(end)
  }
  uri.path = unescapeText(rest)
  uri.rawPath = rest === escapePath(uri.path) ? uri.path : rest
  return uri
}

function authority(scheme: string, text: string): string {
  const at = text.lastIndexOf('@')
  const host = parseHost(scheme, text.slice(at + 1))
  if (at !== -1) {
    const user = text.slice(0, at)
    if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(user)) fail('invalid userinfo')
    unescapeText(user)
  }
  return host
}

function parseHost(scheme: string, host: string): string {
  const port = (text: string) => (/^(?::\d*)?$/.test(text) ? text : fail('invalid port after host'))
  const bracket = host.lastIndexOf('[')
  if (bracket > 0) fail('invalid IP-literal')
  if (bracket === 0) {
    const close = host.lastIndexOf(']')
    if (close === -1) fail("missing ']' in host")
    const [, address = '', zone = ''] = /^(.*?)(%25.*)?$/s.exec(host.slice(1, close)) ?? []
    const plainZone = zone === '' ? '' : `%${unescapeText(zone.slice(3))}`
    if (!isIPv6(unescapeHost(address)) || plainZone === '%') fail('invalid host')
    return `[${unescapeHost(address)}${plainZone}]${port(host.slice(close + 1))}`
  }
  const first = host.indexOf(':')
  const strict = scheme === 'http' || scheme === 'https'
  if (first !== -1) port(host.slice(strict ? first : host.lastIndexOf(':')))
  return unescapeHost(host)
}

/** Of escapes only `%25` and those of bytes above ASCII may stand in a host, and few special characters. */
function unescapeHost(text: string): string {
  if (/%(?!25|[89a-fA-F][\da-fA-F])/.test(text)) fail('invalid URL escape')
  if (/[^\w.~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}-]/u.test(text)) fail('invalid character in host name')
  return unescapeText(text)
}

function unescapeText(text: string): string {
  if (/%(?![\da-fA-F]{2})/.test(text)) fail('invalid URL escape')
  const latin = Buffer.from(text).toString('latin1')
  const bytes = latin.replace(/%([\da-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** Go's escaping of a path: letters, digits, `-_.~$&+,/:;=@` stay. */
function escapePath(path: string): string {
  const escaped = (character: string) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  return path.replace(/[^\w.~$&+,/:;=@-]/gu, escaped)
}

export const uriBuiltins: Record<string, Builtin> = { 'uri.parse': parse, 'uri.is_valid': isValid }
