import { Composer, type CST, type Document, Lexer, Parser } from 'yaml'
import { maxDepth, maxLexemes, tooDeep } from '../limits.ts'
import { TextProblem } from '../problems.ts'

const options = {
  version: '1.1',
  // Scalars stay text: what they mean is decided in ../resolution.ts and ../tags.ts.
  schema: 'failsafe',
  resolveKnownTags: false,
  merge: false,
  // Compared by resolved keys later, in linear time.
  uniqueKeys: false,
  keepSourceTokens: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/** What the lexer puts before the text of a plain or block scalar. */
const scalarMark = '\x1f'

/** The syntax trees of all documents of a YAML stream; throws a TextProblem for what is not YAML or nested too deeply. */
export function syntaxTrees(text: string): Document.Parsed[] {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let previous = ''
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('!') && previous !== scalarMark) checkTag(text, parser.offset + lexeme.length)
    previous = lexeme
    if (++lexemes > maxLexemes) throw new TextProblem('anchors, tags or rare syntax in a file this big: split it', parser.offset)
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (depth(parser) > maxDepth) throw tooDeep(parser.offset)
  }
  for (const token of parser.end()) tokens.push(token)
  checkDirectives(tokens)
  const composer = strictComposer(text)
  const documents: Document.Parsed[] = []
  for (const document of composer.compose(tokens, false, text.length)) documents.push(document as Document.Parsed)
  // Errors of the parser do not go through `onError`.
  const errors = [...documents.flatMap((document) => document.errors), ...composer.streamInfo().errors]
  const first = errors.sort((a, b) => a.pos[0] - b.pos[0])[0]
  if (first) throw new TextProblem(sentence(first.message), Math.min(first.pos[0], text.length))
  return documents
}

/** Collections that are open: the stack holds the document, those, and the scalar under way. */
function depth({ stack }: Parser): number {
  const top = stack.at(-1)
  return stack.length - (top && 'items' in top ? 1 : 2)
}

/** Where an error is: a token, an offset or a range. */
type ErrorSource = number | [number, number] | { offset: number }

/**
 * A composer that throws its first error as a TextProblem. The package's own collects an Error object with a stack for each, which takes
 * seconds in a hostile file; and it catches what is thrown inside a collection and reports that once more, so that the first one is kept.
 */
function strictComposer(text: string): Composer {
  let first: TextProblem | undefined
  const onError = (source: ErrorSource, _code: string, message: string, warning?: boolean) => {
    if (warning) return
    const offset = typeof source === 'number' ? source : Array.isArray(source) ? source[0] : source.offset
    first ??= new TextProblem(sentence(message), Math.min(offset, text.length))
    throw first
  }
  const composer = new Composer(options)
  return Object.assign(composer, { onError })
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}

/** Directives must have a document after them, and `%YAML` stands once before it. */
function checkDirectives(tokens: CST.Token[]): void {
  let version = false
  for (const token of tokens) {
    if (token.type === 'document') version = false
    if (token.type !== 'directive' || !/^%YAML\s/.test(token.source)) continue
    if (version) throw new TextProblem('the directive %YAML stands twice', token.offset)
    version = true
  }
  const last = tokens.findLast((token) => token.type === 'directive' || token.type === 'document')
  if (last?.type === 'directive') throw new TextProblem('a directive stands without a document after it', last.offset)
}

/** In `[!a, b]` the comma ends the tag for YAML 1.2 and belongs to it for YAML 1.1: refused. */
function checkTag(text: string, end: number): void {
  if (end < text.length && ',[]{}'.includes(text[end]!))
    throw new TextProblem('a tag needs a space behind it: readers of YAML disagree', end)
}
