/** A string or template of a TypeScript text; what is filled into a template stands as `{}`. */
export interface Literal {
  /** 1-based. */
  line: number
  text: string
  /** What stands before it in its line. */
  before: string
}

/** Every string and template of a TypeScript text, those inside of templates too, in the order of their ends. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = []
  let at = 0
  const add = (start: number, text: string) => {
    const upTo = source.slice(0, start)
    found.push({ line: upTo.split('\n').length, text, before: upTo.slice(upTo.lastIndexOf('\n') + 1) })
  }
  const quoted = (quote: string) => {
    const start = at++
    let text = ''
    while (source[at] !== quote) text += source[at] === '\\' ? escaped() : source[at++]
    at++
    add(start, text)
  }
  const escaped = (): string => {
    at += 2
    const letter = source[at - 1]!
    return letter === 'n' ? '\n' : letter
  }
  const template = () => {
    const start = at++
    let text = ''
    while (source[at] !== '`') {
      if (source[at] === '\\') text += escaped()
      else if (source.startsWith('${', at)) {
        at += 2
        code()
        at++
        text += '{}'
      } else text += source[at++]
    }
    at++
    add(start, text)
  }
  const pattern = () => {
    let inClass = false
    for (at++; source[at] !== '/' || inClass; at++) {
      if (source[at] === '\\') at++
      else if (source[at] === '[') inClass = true
      else if (source[at] === ']') inClass = false
    }
    at++
  }
  // up to the brace that closes what is filled in, or the end of the text
  const code = () => {
    let depth = 0
    let last = ''
    while (at < source.length) {
      const letter = source[at]!
      if (source.startsWith('//', at)) at = endOf('\n')
      else if (source.startsWith('/*', at)) at = endOf('*/') + 2
      else if (letter === '/' && (last === '' || '(,=:[!&|?{};>'.includes(last))) pattern()
      else if (letter === "'" || letter === '"') quoted(letter)
      else if (letter === '`') template()
      else {
        if (letter === '{') depth++
        if (letter === '}' && depth-- === 0) return
        at++
      }
      if (letter.trim() !== '') last = letter
    }
  }
  const endOf = (mark: string): number => {
    const end = source.indexOf(mark, at)
    return end < 0 ? source.length : end
  }
  code()
  return found
}
