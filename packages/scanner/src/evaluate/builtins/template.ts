import { type Builtin, fail, objectOperand, stringOperand } from './operands.ts'
import { printf } from './sprintf.ts'
import { type Control, type Operand, type Part, type Pipe, parseTemplate } from './template-parser.ts'
import { compareStrings, RegoNumber, RegoObject, RegoSet, type Term } from './terms.ts'
import { jsonEntries } from './text.ts'
import type { Argument } from './verbs.ts'

/** What a template works on: JSON, where numbers of the input are text to Go (`json.Number`), and numbers of the template are numbers. */
type Value = undefined | null | boolean | string | bigint | number | RegoNumber | Value[] | Map<string, Value>

/**
 * `strings.render_template(template, variables)`: Go's `text/template` (`v1/topdown/template.go`) with actions, variables, pipelines,
 * `if`, `with`, `range`, and the functions below; other templates inside (`define`) and other functions make it undefined.
 */
const renderTemplate: Builtin = (template, variables) => {
  const parts = parseTemplate(stringOperand(template, 1))
  const root = plain(objectOperand(variables, 2))
  const output: string[] = []
  run(parts, root, [new Map([['$', root]])], output)
  return output.join('').replaceAll('<no value>', '<undefined>')
}

function plain(term: Term): Value {
  if (Array.isArray(term)) return term.map(plain)
  // OPA cannot hand a set to a template.
  if (term instanceof RegoSet) return fail('a template has no sets')
  return term instanceof RegoObject ? new Map(jsonEntries(term).map(([key, value]) => [key, plain(value)])) : term
}

type Scope = Map<string, Value>[]

/** Gives how a loop around has to go on. */
function run(parts: Part[], dot: Value, scope: Scope, output: string[]): 'break' | 'continue' | undefined {
  for (const part of parts) {
    if (part.kind === 'text') output.push(part.text)
    else if (part.kind === 'break' || part.kind === 'continue') return part.kind
    else if (part.kind === 'action') {
      const value = evaluate(part.pipe, dot, scope)
      if (part.pipe.variables.length === 0) output.push(print(value))
    } else {
      const own: Scope = [...scope, new Map()]
      const control = part as Control
      const stopped = part.kind === 'range' ? range(control, dot, own, output) : branch(control, dot, own, output)
      if (stopped !== undefined) return stopped
    }
  }
  return undefined
}

function branch(part: Control, dot: Value, scope: Scope, output: string[]): 'break' | 'continue' | undefined {
  const value = evaluate(part.pipe, dot, scope)
  if (!truth(value)) return run(part.otherwise, dot, scope, output)
  return run(part.body, part.kind === 'with' ? value : dot, scope, output)
}

function range(part: Control, dot: Value, scope: Scope, output: string[]): 'break' | 'continue' | undefined {
  const { variables } = part.pipe
  const list = evaluate({ ...part.pipe, variables: [] }, dot, scope)
  const entries =
    list instanceof Map ? [...list].sort(([a], [b]) => compareStrings(a, b)) : Array.isArray(list) ? list.map(indexed) : counted(list)
  if (entries.length === 0) return run(part.otherwise, dot, scope, output)
  for (const [key, value] of entries) {
    const names = variables.length === 2 ? [key, value] : [value]
    const own = new Map(variables.map((name, i): [string, Value] => [name, names[i]]))
    if (run(part.body, value, [...scope, own], output) === 'break') break
  }
  return undefined
}

function indexed(value: Value, index: number): [Value, Value] {
  return [BigInt(index), value]
}

/** A number of the template counts up from 0; nothing has no entries. */
function counted(value: Value): [Value, Value][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'bigint' || value > 100_000n) return fail('range cannot iterate over the value')
  return Array.from({ length: Math.max(Number(value), 0) }, (_, i) => [BigInt(i), BigInt(i)])
}

function evaluate(pipe: Pipe, dot: Value, scope: Scope): Value {
  let value: Value
  for (const [i, command] of pipe.commands.entries()) {
    const final = i === 0 ? [] : [value]
    const [first, ...rest] = command as [Operand, ...Operand[]]
    if (first.kind === 'constant' && first.value === null) fail('nil is not a command')
    if (first.kind === 'function') value = call(first.name, [...rest.map((operand) => operandValue(operand, dot, scope)), ...final])
    else if (rest.length + final.length > 0) fail("can't give argument to non-function")
    else value = operandValue(first, dot, scope)
  }
  for (const name of pipe.variables) {
    const frame = pipe.declares ? scope.at(-1) : (scope.findLast((map) => map.has(name)) ?? fail(`undefined variable: ${name}`))
    frame?.set(name, value)
  }
  return value
}

