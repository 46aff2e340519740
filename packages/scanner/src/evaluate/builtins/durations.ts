import { formatFloat } from './floats.ts'
import { fail } from './operands.ts'

const units: Record<string, bigint> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const hours: Record<string, number> = { d: 24, w: 168, y: 8760 }
const limit = 1n << 63n

/** Nanoseconds of a duration such as `1h30m`, `-1.5h`, `3d`, `1y` (`parseExtendedDuration`, Go's `time.ParseDuration`). */
export function parseDuration(text: string): bigint {
  return goDuration(/[dwy]/.test(text) ? rewrite(text) : text)
}

/** Days, weeks and years in hours. */
function rewrite(text: string): string {
  const match = /^([-+]?)((?:[\d.]+(?:ms|us|µs|ns|[a-z]))+)$/.exec(text)
  if (match === null) return fail('invalid duration')
  const segments = (match[2] as string).replace(/([\d.]+)([dwy])/g, (_, digits: string, unit: string) => {
    if (!/^(?:\d+\.?\d*|\.\d+)$/.test(digits)) fail('invalid duration')
    return `${formatFloat(Number(digits) * (hours[unit] as number), 'f', -1)}h`
  })
  return match[1] + segments
}

function goDuration(text: string): bigint {
  const negative = text.startsWith('-')
  let rest = text.replace(/^[-+]/, '')
  if (rest === '0') return 0n
  if (rest === '') fail('invalid duration')
  let total = 0n
  while (rest !== '') {
    const match = /^(\d*)(?:\.(\d*))?([^.\d]+)/.exec(rest)
    const [whole = '', fraction = '', name = ''] = match?.slice(1) ?? []
    const unit = units[name]
    if (unit === undefined || whole + fraction === '') return fail('invalid duration')
    total += nanoseconds(whole, fraction, unit)
    if (total > limit) fail('invalid duration')
    rest = rest.slice((match as RegExpExecArray)[0].length)
  }
  if (!negative && total === limit) fail('invalid duration')
  return negative ? -total : total
}

function nanoseconds(whole: string, fraction: string, unit: bigint): bigint {
  const value = BigInt(whole || '0')
  if (value > limit / unit) fail('invalid duration')
  // Go takes as many digits as fit into 63 bits and multiplies as doubles.
  let digits = 0n
  let scale = 1
  for (const digit of fraction) {
    const next = digits * 10n + BigInt(digit)
    if (next >= limit) break
    digits = next
    scale *= 10
  }
  return value * unit + BigInt(Math.trunc(Number(digits) * (Number(unit) / scale)))
}
