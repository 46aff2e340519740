import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const checkout = join(import.meta.dirname, '../../../..')

interface ActionFile {
  name: string
  description: string
  branding: { icon: string; color: string }
  inputs: Record<string, { description: string; required?: boolean; default?: string }>
  outputs: Record<string, { description: string }>
  runs: { using: string; main: string; pre?: string; post?: string }
}

export const actionFile = parse(readFileSync(join(checkout, 'action.yml'), 'utf8')) as ActionFile

/**
 * The variables that the runner makes of inputs: those of the step, and defaults of the action for the others. `${{ github.token }}` is the
 * only expression that `action.yml` has.
 * @returns the variables, and the names that the runner warns of
 */
export function inputVariables(given: Record<string, string>, token: string): { variables: Record<string, string>; unexpected: string[] } {
  const defaults = Object.entries(actionFile.inputs).map(([name, input]) => [
    name,
    (input.default ?? '').replace('${{ github.token }}', token),
  ])
  const all = { ...Object.fromEntries(defaults), ...given } as Record<string, string>
  const variables = Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])
  return {
    variables: Object.fromEntries(variables) as Record<string, string>,
    unexpected: Object.keys(given).filter((name) => !Object.hasOwn(actionFile.inputs, name)),
  }
}
