export type TextResult = { text: string; problem?: undefined } | { text?: undefined; problem: string }

/**
 * The text of a file: UTF-8 (a byte order mark is allowed and left out), or UTF-16 with a byte order mark as YAML allows. Gives a sentence
 * in `problem` for anything else: bytes that are not valid in the encoding, or a NUL, which no YAML or JSON text holds.
 */
export function readText(bytes: Uint8Array): TextResult {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  if (encoding === 'utf-8' && bytes.includes(0)) return { problem: 'The file is not text: it holds a NUL byte.' }
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return { problem: `The file is not valid ${encoding === 'utf-8' ? 'UTF-8' : 'UTF-16'} text.` }
  }
  if (text.includes('\0')) return { problem: 'The file is not text: it holds a NUL character.' }
  return { text }
}
