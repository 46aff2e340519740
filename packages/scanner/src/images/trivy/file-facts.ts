import { compareText } from '../../order.ts'
import { ImageError } from '../registry/error.ts'
import { unreadFiles } from './coverage.ts'
import { unexpandedBlocks } from './expansions.ts'
import { fieldOf, type RunLog } from './log.ts'
import { readFileReport } from './misconfigurations.ts'
import type { FileFacts, FileType } from './model.ts'
import type { StagedPlace } from './staging.ts'

/**
 * What Trivy found in staged files, in the files and lines that they came from.
 * @throws ReportError, ImageError `incomplete` when a check was switched off by a file after all, or more was left out than is listed
 */
export function fileFacts(
  report: unknown,
  { places, log, types }: { places: Map<string, StagedPlace>; log: RunLog; types: FileType[] },
): FileFacts {
  const ignored = log.notes.find((line) => line.includes('Ignore finding'))
  if (ignored !== undefined)
    throw new ImageError('incomplete', `A comment in ${fieldOf(ignored, 'range') ?? 'a file'} switched off a check of Trivy: remove it.`)
  if (log.truncated) throw new ImageError('incomplete', 'Trivy could not read more files than are listed.')
  const { misconfigurations, secrets, targets } = readFileReport(report)
  const placeOf = (target: string): StagedPlace => places.get(target) ?? { file: target, offset: 0 }
  const failed = unreadFiles(log).map(({ file, sentence }) => ({ file: file === undefined ? '.' : placeOf(file).file, message: sentence }))
  return {
    misconfigurations: misconfigurations
      .map((one) => {
        const { file, offset } = placeOf(one.target)
        const { startLine, endLine } = one
        const lines = startLine === undefined ? {} : { startLine: startLine + offset, endLine: (endLine ?? startLine) + offset }
        return { ...one, target: file, ...lines }
      })
      .sort(
        (a, b) =>
          compareText(a.target, b.target) || (a.startLine ?? 0) - (b.startLine ?? 0) || byText([a.id, a.message], [b.id, b.message]),
      ),
    secrets: secrets
      .map((one) => {
        const { file, offset } = placeOf(one.file)
        return { ...one, file, startLine: one.startLine + offset, endLine: one.endLine + offset }
      })
      .sort((a, b) => compareText(a.file, b.file) || a.startLine - b.startLine || byText(a, b)),
    scanned: types.length === 0 ? [] : [...new Set(targets.map((target) => placeOf(target).file))].sort(),
    unexpanded: unexpandedBlocks(log.instances).sort(byText),
    failed: [...new Map(failed.map((one) => [JSON.stringify(one), one])).values()].sort(byText),
  }
}

/** By the texts of two objects. */
function byText(a: object, b: object): number {
  return compareText(JSON.stringify(a), JSON.stringify(b))
}
