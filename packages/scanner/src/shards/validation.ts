import { Ajv2020 } from 'ajv/dist/2020.js'
import schema from '../../../../schemas/report.schema.json' with { type: 'json' }
import { blockingReasons, countedReasons, type JsonObject, type Report, type ShardReport, UserError } from '../model.ts'
import { version } from '../version.ts'
import type { ReportText } from './reading.ts'

/** The report of one shard, with its name in sentences. */
export interface ShardText {
  name: string
  report: Report & { shard: ShardReport }
}

/** Levels of lists and objects in each other: reports have about ten, and what reads them recurses. */
const deepest = 200

const reasons = new Set<string>([...blockingReasons, ...countedReasons])
const waiverStates = new Set(['applied', 'unused', 'unknown', 'expired'])

let validator: ReturnType<Ajv2020['compile']> | undefined

/**
 * Reads the report of a shard. It may have come through an artifact, so it is checked as foreign text: against the schema, and for what the
 * schema leaves open to later versions.
 * @throws UserError (3) that names the file and what is wrong with it
 */
export function validateReport({ name, text }: ReportText): ShardText {
  const refuse = (what: string, cause?: unknown): never => {
    throw new UserError(`${name} ${what}`, { exitCode: 3, cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    refuse('is no JSON, so it is no report: was the scan that wrote it ended early?', cause)
  }
  if (depth(value) > deepest) refuse(`is nested deeper than ${deepest} levels, which no report is.`)
  const said = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof said === 'string' && said !== '1')
    refuse(`is a report of form ${JSON.stringify(said)}, but this version reads form 1: scan and merge with one version.`)
  validator ??= new Ajv2020({ strict: false, validateSchema: false, formats: { 'date-time': isTime } }).compile(
    schema as unknown as JsonObject,
  )
  if (!validator(value)) {
    const [error] = validator.errors ?? []
    refuse(`is no report of policy-gate: ${error?.instancePath || 'the document'} ${error?.message}.`)
  }
  const report = value as Report
  if (report.tool.version !== version)
    refuse(`was written by version ${report.tool.version}, this is ${version}: scan and merge with one version.`)
  const unknown =
    report.notEvaluated.find(({ reason }) => !reasons.has(reason))?.reason ??
    report.waivers?.find(({ status }) => !waiverStates.has(status))?.status
  if (unknown !== undefined) refuse(`holds ${JSON.stringify(unknown)}, which this version does not know: scan and merge with one version.`)
  if (report.shard === undefined) refuse('is the report of a whole scan, not of a shard: write it with `policy-gate scan --shard i/n`.')
  const { index, total } = report.shard!
  if (index > total) refuse(`says that it is shard ${index} of ${total}.`)
  return { name, report: report as ShardText['report'] }
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text))
}

/** Levels of a JSON value, counted without recursion. */
function depth(value: unknown): number {
  let level: unknown[] = [value]
  for (let count = 0; ; count++) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
    if (level.length === 0 || count > deepest) return count
  }
}
