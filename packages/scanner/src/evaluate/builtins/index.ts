import { jsonBuiltins } from './json.ts'
import { netBuiltins } from './net.ts'
import { numberBuiltins } from './numbers.ts'
import { objectBuiltins } from './objects.ts'
import type { Builtin, BuiltinContext } from './operands.ts'
import { outputBuiltins } from './output.ts'
import { patchBuiltins } from './patch.ts'
import { semverBuiltins } from './semver.ts'
import { sprintfBuiltins } from './sprintf.ts'
import { stringBuiltins } from './strings.ts'
import { templateBuiltins } from './template.ts'
import { timeBuiltins } from './time.ts'
import { unitBuiltins } from './units.ts'
import { uriBuiltins } from './uri.ts'
import { uuidBuiltins } from './uuid.ts'

/** Topics with a library behind them: a policy that calls none of their functions does not pay for loading it. */
const topics: { names: readonly string[]; load: () => Promise<Record<string, Builtin>> }[] = [
  {
    names: ['base64url.encode_no_pad', 'crypto.', 'hex.', 'io.jwt.', 'urlquery.'],
    load: async () => (await import('./encodings.ts')).encodingBuiltins,
  },
  { names: ['regex.', 'glob.quote_meta'], load: async () => (await import('./regex.ts')).regexBuiltins },
  { names: ['json.match_schema', 'json.verify_schema'], load: async () => (await import('./schema.ts')).schemaBuiltins },
  { names: ['yaml.'], load: async () => (await import('./yaml.ts')).yamlBuiltins },
]

/**
 * Every built-in function that OPA's WASM leaves to the host and that this host provides, by its OPA name. `capabilities.json` lists the
 * same names, so that the compiler refuses a policy that calls any other.
 * @param mentions tells whether the policy may call a function whose name begins so; by default it may call all
 */
export async function createBuiltins(
  context: BuiltinContext,
  mentions: (name: string) => boolean = () => true,
): Promise<Record<string, Builtin>> {
  const wanted = topics.filter(({ names }) => names.some(mentions))
  const loaded = await Promise.all(wanted.map(({ load }) => load()))
  return Object.assign(
    {
      ...jsonBuiltins,
      ...netBuiltins,
      ...numberBuiltins,
      ...objectBuiltins,
      ...outputBuiltins(context),
      ...patchBuiltins,
      ...semverBuiltins,
      ...sprintfBuiltins,
      ...stringBuiltins,
      ...templateBuiltins,
      ...timeBuiltins(context),
      ...unitBuiltins,
      ...uriBuiltins,
      ...uuidBuiltins,
    },
    ...loaded,
  ) as Record<string, Builtin>
}
