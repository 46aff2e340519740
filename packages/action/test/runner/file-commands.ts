import { existsSync, readFileSync, statSync } from 'node:fs'

/**
 * The files that a step leaves for the runner, read as `FileCommandManager.cs` of actions/runner 2.336 does.
 */

/** `GITHUB_OUTPUT`, `GITHUB_STATE` and `GITHUB_ENV`. @throws Error as the runner does, which fails the step */
export function readPairs(file: string): Map<string, string> {
  const pairs = new Map<string, string>()
  if (!existsSync(file)) return pairs
  const lines = readFileSync(file, 'utf8').split('\n')
  // what stands behind the last line break is a line of its own only if there is something
  if (lines.at(-1) === '') lines.pop()
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.set(line.slice(0, equals), line.slice(equals + 1))
    } else if (heredoc >= 0) {
      const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)]
      if (name === '' || delimiter === '') throw new Error(`Invalid format '${line}'. Name and delimiter must not be empty`)
      const end = lines.indexOf(delimiter, index + 1)
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`)
      pairs.set(name, lines.slice(index + 1, end).join('\n'))
      index = end
    } else throw new Error(`Invalid format '${line}'`)
  }
  return pairs
}

/** `GITHUB_PATH`: folders, one on a line. */
export function readPaths(file: string): string[] {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(/\r\n|\r|\n/)
        .filter((line) => line !== '')
    : []
}

const summaryLimit = 1024 * 1024

/** `GITHUB_STEP_SUMMARY`. @throws Error where the runner shows an error in its place */
export function readSummary(file: string, masks: string[]): string {
  if (!existsSync(file)) return ''
  const { size } = statSync(file)
  if (size > summaryLimit)
    throw new Error(`$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${size / 1024}k`)
  return masks.reduce((text, mask) => text.replaceAll(mask, '***'), readFileSync(file, 'utf8'))
}
