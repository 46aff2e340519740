import { terraformBlocks } from './blocks.ts'

/** What has another value where Terraform is run than in the scanner's copy of the configuration alone. */
const functions = /\b(?:fileset|fileexists|abspath|pathexpand|plantimestamp|timestamp)(?=\s*\()/g
const names = /\b(?:terraform\s*\.\s*workspace|path\s*\.\s*(?:module|root|cwd))\b/g
/** These fail, since the scanner has no other files: that alone says something where it is asked for (`can`). */
const reads = /\b(?:file\w*|templatefile)\s*\(/

/** What is judged in place of a number that depends on such a value. */
const instances: Record<string, string> = { count: '1', for_each: 'toset(["-"])' }

/**
 * The text with such values made unknown, line for line the same: a resource that seems not to exist here (`fileexists`, another workspace)
 * is judged all the same, since the scanner leaves out what has a `count` of 0 without a word.
 * @param path of the file; of one in JSON only the names are replaced
 */
export function withoutSurroundings(path: string, text: string): string {
  const isJson = path.endsWith('.json')
  const unknown = (part: string): string =>
    part.replace(functions, (name) => `${name.slice(0, -1)}_`).replace(names, (name) => `${name.slice(0, -1)}_`)
  // letters of JSON may be written as numbers
  if (isJson) return unknown(text.replace(/(?<!\\)((?:\\\\)*)\\u00([46][1-9a-f]|[57][0-9a])/gi, (_, before, hex) => before + letter(hex)))
  const parts: string[] = []
  let at = 0
  for (const { name, start, end } of terraformBlocks(text).flatMap(({ attributes }) => attributes)) {
    const value = text.slice(start, end)
    const instead = Object.hasOwn(instances, name) ? instances[name] : undefined
    if (instead === undefined || start < at || !(reads.test(value) || unknown(value) !== value)) continue
    parts.push(text.slice(at, start), instead, value.replace(/[^\n]/g, ''))
    at = end
  }
  return unknown(`${parts.join('')}${text.slice(at)}`)
}

function letter(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16))
}
