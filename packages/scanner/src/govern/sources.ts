import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import { UserError } from '../model.ts'
import { baselineFile } from './baseline/entry.ts'
import { waiversFile } from './waivers/waiver.ts'

/** The texts that governance is read from; what is undefined is not there. */
export interface GovernanceTexts {
  /** `.policy-gate/waivers.yaml`. */
  waivers?: string
  /** `.policy-gate/baseline.json`. */
  baseline?: string
}

/** Where governance files are read from: the root of the scan, or the commit that a pull request goes to. */
export interface GovernanceReader {
  /** The text of a file by its path relative to the root, undefined when there is none. @throws UserError (2) when it cannot be read */
  text(file: string): string | undefined
}

/** Reads both files. @throws UserError (2) when one is there and cannot be read */
export function governanceTexts(reader: GovernanceReader): GovernanceTexts {
  const waivers = reader.text(waiversFile)
  const baseline = reader.text(baselineFile)
  return { ...(waivers === undefined ? {} : { waivers }), ...(baseline === undefined ? {} : { baseline }) }
}

/** Spellings that somebody may take for the right one: a file that is not read must not look as if it were. */
const otherNames: Record<string, string[]> = {
  [waiversFile]: ['.policy-gate/waivers.yml', '.policy-gate/waivers.json', '.policy-gate/waiver.yaml'],
  [baselineFile]: ['.policy-gate/baseline.yaml', '.policy-gate/baseline.yml'],
}

/** Reads from the files of a scan. */
export function rootReader(root: string, sources: SourceFiles): GovernanceReader {
  return {
    text(file) {
      const other = otherNames[file]?.find((name) => existsSync(join(root, name)))
      if (other !== undefined) throw new UserError(`${other}: this is read from ${file} only: rename the file.`)
      // a link that leads nowhere is there and cannot be read
      if (lstatSync(join(root, file), { throwIfNoEntry: false }) === undefined) return undefined
      const text = sources.text(file)
      if (isProblem(text)) throw new UserError(`${file}: ${text.message}`)
      return text
    },
  }
}
