/** A file in a request to an engine: its text, or anything that is not UTF-8 as base64. */
export type EngineFile = string | { base64: string }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Gives the form in which the bytes of a file go into a request; the engine gets exactly these bytes. */
export function engineFile(bytes: Uint8Array): EngineFile {
  try {
    return utf8.decode(bytes)
  } catch {
    return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') }
  }
}
