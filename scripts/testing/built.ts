import { join } from 'node:path'

/** The variable that names the folder of the programs which all suites of a run share. */
export const builtVariable = 'POLICY_GATE_TEST_PRODUCT'

/** A program that the run of vitest has built from the sources of the checkout: `cli.mjs`, `action.mjs`; without a name the folder of all. */
export function built(program = ''): string {
  const folder = process.env[builtVariable]
  if (folder === undefined) throw new Error(`${builtVariable} is not set: suites run under vitest, which builds the programs first`)
  return join(folder, program)
}
