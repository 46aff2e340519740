import { encodingBuiltins } from './encodings.ts'
import { jsonBuiltins } from './json.ts'
import { netBuiltins } from './net.ts'
import { numberBuiltins } from './numbers.ts'
import { objectBuiltins } from './objects.ts'
import type { Builtin, BuiltinContext } from './operands.ts'
import { outputBuiltins } from './output.ts'
import { patchBuiltins } from './patch.ts'
import { regexBuiltins } from './regex.ts'
import { schemaBuiltins } from './schema.ts'
import { semverBuiltins } from './semver.ts'
import { sprintfBuiltins } from './sprintf.ts'
import { stringBuiltins } from './strings.ts'
import { templateBuiltins } from './template.ts'
import { timeBuiltins } from './time.ts'
import { unitBuiltins } from './units.ts'
import { uriBuiltins } from './uri.ts'
import { uuidBuiltins } from './uuid.ts'
import { yamlBuiltins } from './yaml.ts'

/**
 * Every built-in function that OPA's WASM leaves to the host and that this host provides, by its OPA name. `capabilities.json` lists the
 * same names, so that the compiler refuses a policy that calls any other.
 */
export function createBuiltins(context: BuiltinContext): Record<string, Builtin> {
  return {
    ...encodingBuiltins,
    ...jsonBuiltins,
    ...netBuiltins,
    ...numberBuiltins,
    ...objectBuiltins,
    ...outputBuiltins(context),
    ...patchBuiltins,
    ...regexBuiltins,
    ...schemaBuiltins,
    ...semverBuiltins,
    ...sprintfBuiltins,
    ...stringBuiltins,
    ...templateBuiltins,
    ...timeBuiltins(context),
    ...unitBuiltins,
    ...uriBuiltins,
    ...uuidBuiltins,
    ...yamlBuiltins,
  }
}
