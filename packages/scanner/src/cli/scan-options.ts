import type { FailOn } from '../config/config.ts'
import type { UnitMode } from '../discover/units.ts'
import { type Language, type Profile, severities } from '../model.ts'
import type { ScanOptions } from '../scan.ts'
import { cacheOptions, type OptionSpec, type ParsedArguments } from './options.ts'
import { scannerFlags } from './scanner-options.ts'

/** From which severity on the gate fails. */
export const failOnOptions = {
  'fail-on': { type: 'string', value: 'severity', choices: [...severities, 'none'], description: 'Lowest severity that fails the gate.' },
} satisfies Record<string, OptionSpec>

/**
 * What the flags that several commands share say about a scan; a flag that a command does not have says nothing.
 * @throws UserError (2) for a cache folder that cannot be used safely
 */
export function scanOptions(args: ParsedArguments, cwd: string): ScanOptions & { cache: boolean } {
  const given = {
    failOn: args.text('fail-on') as FailOn | undefined,
    profile: args.text('profile') as Profile | undefined,
    language: args.text('lang') as Language | undefined,
    unit: args.text('unit') as UnitMode | undefined,
    root: args.text('root'),
  }
  return {
    policies: args.texts('policy'),
    ...cacheOptions(args, cwd),
    ...scannerFlags(args, cwd),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ScanOptions),
  }
}
