import { fail } from './operands.ts'
import { zoneNames } from './zone-names.ts'

/** A time zone of the IANA database, from the data of Node's own ICU. */
export interface Zone {
  /** Seconds east of UTC at an instant given in seconds since 1970. */
  offset(instant: number): number
  /** Go's abbreviation of the zone at that instant: `UTC`, `CET`, `+04`. */
  abbreviation(instant: number): string
}

export const utc: Zone = { offset: () => 0, abbreviation: () => 'UTC' }

const zones = new Map<string, Zone>()

/**
 * Zone by name as Go's `time.LoadLocation`: empty and `UTC` are UTC; so is `Local`, for a result must not depend on the machine. Names
 * begin with a capital in each part; ICU does not tell further about their case.
 */
export function zoneOf(name: string): Zone {
  if (name === '' || name === 'UTC' || name === 'Local') return utc
  const known = zones.get(name)
  if (known !== undefined) return known
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(name)) fail(`unknown time zone ${name}`)
  let zone: Zone
  try {
    zone = load(name)
  } catch {
    return fail(`unknown time zone ${name}`)
  }
  zones.set(name, zone)
  return zone
}

function load(timeZone: string): Zone {
  const fields = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const names = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-NZ', 'en-ZA'].map(
    (locale) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }),
  )
  const offset = (instant: number): number => {
    const parts = Object.fromEntries(fields.formatToParts(instant * 1000).map((part) => [part.type, Number(part.value)])) as Record<
      'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
      number
    >
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) / 1000 - instant
  }
  return {
    offset,
    abbreviation(instant) {
      const given = zoneNames[timeZone]?.[offset(instant) / 60]
      if (given !== undefined) return given
      for (const format of names) {
        const name = format.formatToParts(instant * 1000).find((part) => part.type === 'timeZoneName')?.value ?? ''
        if (/^(?!GMT.)[A-Z]{3,5}$/.test(name)) return name
      }
      return numeric(offset(instant))
    },
  }
}

/** How the database itself names a zone that has no letters. */
function numeric(seconds: number): string {
  const minutes = Math.trunc(Math.abs(seconds) / 60)
  const text = String(Math.trunc(minutes / 60)).padStart(2, '0') + (minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0'))
  return (seconds < 0 ? '-' : '+') + text
}
