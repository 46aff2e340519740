/** Size of a page of WebAssembly memory in bytes. */
const pageBytes = 65_536

/**
 * Gives a WebAssembly module whose one memory cannot grow above `maxBytes` (rounded down to pages): the same bytes where that is so
 * already, else a copy. A Go program declares a memory without maximum; with one, `memory.grow` fails inside and Go ends with "out of
 * memory".
 * Layout: https://webassembly.github.io/spec/core/binary/modules.html#memory-section. Throws RangeError when the module has no memory
 * section of one memory, or needs more from the start.
 */
export function withMemoryMaximum(module: Uint8Array, maxBytes: number): Uint8Array {
  const pages = Math.floor(maxBytes / pageBytes)
  for (let at = 8; at < module.length; ) {
    const id = module[at]
    const size = readUnsigned(module, at + 1)
    if (id !== 5) {
      at = size.next + size.value
      continue
    }
    const count = readUnsigned(module, size.next)
    const flags = readUnsigned(module, count.next)
    const initial = readUnsigned(module, flags.next)
    if (count.value !== 1 || flags.value > 1) break
    if (pages < initial.value) throw new RangeError(`the module starts with ${initial.value} pages of memory, more than ${pages}`)
    if (flags.value === 1 && readUnsigned(module, initial.next).value <= pages) return module
    const body = [1, 1, ...unsigned(initial.value), ...unsigned(pages)]
    const end = size.next + size.value
    return concatenate([module.subarray(0, at), Uint8Array.from([5, ...unsigned(body.length), ...body]), module.subarray(end)])
  }
  throw new RangeError('the module has no memory of its own to limit')
}

/** LEB128, at most 32 bits. */
function readUnsigned(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0
  for (let shift = 0, next = at; next < bytes.length; shift += 7) {
    const byte = bytes[next++]!
    value += (byte & 127) * 2 ** shift
    if (byte < 128) return { value, next }
  }
  throw new RangeError('the module ends in the middle of a number')
}

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(Math.floor(value / 128))]
}

function concatenate(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
