/** Characters in the window of the rolling hash. */
const windowSize = 100
const factor = 37
const endOfFile = 0xffff
const two32 = 2 ** 32

/** 37 to the power of 100, modulo 2^64, as two unsigned 32-bit halves: what a character weighs when it leaves the window. */
const [leavingHigh, leavingLow] = (() => {
  const power = BigInt.asUintN(64, BigInt(factor) ** BigInt(windowSize))
  return [Number(power >> 32n), Number(power & 0xffffffffn)] as const
})()

/** The UTF-16 units that count, filled up with zeros for a last window, and where in them each line starts. */
function significantUnits(text: string): { units: Uint16Array; starts: number[] } {
  const units = new Uint16Array(text.length + 1 + windowSize)
  const starts = [0]
  let length = 0
  let afterCarriageReturn = false
  for (let position = 0; position < text.length; position++) {
    const unit = text.charCodeAt(position)
    const skipped = unit === 32 || unit === 9 || (afterCarriageReturn && unit === 10)
    afterCarriageReturn = unit === 13
    if (skipped) continue
    const endsLine = unit === 10 || unit === 13
    units[length++] = endsLine ? 10 : unit
    if (endsLine) starts.push(length)
  }
  units[length] = endOfFile
  return { units, starts }
}

/**
 * The hash by which GitHub code scanning recognises a line of a file in later uploads, for every line of `text` (index 0 is line 1), in the
 * form of `partialFingerprints.primaryLocationLineHash`: `hex:count`, where the count tells equal hashes within the file apart.
 *
 * Algorithm of `src/fingerprints.ts` in github/codeql-action: for each line a polynomial hash (base 37, modulo 2^64) over the next 100
 * UTF-16 units from the line's start; spaces and tabs are left out, CR and CRLF count as LF, the file ends with the unit 0xFFFF and is
 * filled up with zeros. The 64 bits are kept as two 32-bit halves; every product stays below 2^53, so plain numbers are exact.
 */
export function lineHashes(text: string): string[] {
  const { units, starts } = significantUnits(text)
  const hashes: string[] = []
  const seen = new Map<string, number>()
  let high = 0
  let low = 0
  let end = 0
  for (const start of starts) {
    for (; end < start + windowSize; end++) {
      const leaving = end < windowSize ? 0 : units[end - windowSize]!
      const nextLow = low * factor + units[end]! - leavingLow * leaving
      const carry = Math.floor(nextLow / two32)
      const nextHigh = high * factor + carry - leavingHigh * leaving
      low = nextLow - carry * two32
      high = nextHigh - Math.floor(nextHigh / two32) * two32
    }
    const hex = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
    const count = (seen.get(hex) ?? 0) + 1
    seen.set(hex, count)
    hashes.push(`${hex}:${count}`)
  }
  return hashes
}
