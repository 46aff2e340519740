import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder of test corpora: `POLICY_GATE_CORPORA`, or beside the checkout; undefined when it is absent. */
export function corporaFolder(): string | undefined {
  const folder = resolve(process.env.POLICY_GATE_CORPORA ?? join(import.meta.dirname, '../../../../../shared/corpora'))
  return existsSync(folder) ? folder : undefined
}

export interface CorpusFile {
  /** Relative to the corpora folder. */
  path: string
  text: string
}

/** All YAML and JSON files below a folder of the corpora, in order of their paths. */
export function corpusFiles(folder: string, below: string[]): CorpusFile[] {
  return below.flatMap((part) =>
    readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ya?ml|json)$/.test(path))
      .sort()
      .map((path) => ({ path: `${part}/${path}`, text: readFileSync(join(folder, part, path), 'utf8') })),
  )
}
