import { matchesGlob, posix } from 'node:path'
import { type SettingsPlace, settingsFolder } from '../../config/settings.ts'
import { checkDocument } from '../../documents/document.ts'
import type { Fault } from '../../documents/schema-fault.ts'
import { isProblem } from '../../files.ts'
import { type JsonObject, type Language, UserError } from '../../model.ts'
import { cycloneDxSchema, readCycloneDx } from './cyclonedx.ts'
import type { Statement } from './model.ts'
import { openVexSchema, readOpenVex } from './openvex.ts'

/** Keys of both formats that hold a time. */
const times = new Set(['timestamp', 'last_updated', 'firstIssued', 'lastUpdated'])

/** What the readers of both formats need. */
export interface Reading {
  file: string
  words: VexTexts
}

/** What is wrong with a VEX document. */
export interface VexTexts {
  noJustification: string
  noPackage: string
  product(name: string, fault: string): string
  noDocument: string
}

const texts: Record<Language, VexTexts> = {
  en: {
    noJustification: 'It is not affected, but nothing says why: add a justification.',
    noPackage: 'A subcomponent has no package URL: name it by its purl, or leave the list out to mean all of the image.',
    product: (name, fault) => `${JSON.stringify(name)} ${fault}.`,
    noDocument: 'This is neither an OpenVEX document (0.2.0) nor a CycloneDX document (1.5, 1.6) with vulnerabilities.',
  },
  ko: {
    noJustification: '영향이 없다고 하지만 이유가 없습니다. justification을 추가하세요.',
    noPackage: 'subcomponent에 purl이 없습니다. purl을 쓰거나, 이미지 전체를 뜻한다면 목록을 삭제하세요.',
    product: (name, fault) => `${JSON.stringify(name)}: ${fault}.`,
    noDocument: 'OpenVEX(0.2.0) 문서도, vulnerabilities가 있는 CycloneDX(1.5, 1.6) 문서도 아닙니다.',
  },
}

/**
 * Reads the VEX documents that the configuration names, from where the settings of the scan are read.
 * @param patterns globs or files below `.policy-gate`, with or without that folder in front
 * @throws UserError (2) listing every problem of all documents as `file:line: what is wrong`, and files that are named and not there
 */
export function loadVex(patterns: string[], place: SettingsPlace, options: { language: Language }): Statement[] {
  if (patterns.length === 0) return []
  const { sources } = place
  const wanted = patterns.map(settingsPath)
  const all = sources.exists(settingsFolder) ? sources.list(settingsFolder).map((file) => fromRoot(file)) : []
  const files = all.filter((file) => wanted.some((pattern) => file === pattern || matchesGlob(file, pattern)))
  const problems = wanted
    .filter((pattern) => !/[*?[{]/.test(pattern) && !all.includes(pattern))
    .map((pattern) => `${pattern}: there is no such file, but vex of the configuration names it.`)
  const statements = files.flatMap((file) => {
    const text = sources.text(file)
    if (isProblem(text)) {
      problems.push(`${file}: ${text.message}`)
      return []
    }
    const read = readVex(text, { file, ...options })
    problems.push(...read.problems.map(({ line, message }) => `${file}:${line}: ${message}`))
    return read.statements
  })
  if (problems.length > 0) throw new UserError(problems.join('\n'))
  return statements
}

function settingsPath(pattern: string): string {
  const normal = posix.normalize(pattern.replaceAll('\\', '/'))
  const path = normal.startsWith(`${settingsFolder}/`) ? normal : posix.join(settingsFolder, normal)
  if (posix.isAbsolute(normal) || !path.startsWith(`${settingsFolder}/`))
    throw new UserError(`vex holds ${JSON.stringify(pattern)}, but must name files below ${settingsFolder}.`)
  return path
}

function fromRoot(file: string): string {
  return file.startsWith(`${settingsFolder}/`) ? file : posix.join(settingsFolder, file)
}

/** Reads one document: its statements, or its problems by line. */
export function readVex(
  text: string,
  { file, language }: { file: string; language: Language },
): { statements: Statement[]; problems: { line: number; message: string }[] } {
  const words = texts[language]
  const { value, problems } = checkDocument(text, { file, language, schema: {}, further: (document) => formFaults(document, words) })
  if (value === undefined || problems.length > 0)
    return { statements: [], problems: problems.length > 0 ? problems : [{ line: 1, message: words.noDocument }] }
  let statements: Statement[] = []
  const isOpenVex = value['@context'] !== undefined
  const checked = checkDocument(text, {
    file,
    language,
    schema: isOpenVex ? openVexSchema : cycloneDxSchema,
    example: (path) => (times.has(String(path.at(-1))) ? '"2026-01-31T00:00:00Z"' : undefined),
    further(document) {
      const read = (isOpenVex ? readOpenVex : readCycloneDx)(document, { file, words })
      statements = read.statements
      return read.faults
    },
  })
  return checked.problems.length > 0 ? { statements: [], problems: checked.problems } : { statements, problems: [] }
}

function formFaults(document: JsonObject, words: VexTexts): Fault[] {
  const context = document['@context']
  const isOpenVex = typeof context === 'string' && /^https:\/\/openvex\.dev\/ns\/v0\.2\.0$/.test(context)
  return isOpenVex || document.bomFormat === 'CycloneDX' ? [] : [{ path: [], message: words.noDocument }]
}
