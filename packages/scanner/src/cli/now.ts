import { UserError } from '../model.ts'
import type { ParsedArguments } from './options.ts'

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

/** The date that `--now` names. @throws UserError (2) for one that would depend on the machine, or is none */
export function nowOption(args: ParsedArguments): Date | undefined {
  const now = args.text('now')
  if (now === undefined) return undefined
  const date = new Date(now)
  if (Number.isNaN(date.getTime()) || !isoDate.test(now))
    throw new UserError(`--now is "${now}", which is no date with a time zone: write it as 2026-01-31T00:00:00Z.`)
  return date
}
