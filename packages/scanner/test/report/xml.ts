export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const character = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u

function decode(text: string): string {
  if (/[<]|&(?!(amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`unescaped text: ${text.slice(0, 80)}`)
  return text.replace(/&(\w+);/g, (_, name: string) => entities[name]!)
}

/** A strict reader of the XML that the JUnit reporter may write: elements, attributes, text. Throws at anything else. */
export function parseXml(source: string): XmlElement {
  if (!character.test(source)) throw new Error('a character that XML 1.0 has no form for')
  const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!source.startsWith(prolog)) throw new Error('no XML declaration')
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const token = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy
  token.lastIndex = prolog.length
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const match = token.exec(source)
    if (!match) throw new Error(`not well-formed at ${source.slice(at, at + 80)}`)
    const [, closing, name, list, empty, text] = match
    if (text !== undefined) {
      if (text.includes(']]>')) throw new Error(']]> in text')
      open.at(-1)!.text += decode(text)
    } else if (closing) {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes another element`)
    } else {
      const attributes = [...list!.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, decode(value!)] as const)
      if (new Set(attributes.map(([key]) => key)).size !== attributes.length) throw new Error(`an attribute twice in <${name}>`)
      const element: XmlElement = { name: name!, attributes: Object.fromEntries(attributes), children: [], text: '' }
      open.at(-1)!.children.push(element)
      if (!empty) open.push(element)
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not exactly one closed root')
  return root.children[0]!
}
