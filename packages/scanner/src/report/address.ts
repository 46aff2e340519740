/** Longer addresses are no use to a reader and would take the room of findings. */
const longest = 1000

/**
 * An absolute http or https address with everything percent-encoded that could end a link, a table cell, an attribute or a line; undefined
 * for any other, and for a very long one.
 */
export function safeAddress(address: string): string | undefined {
  if (!/^https?:\/\/[^/?#]/i.test(address)) return undefined
  const safe = address
    .toWellFormed()
    .replace(/[^\w\-.~:/?#@$&+,;=%]/gu, encodeURIComponent)
    .replace(/[()'*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return safe.length > longest ? undefined : safe
}
