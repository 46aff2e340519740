import { days, months, nextElement } from './layouts.ts'
import { fail } from './operands.ts'

interface Fields {
  year: number
  month?: number
  day?: number
  yearDay?: number
  hour: number
  minute: number
  second: number
  nanosecond: number
  half?: string
  /** Seconds east of UTC. */
  offset: number
}

/**
 * Go's `time.Parse`: nanoseconds since 1970 of a text in a layout, of any size. An unknown zone abbreviation counts as UTC. Throws a
 * BuiltinError when the text does not fit or a field is out of range.
 */
export function parseTime(layout: string, text: string): bigint {
  const fields: Fields = { year: 0, hour: 0, minute: 0, second: 0, nanosecond: 0, offset: 0 }
  let value = text
  for (let rest = layout; ; ) {
    const next = nextElement(rest)
    value = skip(value, next.prefix)
    if (next.element === undefined) break
    value = readElement(fields, next.element, value, next.rest)
    rest = next.rest
  }
  if (value !== '') fail('extra text')
  if (fields.half === 'PM' && fields.hour < 12) fields.hour += 12
  if (fields.half === 'AM' && fields.hour === 12) fields.hour = 0
  setDay(fields)
  const date = new Date(0)
  date.setUTCFullYear(fields.year, (fields.month as number) - 1, fields.day)
  const seconds = date.getTime() / 1000 + fields.hour * 3600 + fields.minute * 60 + fields.second - fields.offset
  return BigInt(seconds) * 1_000_000_000n + BigInt(fields.nanosecond)
}

/** Literal text of the layout; a run of spaces matches any run of spaces. */
function skip(text: string, prefix: string): string {
  let value = text
  for (let at = 0; at < prefix.length; ) {
    if (prefix[at] === ' ') {
      if (value !== '' && value[0] !== ' ') fail('cannot parse the time')
      while (prefix[at] === ' ') at++
      value = value.replace(/^ +/, '')
    } else {
      if (value[0] !== prefix[at]) fail('cannot parse the time')
      value = value.slice(1)
      at++
    }
  }
  return value
}

function take(value: string, pattern: RegExp): RegExpExecArray {
  return pattern.exec(value) ?? fail('cannot parse the time')
}

/** Reads one element and gives the text after it. */
function readElement(fields: Fields, element: string, value: string, rest: string): string {
  const number = (pattern: RegExp, low: number, high: number): [number, string] => {
    const [all, digits = all] = take(value, pattern)
    const result = Number(digits)
    return result < low || result > high ? fail('out of range') : [result, value.slice(all.length)]
  }
  const name = (list: string[]): [number, string] => {
    const at = list.findIndex((item) => value.slice(0, item.length).toLowerCase() === item.toLowerCase())
    return at === -1 ? fail('cannot parse the time') : [at, value.slice((list[at] as string).length)]
  }
  const short = (list: string[]) => list.map((item) => item.slice(0, 3))
  const oneOrTwo = /^\d{1,2}/
  const two = /^\d{2}/
  let after = value
  switch (element) {
    case '2006':
      ;[fields.year, after] = number(/^\d{4}/, 0, 9999)
      break
    case '06':
      ;[fields.year, after] = number(two, 0, 99)
      fields.year += fields.year >= 69 ? 1900 : 2000
      break
    case 'January':
    case 'Jan':
      ;[fields.month, after] = name(element === 'Jan' ? short(months) : months)
      fields.month++
      break
    case '1':
    case '01':
      ;[fields.month, after] = number(element === '01' ? two : oneOrTwo, 1, 12)
      break
    case 'Monday':
    case 'Mon':
      after = name(element === 'Mon' ? short(days) : days)[1]
      break
    case '2':
    case '_2':
    case '02':
      ;[fields.day, after] = number(element === '02' ? two : element === '2' ? oneOrTwo : /^ ?(\d{1,2})/, 0, 99)
      break
    case '__2':
    case '002':
      ;[fields.yearDay, after] = number(element === '002' ? /^\d{3}/ : /^ {0,2}(\d{1,3})/, 0, 999)
      break
    case '15':
      ;[fields.hour, after] = number(oneOrTwo, 0, 23)
      break
    case '3':
    case '03':
      ;[fields.hour, after] = number(element === '03' ? two : oneOrTwo, 0, 12)
      break
    case '4':
    case '04':
      ;[fields.minute, after] = number(element === '04' ? two : oneOrTwo, 0, 59)
      break
    case '5':
    case '05':
      ;[fields.second, after] = number(element === '05' ? two : oneOrTwo, 0, 59)
      // A fraction may follow the seconds though the layout has none.
      if (/^[.,]\d/.test(after) && !/^[.,]/.test(nextElement(rest).element ?? '')) after = readFraction(fields, after, /^[.,](\d+)/)
      break
    case 'PM':
    case 'pm':
      fields.half = take(value, element === 'PM' ? /^(?:AM|PM)/ : /^(?:am|pm)/)[0].toUpperCase()
      after = value.slice(2)
      break
    case 'MST':
      after = skipZoneName(value)
      break
    default:
      after = /^[.,]/.test(element) ? readElementFraction(fields, element, value) : readOffset(fields, element, value)
  }
  return after
}