function operandValue(operand: Operand, dot: Value, scope: Scope): Value {
  if (operand.kind === 'constant') return operand.value as Value
  if (operand.kind === 'function') return call(operand.name, [])
  const { root, fields } = operand
  let value: Value = dot
  if (typeof root !== 'string') value = evaluate(root, dot, scope)
  else if (root !== '.') value = (scope.findLast((map) => map.has(root)) ?? fail(`undefined variable: ${root}`)).get(root)
  for (const field of fields) {
    // A field of what is missing is missing.
    if (value === undefined) return undefined
    value = value instanceof Map ? value.get(field) : fail(`can't evaluate field ${field}`)
  }
  return value
}

function truth(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  // A number of the input is text to Go, and no text is empty.
  return value instanceof RegoNumber || Boolean(value)
}

const comparisons: Record<string, (order: number) => boolean> = {
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
}

function call(name: string, values: Value[]): Value {
  const [first, ...rest] = values
  if (name === 'and')
    return values.find((value) => !truth(value)) ?? (values.every(truth) ? values.at(-1) : values.find((value) => !truth(value)))
  if (name === 'or') return values.find(truth) ?? values.at(-1)
  if (name === 'not') return !truth(first)
  if (name === 'len') return length(first)
  if (name === 'index') return rest.reduce(item, first)
  if (name === 'eq') return rest.some((value) => equal(first, value))
  if (name === 'ne') return !equal(first, rest[0])
  if (comparisons[name] !== undefined) return comparisons[name](order(first, rest[0]))
  if (name === 'printf') return printf(String(first), rest.map(argument))
  if (name === 'print')
    return values.map((value, i) => (i > 0 && !isText(value) && !isText(values[i - 1]) ? ' ' : '') + print(value)).join('')
  if (name === 'println') return `${values.map(print).join(' ')}\n`
  return fail(`function "${name}" is not provided`)
}

function isText(value: Value): boolean {
  return typeof value === 'string' || value instanceof RegoNumber
}

function length(value: Value): bigint {
  if (typeof value === 'string') return BigInt(Buffer.byteLength(value))
  if (value instanceof RegoNumber) return BigInt(value.text.length)
  return BigInt(Array.isArray(value) ? value.length : value instanceof Map ? value.size : fail('len of a value without length'))
}

function item(value: Value, key: Value): Value {
  if (value instanceof Map) return typeof key === 'string' ? value.get(key) : fail('wrong type of key')
  if (!Array.isArray(value) || typeof key !== 'bigint') return fail("can't index item")
  return key >= 0n && key < BigInt(value.length) ? value[Number(key)] : fail('index out of range')
}

/** What is missing equals only what is missing. */
function equal(a: Value, b: Value): boolean {
  return a === undefined || b === undefined ? a === b : order(a, b) === 0
}

/** Only values of one basic kind compare; numbers of the input are text. */
function order(a: Value, b: Value): number {
  const [left, right] = [a instanceof RegoNumber ? a.text : a, b instanceof RegoNumber ? b.text : b]
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right)
  if (typeof left !== typeof right || !['bigint', 'number', 'boolean'].includes(typeof left))
    return fail('incompatible types for comparison')
  return (left as number) < (right as number) ? -1 : left === right ? 0 : 1
}

function argument(value: Value): Argument {
  if (typeof value === 'bigint') return { type: 'int64', value }
  if (typeof value === 'number') return { type: 'float64', value }
  return { type: 'string', value: print(value) }
}

/** Go's `%v`: `map[a:1]`, `[a b]`. */
function print(value: Value): string {
  if (value === undefined || value === null) return '<no value>'
  if (value instanceof RegoNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(inner).join(' ')}]`
  if (value instanceof Map) return `map[${[...value].map(([key, entry]) => `${key}:${inner(entry)}`).join(' ')}]`
  return typeof value === 'number' ? printf('%v', [{ type: 'float64', value }]) : String(value)
}

function inner(value: Value): string {
  return value === null || value === undefined ? '<nil>' : print(value)
}

export const templateBuiltins: Record<string, Builtin> = { 'strings.render_template': renderTemplate }
