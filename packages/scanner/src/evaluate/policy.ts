import { type LoadedPolicy, loadPolicySync } from '@open-policy-agent/opa-wasm'
import type { Json, JsonObject } from '../model.ts'
import { createBuiltins } from './builtins/index.ts'
import { type Builtin, BuiltinError } from './builtins/operands.ts'
import { formatTerm, parseTerm } from './builtins/text.ts'

export interface PolicyOptions {
  /** Memory to begin with, in pages of 64 KiB; it grows when needed, slowly. Default 128 (8 MiB). */
  initialPages?: number
  /** What `time.now_ns` gives: nanoseconds since 1970. Without it the built-in ends the evaluation: results never depend on the clock. */
  now?: bigint
  /** Receives what the policy prints with `print`; default: nothing is kept. */
  print?: (message: string) => void
}

/** A compiled policy that can be evaluated any number of times; one evaluation at a time. */
export interface Policy {
  /** Names of the entrypoints, sorted: `resource/findings`. */
  readonly entrypoints: string[]
  /**
   * Evaluates one entrypoint. Bytes are the UTF-8 text of one JSON value, as `JSON.stringify` writes it: the runtime refuses most of what is
   * no JSON, but not text after the value. Throws an Error that names the entrypoint when it is unknown,
   * when its result is undefined, when the input is not JSON or when the evaluation is aborted (a conflict, a missing built-in).
   * Sets come out as arrays in no particular order.
   */
  evaluate(entrypoint: string, input: Json | Uint8Array): Json
  /** Replaces the base document `data`. */
  setData(data: JsonObject): void
}

/**
 * Loads a policy that OPA compiled to WASM (ABI 1.x), with the built-ins of `builtins/`. A Module is compiled once and may be shared
 * between workers. Throws an Error when the bytes are not such a module.
 */
export async function loadPolicy(policy: Uint8Array | WebAssembly.Module, options: PolicyOptions = {}): Promise<Policy> {
  const module = policy instanceof Uint8Array ? await WebAssembly.compile(policy as Uint8Array<ArrayBuffer>) : policy
  const context = { now: options.now, print: options.print ?? (() => {}) }
  const builtins = Object.fromEntries(
    Object.entries(await createBuiltins(context, mentionsOf(policy))).map(([name, builtin]) => [name, textual(builtin)]),
  )
  let data: JsonObject = {}
  let instance: LoadedPolicy | undefined = instantiate()

  function instantiate(): LoadedPolicy {
    const loaded = attempt('load the policy', () => loadPolicySync(module, { initial: options.initialPages ?? 128 }, builtins))
    loaded.setData(jsonText(data) as object)
    return loaded
  }

  return {
    entrypoints: Object.keys(instance.entrypoints).sort(),
    evaluate(entrypoint, input) {
      instance ??= instantiate()
      const current = instance
      // An exception may leave the instance's memory half written: the next evaluation starts with a new one.
      instance = undefined
      const results = attempt(`evaluate ${entrypoint}`, () => current.evaluate(jsonText(input), entrypoint)) as { result: Json }[]
      instance = current
      if (results[0] === undefined) throw new Error(`cannot evaluate ${entrypoint}: the result is undefined`)
      return results[0].result
    },
    setData(value) {
      data = value
      if (instance !== undefined) attempt('set data', () => instance?.setData(jsonText(value) as object))
    },
  }
}

/** The names of the built-ins that a policy calls stand as text in its module; more than these may look like one, which does no harm. */
function mentionsOf(policy: Uint8Array | WebAssembly.Module): ((name: string) => boolean) | undefined {
  if (!(policy instanceof Uint8Array)) return undefined
  const module = Buffer.from(policy.buffer, policy.byteOffset, policy.byteLength)
  return (name) => module.includes(name)
}

/**
 * JSON text as an ArrayBuffer of its own, which is what the SDK takes. A lone surrogate, which the runtime refuses, becomes U+FFFD as in
 * Go's decoder; `JSON.stringify` writes only lone ones as escapes.
 */
function jsonText(input: Json | Uint8Array): unknown {
  if (input instanceof Uint8Array) return input.byteLength === input.buffer.byteLength ? input.buffer : new Uint8Array(input).buffer
  const text = JSON.stringify(input) as string | undefined
  const lone = /(\\\\)|\\ud[89a-f][0-9a-f]{2}/g
  return text === undefined ? undefined : new TextEncoder().encode(text.replace(lone, (_, backslashes) => backslashes ?? '\ufffd')).buffer
}

/** The patched SDK passes operands as text of Rego terms and takes the result as such; nothing means undefined. */
function textual(builtin: Builtin): (...operands: string[]) => string | undefined {
  return (...operands) => {
    try {
      const result = builtin(...operands.map(parseTerm))
      return result === undefined ? undefined : formatTerm(result)
    } catch (error) {
      if (error instanceof BuiltinError) return undefined
      throw error
    }
  }
}

/** Runs a step of the SDK, which throws strings and plain objects too, and gives every failure the same form. */
function attempt<T>(what: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    const message = typeof error === 'string' ? error : String((error as { message?: unknown } | null)?.message ?? error)
    throw new Error(`cannot ${what}: ${message}`, { cause: error })
  }
}
