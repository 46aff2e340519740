import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EngineClient } from '../../src/engines/client.ts'
import { RegoObject, RegoSet, type Term } from '../../src/evaluate/builtins/terms.ts'
import { formatTerm, jsonEntries, parseJson, parseTerm } from '../../src/evaluate/builtins/text.ts'
import { loadPolicy, type Policy } from '../../src/evaluate/policy.ts'
import type { Json, JsonObject } from '../../src/model.ts'

/** Folder of OPA's own conformance cases; it is no part of this repository. */
export const casesFolder = resolve(process.env.POLICY_GATE_CORPORA ?? '../shared/corpora', 'rego-cases/v1')
export const casesPresent = existsSync(casesFolder)

/** One case as OPA writes them; terms are kept exact. */
export interface Case {
  note: string
  query: string
  modules: string[]
  data: JsonObject
  input: Json | undefined
  /** Rego text of an input that JSON cannot hold. */
  inputTerm: string | undefined
  /** Bindings of the query's variables, each as an object. */
  wanted: Term[] | undefined
  wantsError: boolean
  /** The error shows only with strict errors of built-ins; without them the result is undefined. */
  strictError: boolean
  sortBindings: boolean
}

/** All cases, by file and place. Notes are not unique. */
export function readCases(): Case[] {
  return globSync('**/*.json', { cwd: casesFolder })
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(casesFolder, file), 'utf8')
      const exact = (parseJson(text) as RegoObject).get('cases') as RegoObject[]
      return (JSON.parse(text).cases as JsonObject[]).map((plain, i) => toCase(plain, exact[i] as RegoObject))
    })
}

function toCase(plain: JsonObject, exact: RegoObject): Case {
  const wanted = exact.get('want_result')
  return {
    note: plain.note as string,
    query: plain.query as string,
    modules: (plain.modules ?? []) as string[],
    data: (plain.data ?? {}) as JsonObject,
    input: plain.input as Json | undefined,
    inputTerm: plain.input_term as string | undefined,
    wanted: Array.isArray(wanted) ? wanted : undefined,
    wantsError: 'want_error' in plain || 'want_error_code' in plain,
    strictError: plain.strict_error === true,
    sortBindings: plain.sort_bindings === true,
  }
}

interface CompileAnswer {
  wasm?: string
  diagnostics: { message: string; file?: string }[]
}

/** What the cases compile with, and against. */
export interface Bench {
  engine: EngineClient
  capabilities: Json
}

/** The same during one evaluation, as OPA's cases want it; 2023-11-14. */
const now = 1_700_000_000_000_000_000n

/**
 * Tells for each case what is wrong with its outcome, undefined when it is as wanted. Cases are compiled many at a time, each in a package
 * of its own; those that cannot be moved there, or fail there, are judged alone.
 */
export async function judgeAll(bench: Bench, cases: Case[], batchSize = 40): Promise<(string | undefined)[]> {
  const faults = new Array<string | undefined>(cases.length).fill(undefined)
  const movable = cases.flatMap((one, i) => (isMovable(one) ? [i] : []))
  const alone = cases.flatMap((one, i) => (isMovable(one) ? [] : [i]))
  for (let at = 0; at < movable.length; at += batchSize) {
    const batch = await judgeTogether(bench, cases, movable.slice(at, at + batchSize))
    alone.push(...batch.undecided)
    for (const [i, fault] of batch.faults) faults[i] = fault
  }
  for (const i of alone) faults[i] = await judge(bench, cases[i] as Case)
  return faults
}

interface Batch {
  /** What the compiler has against cases that call a built-in it does not know. */
  faults: Map<number, string>
  /** Cases that have to be judged alone. */
  undecided: number[]
}

async function judgeTogether({ engine, capabilities }: Bench, cases: Case[], indexes: number[]): Promise<Batch> {
  const moved = new Map(indexes.map((i) => [i, move(cases[i] as Case, `case_${i}`)]))
  const sources = [...moved].flatMap(([i, one]) => one.modules.map((source, n): [string, string] => [`case_${i}/${n}.rego`, source]))
  const check = { modules: Object.fromEntries(sources), capabilities, entrypoints: [] }
  const { diagnostics } = await engine.call<CompileAnswer>('rego.compile', check)
  const messages = Map.groupBy(diagnostics, ({ file = '' }) => caseOf(file))
  const faults = new Map<number, string>()
  for (const [i, found] of messages) {
    const texts = found.map(({ message }) => message)
    if (texts.every((text) => /undefined function (?!data\.)/.test(text))) faults.set(i, `does not compile: ${texts.join('; ')}`)
  }
  const rest = indexes.filter((i) => !messages.has(i))
  const undecided = indexes.filter((i) => messages.has(i) && !faults.has(i))
  const kept = Object.fromEntries(sources.filter(([file]) => rest.includes(caseOf(file))))
  const entrypoints = rest.map((i) => `case_${i}/conformance/results`)
  const answer =
    rest.length === 0
      ? { wasm: undefined }
      : await engine.call<CompileAnswer>('rego.compile', { modules: kept, capabilities, entrypoints, wasm: true })
  if (answer.wasm === undefined) return { faults, undecided: [...undecided, ...rest] }
  const policy = await loadPolicy(Buffer.from(answer.wasm, 'base64'), { now })
  policy.setData(Object.fromEntries(rest.map((i) => [`case_${i}`, (cases[i] as Case).data])))
  const failed = rest.filter((i) => outcome(policy, `case_${i}/conformance/results`, cases[i] as Case) !== undefined)
  return { faults, undecided: [...undecided, ...failed] }
}

