import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, realpathSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { isContent } from '../../scanner/src/paths.ts'
import { inputTable, inputText } from './input-table.ts'
import type { Inputs } from './model.ts'
import type { ActionStrings } from './strings.ts'

export const reportFormats = ['sarif', 'json', 'html'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** A report that is wanted as a file. */
export interface ReportFile {
  format: ReportFormat
  /** As the input has it. */
  given: string
  /** Absolute. */
  path: string
}

type Wanted = Pick<Inputs, 'sarifFile' | 'jsonFile' | 'htmlFile' | 'workingDirectory'>

/** The reports that are wanted as files, SARIF first. */
export function reportFiles({ sarifFile, jsonFile, htmlFile, workingDirectory }: Wanted): ReportFile[] {
  const given = { sarif: sarifFile, json: jsonFile, html: htmlFile }
  return reportFormats
    .filter((format) => given[format] !== '')
    .map((format) => ({ format, given: given[format], path: resolve(workingDirectory, given[format]) }))
}

/** What is wrong with the names of files, as sentences: two alike, a folder, or a way out of the workspace. */
export function reportFileProblems(inputs: Wanted, { workspace, words }: { workspace: string; words: ActionStrings }): string[] {
  const files = reportFiles(inputs)
  return files.flatMap(({ format, given, path }, index) => {
    const name = `${format}-file`
    if (/[\u0000-\u001f\u007f]/.test(given)) return [words.outside(name, given)]
    if (files.findIndex((other) => other.path === path) < index) return [words.sameFile(given)]
    if (entryAt(path)?.isDirectory()) return [words.isFolder(name, given)]
    return leadsAway({ given, path }, workspace) ? [words.outside(name, given)] : []
  })
}

/** An absolute path is the workflow's own word; a relative one may not be led astray by links of the repository, into git's own folder neither. */
function leadsAway({ given, path }: Pick<ReportFile, 'given' | 'path'>, workspace: string): boolean {
  return !isAbsolute(given) && !isContent(realFolder(dirname(path)), workspace)
}

/** The real path of a folder that may not be there yet; empty for a link that leads nowhere, and so anywhere later. */
function realFolder(folder: string): string {
  const entry = entryAt(folder)
  if (entry === undefined) return dirname(folder) === folder ? folder : join(realFolder(dirname(folder)), basename(folder))
  try {
    return realpathSync(folder)
  } catch {
    return ''
  }
}

function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    // it is not there, or a file stands in the place of its folder
    return undefined
  }
}

/**
 * Removes what an earlier run, or the change itself, left in the place of a report: a step behind this one must never take it for this
 * run's. That holds for a run with wrong inputs too, so it is done before they are checked.
 */
export function removeOldReports(env: NodeJS.ProcessEnv, workspace: string): void {
  const wanted = {
    sarifFile: inputText('sarif-file', env) || inputTable['sarif-file'].fallback,
    jsonFile: inputText('json-file', env),
    htmlFile: inputText('html-file', env),
    workingDirectory: resolve(workspace, inputText('working-directory', env)),
  }
  for (const file of reportFiles(wanted)) {
    if (leadsAway(file, workspace)) continue
    try {
      if (entryAt(file.path)?.isDirectory() === false) rmSync(file.path)
    } catch {
      // writing it will say so
    }
  }
}

/** Writes a file whole or not at all. @throws what the file system says */
export function writeReport(path: string, text: string): void {
  // a name that no change can have put something at
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(beside, text, { flag: 'wx' })
    renameSync(beside, path)
  } catch (error) {
    if (entryAt(beside) !== undefined) rmSync(beside, { force: true })
    throw error
  }
}