function readElementFraction(fields: Fields, element: string, value: string): string {
  if (element[1] === '0') return readFraction(fields, value, new RegExp(`^[.,](\\d{${element.length - 1}})`))
  return /^[.,]\d/.test(value) ? readFraction(fields, value, /^[.,](\d+)/) : value
}

function readFraction(fields: Fields, value: string, pattern: RegExp): string {
  const [all, digits = ''] = take(value, pattern)
  fields.nanosecond = Number(digits.slice(0, 9).padEnd(9, '0'))
  return value.slice(all.length)
}

function readOffset(fields: Fields, element: string, value: string): string {
  if (element.startsWith('Z') && value.startsWith('Z')) return value.slice(1)
  const separator = element.includes(':') ? ':' : ''
  const parts = element.replaceAll(/[^\d]/g, '').length / 2
  const [all, sign, ...numbers] = take(value, new RegExp(`^([+-])${new Array(parts).fill('(\\d\\d)').join(separator)}`))
  const [hour = 0, minute = 0, second = 0] = numbers.map(Number)
  if (hour > 24 || minute > 60 || second > 60) fail('time zone offset out of range')
  fields.offset = (sign === '-' ? -1 : 1) * (hour * 3600 + minute * 60 + second)
  return value.slice(all.length)
}

/** An abbreviation: `UTC`, three to five capitals by Go's rules, `GMT+3`, `+03`. None changes the instant, not even GMT's hours. */
function skipZoneName(value: string): string {
  const offset = /^(?:GMT)?[+-](\d+)/.exec(value)
  if (offset !== null && value.length >= 3 && Number(offset[1]) <= 23) return value.slice(offset[0].length)
  const letters = /^(?:UTC|ChST|MeST|GMT|[A-Z]{4}T(?![A-Z])|[A-Z]{3}T(?![A-Z])|WITA(?![A-Z])|[A-Z]{3}(?![A-Z]))/
  return value.slice(take(value, letters)[0].length)
}

/** Fills month and day, checking them against the day of the year and the length of the month. */
function setDay(fields: Fields): void {
  const leap = fields.year % 4 === 0 && (fields.year % 100 !== 0 || fields.year % 400 === 0)
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  if (fields.yearDay !== undefined) {
    let [month, day] = [0, fields.yearDay]
    while (month < 12 && day > (lengths[month] as number)) day -= lengths[month++] as number
    if (fields.yearDay < 1 || month === 12) fail('day-of-year out of range')
    if (fields.month !== undefined && fields.month !== month + 1) fail('day-of-year does not match month')
    if (fields.day !== undefined && fields.day !== day) fail('day-of-year does not match day')
    fields.month = month + 1
    fields.day = day
  }
  fields.month ??= 1
  fields.day ??= 1
  if (fields.day < 1 || fields.day > (lengths[fields.month - 1] as number)) fail('day out of range')
}
