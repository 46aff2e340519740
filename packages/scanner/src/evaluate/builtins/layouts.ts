import type { Zone } from './zones.ts'

/** Go's layouts for time: the reference time `Mon Jan 2 15:04:05 MST 2006` written as the wanted form (Go `time/format.go`). */
export const named: Record<string, string> = {
  ANSIC: 'Mon Jan _2 15:04:05 2006',
  UnixDate: 'Mon Jan _2 15:04:05 MST 2006',
  RubyDate: 'Mon Jan 02 15:04:05 -0700 2006',
  RFC822: '02 Jan 06 15:04 MST',
  RFC822Z: '02 Jan 06 15:04 -0700',
  RFC850: 'Monday, 02-Jan-06 15:04:05 MST',
  RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
  RFC1123Z: 'Mon, 02 Jan 2006 15:04:05 -0700',
  RFC3339: '2006-01-02T15:04:05Z07:00',
  RFC3339Nano: '2006-01-02T15:04:05.999999999Z07:00',
}

export const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
export const months = 'January February March April May June July August September October November December'.split(' ')

const chunk =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|_2(?!006)|__2|3|4|5|PM|pm|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|[.,](?:0+|9+)(?!\d)/

/** The next element of a layout, the text before it and what follows; no element: undefined. */
export function nextElement(layout: string): { prefix: string; element: string | undefined; rest: string } {
  const match = chunk.exec(layout)
  if (match === null) return { prefix: layout, element: undefined, rest: '' }
  return { prefix: layout.slice(0, match.index), element: match[0], rest: layout.slice(match.index + match[0].length) }
}

/** A date and time of day in a zone. `month` is 1-based; `weekday` 0 is Sunday; `nanosecond` is within the second. */
export interface Civil {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  nanosecond: number
  weekday: number
  /** 1-based. */
  yearDay: number
  /** Seconds east of UTC. */
  offset: number
  zone: string
}

/** What clocks in a zone show at an instant, in nanoseconds since 1970. */
export function civilTime(instant: bigint, zone: Zone): Civil {
  const seconds = Number((instant - BigInt.asUintN(64, ((instant % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n)
  const offset = zone.offset(seconds)
  const date = new Date((seconds + offset) * 1000)
  const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(instant - BigInt(seconds) * 1_000_000_000n),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - yearStart) / 86_400_000) + 1,
    offset,
    zone: zone.abbreviation(seconds),
  }
}

/** Go's `Time.Format`. */
export function formatTime(time: Civil, layout: string): string {
  let output = ''
  for (let rest = layout; rest !== ''; ) {
    const next = nextElement(rest)
    output += next.prefix
    if (next.element === undefined) break
    output += formatElement(time, next.element)
    rest = next.rest
  }
  return output
}

function formatElement(time: Civil, element: string): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const hour12 = time.hour % 12 === 0 ? 12 : time.hour % 12
  switch (element) {
    case 'January':
      return months[time.month - 1] as string
    case 'Jan':
      return (months[time.month - 1] as string).slice(0, 3)
    case 'Monday':
      return days[time.weekday] as string
    case 'Mon':
      return (days[time.weekday] as string).slice(0, 3)
    case 'MST':
      return time.zone
    case '1':
      return String(time.month)
    case '01':
      return two(time.month)
    case '2':
      return String(time.day)
    case '_2':
      return String(time.day).padStart(2)
    case '02':
      return two(time.day)
    case '__2':
      return String(time.yearDay).padStart(3)
    case '002':
      return String(time.yearDay).padStart(3, '0')
    case '15':
      return two(time.hour)
    case '3':
      return String(hour12)
    case '03':
      return two(hour12)
    case '4':
      return String(time.minute)
    case '04':
      return two(time.minute)
    case '5':
      return String(time.second)
    case '05':
      return two(time.second)
    case '2006':
      return String(time.year).padStart(4, '0')
    case '06':
      return two(time.year % 100)
    case 'PM':
      return time.hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return time.hour >= 12 ? 'pm' : 'am'
    default:
      return /^[.,]/.test(element) ? fraction(time.nanosecond, element) : zoneOffset(time.offset, element)
  }
}

/** `.000` keeps zeros, `.999` drops them. */
function fraction(nanosecond: number, element: string): string {
  const digits = String(nanosecond)
    .padStart(9, '0')
    .slice(0, element.length - 1)
  if (element[1] === '0') return element[0] + digits
  const trimmed = digits.replace(/0+$/, '')
  return trimmed === '' ? '' : element[0] + trimmed
}

/** `Z07:00` and the like write `Z` for UTC. */
function zoneOffset(offset: number, element: string): string {
  if (element.startsWith('Z') && offset === 0) return 'Z'
  const size = Math.abs(offset)
  const minutes = Math.trunc(size / 60)
  const parts = [Math.trunc(minutes / 60), minutes % 60, size % 60].map((part) => String(part).padStart(2, '0'))
  const shown = element.replaceAll(/[^\d]/g, '').length / 2
  // Go takes the sign from whole minutes.
  return (offset <= -60 ? '-' : '+') + parts.slice(0, shown).join(element.includes(':') ? ':' : '')
}
