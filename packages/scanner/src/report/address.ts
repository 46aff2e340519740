/** An absolute http or https address with everything percent-encoded that could end a link, a table cell, an attribute or a line. */
export function safeAddress(address: string): string | undefined {
  if (!/^https?:\/\/[^/?#]/i.test(address)) return undefined
  return address
    .toWellFormed()
    .replace(/[^\w\-.~:/?#@$&+,;=%]/gu, encodeURIComponent)
    .replace(/[()'*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
