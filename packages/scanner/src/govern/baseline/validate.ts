import type { ErrorObject } from 'ajv/dist/2020.js'
import schema from '../../../../../schemas/baseline.schema.json' with { type: 'json' }
import { type CheckedDocument, checkDocument } from '../../documents/document.ts'
import type { Fault } from '../../documents/schema-fault.ts'
import { isJsonObject, listOf } from '../../json.ts'
import type { JsonObject, Language, Path } from '../../model.ts'
import { type ProblemTexts, problemTexts } from '../problem-texts.ts'
import { type BaselineEntry, baselineFile, keyOf } from './entry.ts'

/** Checks the text of `.policy-gate/baseline.json`: form, version, entries that stand there twice. Gives all problems, by line. */
export function validateBaseline(
  text: string,
  options: { language: Language },
): { entries: BaselineEntry[]; problems: CheckedDocument['problems'] } {
  const words = problemTexts[options.language]
  const { value, problems } = checkDocument(text, {
    file: baselineFile,
    schema: schema as unknown as JsonObject,
    language: options.language,
    explain: (error, path) => explain(error, path, words),
    further: (document) => repeated(document, words),
  })
  // a baseline is written by a program, which never leaves it empty
  if (value === undefined && problems.length === 0) return { entries: [], problems: [{ line: 1, message: words.notMapping }] }
  return { entries: problems.length > 0 ? [] : (listOf(value?.findings) as unknown as BaselineEntry[]), problems }
}

function explain(error: ErrorObject, path: Path, words: ProblemTexts): string | undefined {
  if (error.keyword === 'const') return words.version(JSON.stringify(error.data))
  return error.keyword === 'pattern' && path.at(-1) === 'fingerprint' ? words.fingerprintForm : undefined
}

function repeated(document: JsonObject, words: ProblemTexts): Fault[] {
  const seen = new Set<string>()
  return listOf(document.findings).flatMap((entry, i): Fault[] => {
    if (!isJsonObject(entry)) return []
    const key = keyOf(entry as unknown as BaselineEntry)
    if (seen.has(key)) return [{ path: ['findings', i], message: words.sameEntry(String(entry.rule)) }]
    seen.add(key)
    return []
  })
}
