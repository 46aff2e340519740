/** How the runner of GitHub Actions finds commands in lines of a log: `ActionCommand.cs` of actions/runner 2.336, in TypeScript. */

export interface Command {
  /** Lower case: the runner does not tell cases apart. */
  name: string
  properties: Record<string, string>
  data: string
}

/** What the runner has code for, beside the token of `stop-commands` while that holds. */
export const registered = new Set([
  'stop-commands',
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'debug',
  'warning',
  'error',
  'notice',
  'group',
  'endgroup',
  'echo',
])

/** `String.TrimStart` of .NET, which knows U+0085 and not U+FEFF. */
const leadingSpace = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u

/**
 * A command in a line, or undefined. (Where .NET has ICU it looks for `::` and `##[` through characters without weight, but then counts two
 * or three characters on, which makes no name of a command any more; so comparing characters finds all there are.)
 */
export function commandIn(line: string, known: Set<string> = registered): Command | undefined {
  return current(line, known) ?? legacy(line, known)
}

/** `::name key=value,key=value::data` behind white space. */
function current(line: string, known: Set<string>): Command | undefined {
  const message = line.replace(leadingSpace, '')
  if (!message.startsWith('::')) return undefined
  const end = message.indexOf('::', 2)
  if (end < 0) return undefined
  const head = message.slice(2, end)
  const space = head.indexOf(' ')
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase()
  if (!known.has(name)) return undefined
  const list = space > 0 ? head.slice(space + 1).trim() : ''
  return { name, properties: propertiesIn(list, ',', unescapeProperty), data: unescapeData(message.slice(end + 2)) }
}

/** `##[name key=value;key=value]data` anywhere. */
function legacy(line: string, known: Set<string>): Command | undefined {
  const start = line.indexOf('##[')
  const end = start < 0 ? -1 : line.indexOf(']', start)
  if (end < 0) return undefined
  const head = line.slice(start + 3, end)
  const space = head.indexOf(' ')
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase()
  if (!known.has(name)) return undefined
  return {
    name,
    properties: propertiesIn(space > 0 ? head.slice(space + 1) : '', ';', unescapeLegacy),
    data: unescapeLegacy(line.slice(end + 1)),
  }
}

function propertiesIn(list: string, separator: string, decode: (text: string) => string): Record<string, string> {
  const pairs = list.split(separator).flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=')
    return equals > 0 && equals < pair.length - 1 ? [[pair.slice(0, equals).toLowerCase(), decode(pair.slice(equals + 1))]] : []
  })
  return Object.fromEntries(pairs)
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
}

function unescapeLegacy(text: string): string {
  return text.replaceAll('%3B', ';').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%5D', ']').replaceAll('%25', '%')
}
