import type { ErrorObject } from 'ajv/dist/2020.js'
import schema from '../../../../../schemas/images-lock.schema.json' with { type: 'json' }
import { daysAfter, isDay } from '../../dates.ts'
import { type CheckedDocument, checkDocument } from '../../documents/document.ts'
import type { Fault } from '../../documents/schema-fault.ts'
import { isJsonObject, listOf } from '../../json.ts'
import type { JsonObject, Language, Path } from '../../model.ts'
import { parseImage } from '../reference.ts'
import { type LockEntry, lockedName, lockFile } from './lock.ts'
import { type LockTexts, lockTexts } from './texts.ts'

export interface LockCheck {
  language: Language
  /** `YYYY-MM-DD` in UTC. */
  today: string
}

/** Checks the text of a lock file: form, names as references are normalised, entries that stand there twice. All problems, by line. */
export function validateLock(
  text: string,
  { language, today }: LockCheck,
): { entries: LockEntry[]; problems: CheckedDocument['problems'] } {
  const texts = lockTexts[language]
  const { value, problems } = checkDocument(text, {
    file: lockFile,
    schema: schema as unknown as JsonObject,
    language,
    explain: (error, path) => explain(error, path, texts),
    further: (document) => faultsOf(document, { texts, today }),
  })
  // written by a program, which never leaves it empty
  if (value === undefined && problems.length === 0) return { entries: [], problems: [{ line: 1, message: texts.empty }] }
  return { entries: problems.length > 0 ? [] : (listOf(value?.images) as unknown as LockEntry[]), problems }
}

function explain(error: ErrorObject, path: Path, texts: LockTexts): string | undefined {
  const shown = JSON.stringify(error.data)
  if (error.keyword === 'const') return texts.version(shown)
  if (error.keyword === 'propertyNames') return texts.platformForm(JSON.stringify(error.params.propertyName))
  if (error.keyword !== 'pattern') return undefined
  if (error.propertyName !== undefined) return texts.platformForm(JSON.stringify(error.propertyName))
  if (path.at(-1) === 'image') return texts.imageForm(shown)
  if (path.at(-1) === 'resolvedAt') return texts.dateForm(shown)
  return texts.digestForm(String(path.at(-1)))
}

function faultsOf(document: JsonObject, { texts, today }: { texts: LockTexts; today: string }): Fault[] {
  const names = new Set<string>()
  return listOf(document.images).flatMap((entry, i): Fault[] => {
    if (!isJsonObject(entry)) return []
    const faults: Fault[] = []
    const { image, resolvedAt } = entry
    if (typeof image === 'string') {
      const fault = nameFault(image, texts) ?? (names.has(image) ? texts.sameImage(image) : undefined)
      if (fault !== undefined) faults.push({ path: ['images', i, 'image'], message: fault })
      names.add(image)
    }
    const day = typeof resolvedAt === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(resolvedAt) ? resolvedAt : undefined
    if (day !== undefined && !isDay(day)) faults.push({ path: ['images', i, 'resolvedAt'], message: texts.dateForm(day) })
    // east of Greenwich the day begins earlier
    else if (day !== undefined && day > daysAfter(today, 1))
      faults.push({ path: ['images', i, 'resolvedAt'], message: texts.later(day, today) })
    return faults
  })
}

/** An entry under another spelling would silently be no entry. */
function nameFault(image: string, texts: LockTexts): string | undefined {
  const reference = parseImage(image)
  if (reference === undefined || 'unresolved' in reference || reference.tag === undefined || reference.digest !== undefined)
    return texts.imageForm(JSON.stringify(image))
  const right = lockedName(reference)
  return right === image ? undefined : texts.otherName(image, right)
}
