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

/**
 * The hash by which GitHub code scanning recognises a line of a file in later uploads, for every line of `text` (index 0 is line 1), in the
 * form of `partialFingerprints.primaryLocationLineHash`: `hex:count`, where the count tells equal hashes within the file apart.
 *
 * Algorithm of `src/fingerprints.ts` in github/codeql-action: for each line a polynomial hash (base 37, modulo 2^64) over the next 100
 * UTF-16 units from the line's start; spaces and tabs are left out, CR and CRLF count as LF, the file ends with the unit 0xFFFF and is
 * filled up with zeros. The 64 bits are kept as two 32-bit halves; every product stays below 2^53, so plain numbers are exact.
 */
export function lineHashes(text: string): string[] {
  const hashes: string[] = []
  const seen = new Map<string, number>()
  const window = new Uint16Array(windowSize)
  const startsLine = new Uint8Array(windowSize)
  let high = 0
  let low = 0
  let index = 0
  let atLineStart = true
  let afterCarriageReturn = false

  const emit = (): void => {
    if (startsLine[index] === 0) return
    startsLine[index] = 0
    const hex = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
    const count = (seen.get(hex) ?? 0) + 1
    seen.set(hex, count)
    hashes.push(`${hex}:${count}`)
  }

  const push = (unit: number): void => {
    const leaving = window[index]!
    window[index] = unit
    const nextLow = low * factor + unit - leavingLow * leaving
    const carry = Math.floor(nextLow / two32)
    const nextHigh = high * factor + carry - leavingHigh * leaving
    low = nextLow - carry * two32
    high = nextHigh - Math.floor(nextHigh / two32) * two32
    index = (index + 1) % windowSize
  }

  const read = (unit: number): void => {
    const isLineFeed = unit === 10
    const skipped = unit === 32 || unit === 9 || (afterCarriageReturn && isLineFeed)
    afterCarriageReturn = unit === 13
    if (skipped) return
    emit()
    if (atLineStart) startsLine[index] = 1
    atLineStart = isLineFeed || unit === 13
    push(atLineStart ? 10 : unit)
  }

  for (let position = 0; position < text.length; position++) read(text.charCodeAt(position))
  read(endOfFile)
  for (let rest = 0; rest < windowSize; rest++) {
    emit()
    push(0)
  }
  return hashes
}
