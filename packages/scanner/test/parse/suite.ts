import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** One case of the YAML test suite. */
export interface SuiteCase {
  /** File and 0-based number of the case in it: `229Q/0`. */
  id: string
  yaml: string
  /** The JSON of its documents, one after another; undefined where it cannot be JSON. */
  json: string | undefined
  fails: boolean
}

interface Entry {
  yaml?: string
  json?: string | null
  fail?: boolean
  skip?: boolean
}

/** Reads the cases; the suite writes blanks, tabs, line ends and byte order marks with visible characters. */
export function suiteCases(folder: string): SuiteCase[] {
  const source = join(folder, 'yaml-test-suite/src')
  return readdirSync(source)
    .sort()
    .flatMap((file) => fileCases(file.replace('.yaml', ''), parse(readFileSync(join(source, file), 'utf8'))))
}

/** In a file with more than one case, what a case leaves out is that of the case before it. */
function fileCases(name: string, entries: Entry[]): SuiteCase[] {
  const cases: SuiteCase[] = []
  let before: Entry = {}
  for (const [index, entry] of entries.entries()) {
    const { yaml = before.yaml, json = before.json, fail = false, skip = false } = entry
    before = { ...(yaml === undefined ? {} : { yaml }), ...(json === undefined ? {} : { json }) }
    if (!skip && yaml !== undefined)
      cases.push({ id: `${name}/${index}`, yaml: visible(yaml), json: fail ? undefined : (json ?? undefined), fails: fail })
  }
  return cases
}

function visible(text: string): string {
  return text
    .replaceAll('␣', ' ')
    .replaceAll(/—*»/g, '\t')
    .replaceAll('←', '\r')
    .replaceAll('⇔', '\ufeff')
    .replaceAll('↵', '')
    .replace(/∎\n$/, '')
}

/** The values of JSON texts written one after another. */
export function jsonValues(text: string): unknown[] {
  const values: unknown[] = []
  let rest = text.trim()
  while (rest !== '') {
    const length = firstLength(rest)
    values.push(JSON.parse(rest.slice(0, length)))
    rest = rest.slice(length).trim()
  }
  return values
}

function firstLength(text: string): number {
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    try {
      JSON.parse(text.slice(0, end))
      return end
    } catch {
      // Not complete yet.
    }
  }
  return text.length
}
