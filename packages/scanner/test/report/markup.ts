/** A node of a parsed page: an element, or text with references decoded. */
export type MarkupNode = MarkupElement | string

export interface MarkupElement {
  name: string
  attributes: Record<string, string>
  children: MarkupNode[]
}

const voidElements = ['br', 'meta', 'hr', 'img', 'input', 'link']
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));?/g, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return String.fromCodePoint(Number(code))
    const character = named[name!]
    if (character === undefined || !whole.endsWith(';')) throw new Error(`a bare ampersand: ${text.slice(0, 80)}`)
    return character
  })
}

/**
 * A reader that takes only markup without any doubt: lower-case tags, quoted attributes, every element closed in order. Throws at anything
 * else: comments, stray angle brackets, a tag that is never closed. `<!DOCTYPE html>` may stand first, the content of `style` is text.
 */
export function parseMarkup(source: string): MarkupElement {
  const root: MarkupElement = { name: '#root', attributes: {}, children: [] }
  const open = [root]
  const token = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*(\/?)>|([^<]+)/gy
  const start = '<!DOCTYPE html>'
  token.lastIndex = source.startsWith(start) ? start.length : 0
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const match = token.exec(source)
    if (!match) throw new Error(`not plain markup: ${JSON.stringify(source.slice(at, at + 80))}`)
    const [, closing, name, list, selfClosed, text] = match
    const parent = open.at(-1)!
    if (text !== undefined) {
      if (text.includes('>') && parent.name !== 'style') throw new Error(`a bare >: ${text.slice(0, 80)}`)
      parent.children.push(parent.name === 'style' ? text : decode(text))
    } else if (closing) {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes <${parent.name}>`)
    } else {
      const pairs = [...list!.matchAll(/\s+([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key!, decode(value ?? '')] as const)
      if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`an attribute twice in <${name}>`)
      const element: MarkupElement = { name: name!, attributes: Object.fromEntries(pairs), children: [] }
      parent.children.push(element)
      if (!selfClosed && !voidElements.includes(name!)) open.push(element)
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is never closed`)
  return root
}

/** All elements, in the order of the source. */
export function elements(root: MarkupElement): MarkupElement[] {
  return root.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...elements(child)]))
}

export function textOf(node: MarkupNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

/** Names of elements, nested, without text; elements named `transparent` count as text. */
export function outline(root: MarkupElement, transparent: string[] = []): string {
  return root.children
    .map((child) => {
      if (typeof child === 'string') return ''
      const inside = outline(child, transparent)
      return transparent.includes(child.name) ? inside : `<${child.name}>${inside}</${child.name}>`
    })
    .join('')
}
