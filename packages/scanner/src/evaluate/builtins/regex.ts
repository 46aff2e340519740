import { RE2JS } from 're2js'
import { intersects } from './globs.ts'
import { type Builtin, fail, integerOperand, stringOperand } from './operands.ts'

/** Compiled patterns of this process. RE2 takes linear time, so that no pattern of a policy can stall a scan. */
const compiled = new Map<string, RE2JS>()

/** Compiles a pattern in Go's syntax; a built-in error when it is not valid. */
function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  let regex: RE2JS
  try {
    regex = RE2JS.compile(pattern)
  } catch (error) {
    return fail(`invalid pattern: ${String(error)}`)
  }
  if (compiled.size >= 1000) compiled.clear()
  compiled.set(pattern, regex)
  return regex
}

/** Start and end of each group; undefined for one that took no part. */
type Match = [number, number][]

/** Go's `FindAllSubmatchIndex`: an empty match right after another match does not count. */
function findAll(regex: RE2JS, text: string, limit: number): Match[] {
  const matches: Match[] = []
  const matcher = regex.matcher(text)
  let previousEnd = -1
  for (let at = 0; at <= text.length && (limit < 0 || matches.length < limit); ) {
    if (!matcher.find(at)) break
    const [start, end] = [matcher.start(), matcher.end()]
    if (start !== end || start !== previousEnd) {
      matches.push(Array.from({ length: matcher.groupCount() + 1 }, (_, group) => [matcher.start(group), matcher.end(group)]))
    }
    previousEnd = end
    at = end > at || end > start ? end : end + width(text, end)
    if (start === end && at === end) at += width(text, end)
  }
  return matches
}

/** UTF-16 units of the character at a position. */
function width(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** `regex.find_n(pattern, value, n)`: the first n matches, all for a negative n (`v1/topdown/regex.go`). */
const findN: Builtin = (pattern, value, n) => {
  const [expression, text, limit] = [stringOperand(pattern, 1), stringOperand(value, 2), integerOperand(n, 3)]
  return findAll(compile(expression), text, limit).map(([whole]) => text.slice(...(whole as [number, number])))
}

/** `regex.split(pattern, value)`: Go's `Regexp.Split`. */
const split: Builtin = (pattern, value) => {
  const [expression, text] = [stringOperand(pattern, 1), stringOperand(value, 2)]
  const regex = compile(expression)
  if (expression !== '' && text === '') return ['']
  const parts: string[] = []
  let begin = 0
  let end = 0
  for (const [whole] of findAll(regex, text, -1)) {
    const [start, stop] = whole as [number, number]
    end = start
    if (stop !== 0) parts.push(text.slice(begin, end))
    begin = stop
  }
  if (end !== text.length) parts.push(text.slice(begin))
  return parts
}

/** `regex.replace(text, pattern, value)`: every match; `$1`, `${name}` and `$$` in the value, as Go's `ReplaceAllString`. */
const replace: Builtin = (base, pattern, value) => {
  const [text, expression, template] = [stringOperand(base, 1), stringOperand(pattern, 2), stringOperand(value, 3)]
  const regex = compile(expression)
  const names = regex.namedGroups()
  let output = ''
  let at = 0
  for (const match of findAll(regex, text, -1)) {
    const [start, end] = match[0] as [number, number]
    output += text.slice(at, start) + expand(template, text, match, names)
    at = end
  }
  return output + text.slice(at)
}

/** Go's `Regexp.Expand`: the longest name of letters, digits and underscores after a `$`; unknown ones are empty. */
function expand(template: string, text: string, match: Match, names: Record<string, number>): string {
  return template.replace(/\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu, (_, dollar, bare, braced) => {
    if (dollar !== undefined) return '$'
    const name: string = bare ?? braced
    const group = /^(?:0|[1-9]\d*)$/.test(name) ? Number(name) : names[name]
    const [start, end] = match[group ?? -1] ?? [-1, -1]
    return start < 0 ? '' : text.slice(start, end)
  })
}

/** `regex.template_match(template, value, start, end)`: patterns between delimiters, literal text around (`v1/topdown/regex_template.go`). */
const templateMatch: Builtin = (template, value, open, close) => {
  const [text, input] = [stringOperand(template, 1), stringOperand(value, 2)]
  const [start, end] = [stringOperand(open, 3), stringOperand(close, 4)]
  if (Buffer.byteLength(start) !== 1 || Buffer.byteLength(end) !== 1) fail('a delimiter has to be exactly one character long')
  return compile(templatePattern(text, start, end))
    .matcher(input)
    .find()
}

function templatePattern(text: string, start: string, end: string): string {
  let pattern = '^'
  let level = 0
  let at = 0
  let opened = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === start) {
      if (++level === 1) opened = i
    } else if (text[i] === end) {
      if (--level < 0) fail('unbalanced braces')
      if (level > 0) continue
      const inner = text.slice(opened + 1, i)
      compile(`^${inner}$`)
      pattern += `${quoteMeta(text.slice(at, opened))}(${inner})`
      at = i + 1
    }
  }
  if (level !== 0) fail('unbalanced braces')
  return `${pattern}${quoteMeta(text.slice(at))}$`
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

/** `regex.globs_match(a, b)`: whether a string exists that both glob-like patterns match. */
const globsMatch: Builtin = (a, b) => intersects(stringOperand(a, 1), stringOperand(b, 2))

/** `glob.quote_meta(pattern)`: a glob that matches the text itself (`gobwas/glob`). */
const globQuoteMeta: Builtin = (pattern) => stringOperand(pattern, 1).replace(/[*?\\[\]{}]/g, '\\$&')

export const regexBuiltins: Record<string, Builtin> = {
  'regex.find_n': findN,
  'regex.split': split,
  'regex.replace': replace,
  'regex.template_match': templateMatch,
  'regex.globs_match': globsMatch,
  'glob.quote_meta': globQuoteMeta,
}
