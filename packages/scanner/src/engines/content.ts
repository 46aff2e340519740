import { isUtf8 } from 'node:buffer'

/** A file in a request to an engine: its text, or anything that is not UTF-8 as base64. */
export type EngineFile = string | { base64: string }

/** Gives the form in which the bytes of a file go into a request; the engine gets exactly these bytes. */
export function engineFile(bytes: Uint8Array): EngineFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return isUtf8(buffer) ? buffer.toString('utf8') : { base64: buffer.toString('base64') }
}
