import { numberBuiltins } from './numbers.ts'
import type { Builtin, BuiltinContext } from './operands.ts'
import { semverBuiltins } from './semver.ts'
import { sprintfBuiltins } from './sprintf.ts'
import { unitBuiltins } from './units.ts'

/**
 * Every built-in function that OPA's WASM leaves to the host and that this host provides, by its OPA name. `capabilities.json` lists the
 * same names, so that the compiler refuses a policy that calls any other.
 */
export function createBuiltins(_context: BuiltinContext): Record<string, Builtin> {
  return { ...numberBuiltins, ...semverBuiltins, ...sprintfBuiltins, ...unitBuiltins }
}
