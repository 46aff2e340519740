/**
 * The wire between client and runner: frames of a 4-byte length (big endian, of the payload), one byte of kind, and the payload.
 */

/** Request: JSON for the engine. Answer: JSON from it. The others are ways in which a request ends without an answer; payload: why. */
export const frameKinds = { request: 0, answer: 1, memory: 2, crash: 3 } as const

export interface Frame {
  kind: number
  payload: Buffer
}

export function encodeFrame(kind: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(payload.length + 5)
  frame.writeUInt32BE(payload.length, 0)
  frame[4] = kind
  frame.set(payload, 5)
  return frame
}

/** Gives a function that takes the chunks of a stream and hands each whole frame to `onFrame`. */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let length = 0
  return (chunk) => {
    chunks.push(chunk)
    length += chunk.length
    while (length >= 5) {
      if (chunks[0]!.length < 5) chunks = [Buffer.concat(chunks)]
      const end = chunks[0]!.readUInt32BE(0) + 5
      if (length < end) return
      const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      chunks = whole.length > end ? [whole.subarray(end)] : []
      length -= end
      onFrame({ kind: whole[4]!, payload: whole.subarray(5, end) })
    }
  }
}
