import { parseDuration } from './durations.ts'
import { type Civil, civilTime, days, formatTime, named } from './layouts.ts'
import { bigIntOperand } from './numbers.ts'
import { type Builtin, type BuiltinContext, fail, integerOperand, stringOperand } from './operands.ts'
import { RegoNumber, type Term } from './terms.ts'
import { parseTime } from './time-parser.ts'
import { utc, type Zone, zoneOf } from './zones.ts'

/** `time.parse_ns(layout, value)`: a Go layout or the name of one (`v1/topdown/time.go`). */
const parseNs: Builtin = (layout, value) => {
  const form = stringOperand(layout, 1)
  return nanoseconds(parseTime(Object.hasOwn(named, form) ? (named[form] as string) : form, stringOperand(value, 2)))
}

/** `time.parse_rfc3339_ns(value)`. */
const parseRfc3339Ns: Builtin = (value) => nanoseconds(parseTime(named.RFC3339 as string, stringOperand(value, 1)))

/** `time.parse_duration_ns(duration)`: Go's durations and days, weeks and years. */
const parseDurationNs: Builtin = (duration) => new RegoNumber(parseDuration(stringOperand(duration, 1)))

/** `time.format(x)`: x is `ns`, `[ns, zone]` or `[ns, zone, layout]`; RFC 3339 by default. */
const format: Builtin = (x) => {
  const { civil, layout } = timeOperand(x)
  return formatTime(civil, Object.hasOwn(named, layout) ? (named[layout] as string) : layout || (named.RFC3339Nano as string))
}

/** `time.date(x)`: year, month and day. */
const date: Builtin = (x) => {
  const { civil } = timeOperand(x)
  return [civil.year, civil.month, civil.day].map((value) => new RegoNumber(value))
}

/** `time.clock(x)`: hour, minute and second. */
const clock: Builtin = (x) => {
  const { civil } = timeOperand(x)
  return [civil.hour, civil.minute, civil.second].map((value) => new RegoNumber(value))
}

/** `time.weekday(x)`: `Monday`. */
const weekday: Builtin = (x) => days[timeOperand(x).civil.weekday] as string

/** `time.add_date(x, years, months, days)`: by the calendar of the zone; a day that a month has not runs over into the next. */
const addDate: Builtin = (x, years, monthCount, dayCount) => {
  const { civil, zone } = timeOperand(x)
  const [year, month, day] = [integerOperand(years, 2), integerOperand(monthCount, 3), integerOperand(dayCount, 4)]
  const moved = new Date(0)
  moved.setUTCFullYear(civil.year + year, civil.month - 1 + month, civil.day + day)
  const local = moved.getTime() / 1000 + civil.hour * 3600 + civil.minute * 60 + civil.second
  if (!Number.isFinite(local)) fail('time outside of valid range')
  return nanoseconds(BigInt(fromLocal(local, zone)) * 1_000_000_000n + BigInt(civil.nanosecond))
}

/** Seconds since 1970 of what a clock in the zone shows, decided at changes of the clock as Go's `time.Date` does. */
function fromLocal(local: number, zone: Zone): number {
  const first = zone.offset(local)
  const second = zone.offset(local - first)
  return local - (first === second ? first : second)
}

/** `time.diff(a, b)`: years, months, days, hours, minutes and seconds between, by the calendar of the first one's zone. */
const diff: Builtin = (a, b) => {
  const [left, right] = [timeOperand(a), timeOperand(b)]
  const later = civilTime(right.instant, left.zone)
  const [from, to] = left.instant > right.instant ? [later, left.civil] : [left.civil, later]
  const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  const result = fields.map((field) => to[field] - from[field])
  const daysOfMonth = new Date(Date.UTC(from.year, from.month, 0)).getUTCDate()
  const sizes = [0, 12, daysOfMonth, 24, 60, 60]
  for (let i = 5; i > 0; i--) {
    if ((result[i] as number) >= 0) continue
    result[i] = (result[i] as number) + (sizes[i] as number)
    result[i - 1] = (result[i - 1] as number) - 1
  }
  return result.map((value) => new RegoNumber(value))
}

function timeOperand(x: Term | undefined): { instant: bigint; zone: Zone; civil: Civil; layout: string } {
  const [ns, name, layout] = Array.isArray(x) ? x : [x]
  const instant = bigIntOperand(ns, 1)
  if (BigInt.asIntN(64, instant) !== instant) fail('timestamp too big')
  const zone = name === undefined ? utc : zoneOf(stringOperand(name, 1))
  return { instant, zone, civil: civilTime(instant, zone), layout: layout === undefined ? '' : stringOperand(layout, 1) }
}

function nanoseconds(value: bigint): RegoNumber {
  return BigInt.asIntN(64, value) === value ? new RegoNumber(value) : fail('time outside of valid range')
}

/** The built-ins about time; `time.now_ns` gives the host's fixed time and ends the evaluation without one. */
export function timeBuiltins(context: BuiltinContext): Record<string, Builtin> {
  return {
    'time.now_ns': () => {
      // undefined would make a rule that asks for the time pass
      if (context.now === undefined) throw new Error('a policy asks for the time (time.now_ns): run with --now')
      return new RegoNumber(context.now)
    },
    'time.parse_ns': parseNs,
    'time.parse_rfc3339_ns': parseRfc3339Ns,
    'time.parse_duration_ns': parseDurationNs,
    'time.format': format,
    'time.date': date,
    'time.clock': clock,
    'time.weekday': weekday,
    'time.add_date': addDate,
    'time.diff': diff,
  }
}
