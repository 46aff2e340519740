import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FileToScan } from './model.ts'

/** Where what Trivy says about a staged file belongs. */
export interface StagedPlace {
  file: string
  /** To be added to a line. */
  offset: number
}

/**
 * Copies files into a folder, where nothing else is: no links, no ignore file, no configuration of Trivy that the repository could have brought
 * along. Two things are changed, and no line moves by it:
 * - comments that switch checks off (`trivy:ignore:…`, `tfsec:ignore:…`) lose their meaning, a character in them becomes another;
 * - a YAML file with several documents becomes a file for each, since Trivy drops documents behind a separator with a comment, and counts lines
 *   of later documents wrongly (seen with 0.74.0).
 * @param folder empty
 * @returns places by staged path, for every staged file
 */
export function stageFiles(files: Iterable<FileToScan>, folder: string): Map<string, StagedPlace> {
  const places = new Map<string, StagedPlace>()
  const write = (path: string, content: Buffer, place: StagedPlace) => {
    if (places.has(path)) throw new Error(`${path} is to be scanned twice`)
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content, { flag: 'wx' })
    places.set(path, place)
  }
  for (const { path, content } of files) {
    if (!isPlain(path)) throw new Error(`${path} is no path inside of the repository`)
    const text = withoutIgnores(Buffer.from(content).toString('latin1'))
    for (const [index, { start, text: part }] of documentsOf(path, text).entries())
      write(index === 0 ? path : partName(path, index, places), Buffer.from(part, 'latin1'), { file: path, offset: start })
  }
  return places
}

/**
 * The text with every comment that switches a check off made ineffective: Trivy looks for words that begin with `trivy:` or `tfsec:` and hold
 * `ignore:` (pkg/iac/ignore/parse.go), whatever the language of the file. The length stays.
 */
export function withoutIgnores(text: string): string {
  return text.replace(/(trivy|tfsec):(?=[^ \n]*ignore)/g, '$1_')
}

function isPlain(path: string): boolean {
  return path !== '' && !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

/** Documents of a YAML file with the number of lines before them; other files whole. */
function documentsOf(path: string, text: string): { start: number; text: string }[] {
  const whole = [{ start: 0, text }]
  if (!/\.ya?ml$/i.test(path)) return whole
  const parts: { start: number; text: string }[] = []
  let begin = 0
  let line = 0
  for (const match of text.matchAll(/^---(?=[ \t\r\n]|$)/gm)) {
    if (text.slice(begin, match.index).trim() === '') continue
    parts.push({ start: line, text: text.slice(begin, match.index) })
    line += countLines(text, begin, match.index)
    begin = match.index
  }
  parts.push({ start: line, text: text.slice(begin) })
  return parts
}

function countLines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}

function partName(path: string, index: number, taken: Map<string, StagedPlace>): string {
  const ending = /\.ya?ml$/i.exec(path)![0]
  let name = `${path}.${index + 1}${ending}`
  while (taken.has(name)) name = `${name}${ending}`
  return name
}
