import { Composer, type CST, type Document, Lexer, Parser } from 'yaml'
import { maxDepth, tooDeep } from '../limits.ts'
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

/** The syntax trees of all documents of a YAML stream; throws a TextProblem for what is not YAML or nested too deeply. */
export function syntaxTrees(text: string): Document.Parsed[] {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    // The stack holds the document, each open collection and the scalar under way.
    if (parser.stack.length > maxDepth + 2) throw tooDeep(parser.offset)
  }
  for (const token of parser.end()) tokens.push(token)
  const composer = new Composer(options)
  const documents: Document.Parsed[] = []
  for (const document of composer.compose(tokens, false, text.length)) documents.push(document as Document.Parsed)
  const errors = [...documents.flatMap((document) => document.errors), ...composer.streamInfo().errors]
  const first = errors.sort((a, b) => a.pos[0] - b.pos[0])[0]
  if (first) throw new TextProblem(sentence(first.message), Math.min(first.pos[0], text.length))
  return documents
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}
