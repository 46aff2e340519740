import { type Document, isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml'

export type TemplateType = 'cloudformation' | 'azure-arm'

const options = { logLevel: 'silent', strict: false, uniqueKeys: false, maxAliasCount: 100 } as const

/** What kind of template a YAML or JSON file holds. Files that cannot be parsed count by their text, so that the scanner says what is wrong. */
export function templateType(written: string): TemplateType | undefined {
  const text = withoutEscapes(written)
  if (/"\$schema"\s*:\s*"https:\/\/schema\.management\.azure\.com\/schemas\/[^"]*deploymentTemplate\.json/i.test(text)) return 'azure-arm'
  if (!/Resources/.test(text) || !/AWSTemplateFormatVersion|\b(AWS|Alexa|Custom)::/.test(text)) return undefined
  return resourcesOf(written).length > 0 || /^\s*\{?\s*["']?AWSTemplateFormatVersion["']?\s*:/m.test(text) ? 'cloudformation' : undefined
}

/** Characters that JSON and YAML may write as numbers (`\u0041WS::`), as they are: a type must not be hidden by them. */
function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(?:u00|x|U000000)([2-7][0-9a-f])|\\(\/)/gi, (_, hex: string | undefined, slash: string) =>
    hex === undefined ? slash : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** How many documents of the text are templates. */
export function templateCount(text: string): number {
  return new Set(resourcesOf(text).map(({ document }) => document)).size
}

/** Logical ids of a CloudFormation template with the 1-based lines where they begin, in their order. */
export function resourcesOf(text: string): { document: number; name: string; line: number }[] {
  const lines = new LineCounter()
  const documents = documentsOf(text, lines)
  return documents.flatMap((document, index) => {
    const resources = isMap(document.contents) ? document.contents.get('Resources', true) : undefined
    if (!isMap(resources)) return []
    return resources.items.flatMap(({ key }) =>
      isScalar(key) && key.range ? [{ document: index, name: String(key.value), line: lines.linePos(key.range[0]).line }] : [],
    )
  })
}

function documentsOf(text: string, lineCounter: LineCounter): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { ...options, lineCounter })
    return Array.isArray(documents) ? documents : []
  } catch (error) {
    // nested too deeply
    if (error instanceof RangeError) return []
    throw error
  }
}