function caseOf(file: string): number {
  return Number(/^case_(\d+)/.exec(file)?.[1])
}

/** Whether the modules' packages can be moved by their text: none speaks of `data` as a whole or of its own place. */
function isMovable(one: Case): boolean {
  return ![...one.modules, one.query].some((text) => /(?<![\w."])data(?![\w.[])|rego\.metadata|["`]data["`]|package\s+system/.test(text))
}

function move(one: Case, name: string): { modules: string[] } {
  const modules = [...one.modules, queryModule(one)].map((source) =>
    source.replace(/^(\s*package\s+)/m, `$1${name}.`).replace(/(?<![\w."])data(?=[.[])/g, `data.${name}`),
  )
  return { modules }
}

/** Compiles and evaluates one case by itself. */
async function judge({ engine, capabilities }: Bench, one: Case): Promise<string | undefined> {
  const modules = Object.fromEntries([...one.modules, queryModule(one)].map((source, i) => [`module-${i}.rego`, source]))
  const request = { modules, entrypoints: ['conformance/results'], capabilities, wasm: true }
  const answer = await engine.call<CompileAnswer>('rego.compile', request)
  if (answer.wasm === undefined) return `does not compile: ${answer.diagnostics.map(({ message }) => message).join('; ')}`
  const policy = await loadPolicy(Buffer.from(answer.wasm, 'base64'), { now })
  policy.setData(one.data)
  return outcome(policy, 'conformance/results', one)
}

/** What is wrong with a case's outcome. */
function outcome(policy: Policy, entrypoint: string, one: Case): string | undefined {
  let results: Term[]
  try {
    results = (policy.evaluate(entrypoint, one.input ?? {}) as string[]).map((text) => (parseTerm(text) as Term[])[0] as Term)
  } catch (error) {
    return one.wantsError && !one.strictError ? undefined : String(error)
  }
  if (one.wanted !== undefined) return compare(results, one)
  if (!one.strictError) return `no error but ${formatTerm(results)}`
  return results.length === 0 ? undefined : `not undefined but ${formatTerm(results)}`
}

/**
 * The query becomes a rule whose results are written as Rego text by a template string, which the WASM does natively, so that sets and
 * numbers stay exact.
 */
function queryModule(one: Case): string {
  const variables = [...new Set((one.wanted ?? []).flatMap((binding) => (binding as RegoObject).entries.map(([name]) => name as string)))]
  const binding = `{${variables.map((name) => `"${name}": ${name}`).join(', ')}}`
  const input = one.inputTerm === undefined ? '' : ` with input as ${one.inputTerm}`
  return `package conformance\n\nresults contains $"{[${binding}]}" if {\n\t${one.query}${input}\n}\n`
}

function compare(results: Term[], one: Case): string | undefined {
  const text = (terms: Term[]) => [...new Set(terms.map((term) => canonical(term, one.sortBindings)))].sort().join('\n')
  const [actual, wanted] = [text(results), text(one.wanted ?? [])]
  return actual === wanted ? undefined : `wanted ${wanted}, got ${actual}`
}

/** JSON of a term as OPA compares results: sets as arrays; in the cases that ask for it, the items of the bindings' arrays sorted. */
function canonical(term: Term, sortBindings: boolean): string {
  if (term instanceof RegoSet) return canonical(term.items, sortBindings)
  if (Array.isArray(term)) {
    const items = term.map((item) => canonical(item, sortBindings))
    return `[${(sortBindings ? items.sort() : items).join(',')}]`
  }
  if (!(term instanceof RegoObject)) return numberText(formatTerm(term))
  return `{${jsonEntries(term)
    .map(([key, value]) => `${JSON.stringify(key)}:${canonical(value, sortBindings)}`)
    .join(',')}}`
}

/** `1`, `1.0` and `1e0` are one number. */
function numberText(text: string): string {
  if (!/^-?\d/.test(text)) return text
  const integer = /^(-?\d+)(?:\.0+)?$/.exec(text)
  return integer === null ? String(Number(text)) : (integer[1] as string)
}
