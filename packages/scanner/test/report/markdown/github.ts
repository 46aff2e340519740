import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { elements, type MarkupElement, parseMarkup } from '../markup.ts'

/** What GitHub shows of Markdown, before it looks for references: CommonMark with GitHub's extensions, HTML of the author kept. */
export function rendered(markdown: string): MarkupElement {
  return parseMarkup(micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }))
}

/** Every element and attribute that our reports are made of. Anything else came from somebody else. */
const allowed: Record<string, string[]> = {
  ...Object.fromEntries(['h2', 'h3', 'h4', 'p', 'ul', 'li', 'strong', 'code', 'br', 'details', 'summary'].map((name) => [name, []])),
  ...Object.fromEntries(['table', 'thead', 'tbody', 'tr'].map((name) => [name, []])),
  th: ['align'],
  td: ['align'],
  a: ['href'],
}

/**
 * What GitHub makes links, pictures or formulas of in text outside of code and links, after its documentation: "Autolinked references and
 * URLs", "Mentioning people and teams", "Using emojis", "Writing mathematical expressions". Each pattern takes more than GitHub does.
 */
const active: Record<string, RegExp> = {
  mention: /@/,
  'issue or pull request': /#\s*\d/,
  'GH-number': /\bGH-\d/i,
  'commit hash': /(?<![\p{L}\p{N}])[0-9a-f]{7,}(?![\p{L}\p{N}])/iu,
  'own reference prefix': /[a-z]-?\d{2,}/i,
  advisory: /(CVE|GHSA)-/i,
  address: /:\/\/|www\.|mailto:|xmpp:/i,
  emoji: /:[a-z0-9_+-]+:/i,
  formula: /\$/,
  markup: /[`*_~<>|[\]\\]/,
}

/** Complaints about what would act on GitHub; empty for a report that is nothing but text, tables and our own links. */
export function problems(root: MarkupElement): string[] {
  const found: string[] = []
  for (const { name, attributes, children } of elements(root)) {
    const known = allowed[name]
    if (known === undefined) found.push(`element ${name}`)
    for (const [key, value] of Object.entries(attributes)) {
      if (!known?.includes(key)) found.push(`attribute ${key} of ${name}`)
      if (key === 'href' && !/^https:\/\/github\.com\/(octo\/repo\/blob\/main|cloudmart\/policy-gate\/blob\/main)\//.test(value))
        found.push(`link to ${value}`)
    }
    if (name === 'code' && children.some((child) => typeof child !== 'string')) found.push('an element inside code')
  }
  for (const text of plainTexts(root))
    for (const [name, pattern] of Object.entries(active))
      if (pattern.test(text)) found.push(`${name} in ${JSON.stringify(text.slice(0, 100))}`)
  return found
}

/** Texts in which GitHub looks for references: not those in code and links. */
function plainTexts(root: MarkupElement): string[] {
  return root.children.flatMap((child) => {
    if (typeof child === 'string') return [child]
    return ['code', 'a', 'pre'].includes(child.name) ? [] : plainTexts(child)
  })
}

/** Contents of code, as they are shown. */
export function codeTexts(root: MarkupElement): string[] {
  return elements(root)
    .filter(({ name }) => name === 'code')
    .map(({ children }) => children.join(''))
}
