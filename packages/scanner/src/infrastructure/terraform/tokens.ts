/** What of HCL is needed to find its blocks; everything else is `other`. */
export interface Token {
  kind: 'word' | 'string' | 'open' | 'close' | 'equals' | 'newline' | 'other'
  /** Offsets in the text. */
  start: number
  end: number
  /** 1-based, of the first character. */
  line: number
}

/**
 * Splits HCL (as Terraform and OpenTofu write it) into tokens: comments are left out, a string or heredoc is one token with all templates in
 * it. Reads any text: what is no HCL gives tokens that mean nothing. After the specification of HCL's native syntax, "Lexical Elements".
 */
export function hclTokens(text: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  let at = 0
  const add = (kind: Token['kind'], end: number): void => {
    tokens.push({ kind, start: at, end, line })
    for (let i = at; i < end; i++) if (text[i] === '\n') line++
    at = end
  }
  while (at < text.length) {
    const end = endOfComment(text, at)
    if (end !== undefined) {
      for (let i = at; i < end; i++) if (text[i] === '\n') line++
      at = end
      continue
    }
    const character = text[at]!
    if (character === '\n') add('newline', at + 1)
    else if (character === '"') add('string', endOfString(text, at))
    else if (text.startsWith('<<', at) && heredoc(text, at) !== undefined) add('other', heredoc(text, at)!)
    else if ('{[('.includes(character)) add('open', at + 1)
    else if ('}])'.includes(character)) add('close', at + 1)
    else if (character === '=' && text[at + 1] !== '=' && text[at + 1] !== '>' && !'!<>='.includes(text[at - 1] ?? ''))
      add('equals', at + 1)
    else if (wordStart.test(character)) add('word', endOfWord(text, at))
    else if (character === ' ' || character === '\t' || character === '\r') at++
    else add('other', at + 1)
  }
  return tokens
}

const wordStart = /[\p{ID_Start}_]/u
const wordPart = /[\p{ID_Continue}_-]*/uy

function endOfWord(text: string, at: number): number {
  wordPart.lastIndex = at
  return at + Math.max(1, wordPart.exec(text)?.[0].length ?? 1)
}

function endOfComment(text: string, at: number): number | undefined {
  if (text[at] === '#' || text.startsWith('//', at)) return endOfLine(text, at)
  if (!text.startsWith('/*', at)) return undefined
  const end = text.indexOf('*/', at + 2)
  return end < 0 ? text.length : end + 2
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** Past the closing quote. A string ends with its line, unless a template in it goes on. */
function endOfString(text: string, from: number): number {
  /** Open templates, each with the number of braces open in it. */
  const templates: number[] = []
  let quoted = true
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at]!
    if (quoted) {
      if (character === '\\') at++
      else if (character === '\n') return at
      else if (character === '"') {
        if (templates.length === 0) return at + 1
        quoted = false
      } else if ((character === '$' || character === '%') && text[at + 1] === '{') {
        // doubled, it stands for itself
        if (text[at - 1] === character) continue
        templates.push(0)
        quoted = false
        at++
      }
    } else if (character === '"') quoted = true
    else if (character === '{') templates[templates.length - 1]!++
    else if (character === '}') {
      if (templates.at(-1) !== 0) templates[templates.length - 1]!--
      else {
        templates.pop()
        quoted = true
      }
    }
  }
  return text.length
}

/** Past the closing word of a heredoc that begins here. */
function heredoc(text: string, at: number): number | undefined {
  const head = /^<<-?([\p{ID_Start}_][\p{ID_Continue}_-]*)\r?\n/u.exec(text.slice(at, at + 256))
  if (head === null) return undefined
  for (let start = at + head[0].length; start < text.length; ) {
    const end = endOfLine(text, start)
    if (text.slice(start, end).trim() === head[1]) return end
    start = end + 1
  }
  return text.length
}
