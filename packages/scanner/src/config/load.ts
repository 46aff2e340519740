import { createHash } from 'node:crypto'
import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineCache } from '../engines/cache.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { type Language, type Rule, UserError } from '../model.ts'
import { readDocuments } from '../parse/index.ts'
import { version } from '../version.ts'
import { type Config, configSchema, withDefaults } from './config.ts'

export const configFile = '.policy-gate/config.yaml'

export interface ConfigSource {
  /** The folder that `.policy-gate` lies in, absolute. */
  root: string
  sources: SourceFiles
  /** In place of `.policy-gate/config.yaml`, relative to the folder. */
  file?: string
  /** The rules there are; without them what the file says about rules is not checked. */
  rules?: Rule[]
  /** Of the problems; default: the one that the file asks for. */
  language?: Language | undefined
  /** Where it is kept which texts were found to be valid: the validator costs as much as the judgement of many objects. */
  cache?: EngineCache | undefined
}

/**
 * Reads `.policy-gate/config.yaml`, or the file that is named; where there is none the defaults hold, which are strict.
 * @throws UserError (2) listing every problem as `file:line: what is wrong and what would be right`
 */
export async function loadConfig({ root, sources, rules, file = configFile, cache, language }: ConfigSource): Promise<Config> {
  if (file === configFile) refuseOtherNames(root)
  // a link that leads nowhere is there and cannot be read
  if (lstatSync(join(root, file), { throwIfNoEntry: false }) === undefined) return withDefaults({})
  const text = sources.text(file)
  if (isProblem(text)) throw new UserError(`${file}: ${text.message}`)
  const key = createHash('sha256')
    .update(JSON.stringify(['configuration', version, configSchema, rules ?? [], text]))
    .digest('hex')
  if (cache?.get(key) === valid) return withDefaults((readDocuments(text).documents[0]?.value ?? {}) as Partial<Config>)
  // loaded only where there is something to validate
  const { validateConfig } = await import('./validate.ts')
  const { config, problems } = validateConfig(text, { rules, language })
  if (problems.length > 0) throw new UserError(problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'))
  cache?.set(key, valid)
  return withDefaults(config)
}

/** What is kept of a text without problems. */
const valid = 'valid'

function refuseOtherNames(root: string): void {
  for (const name of ['.policy-gate/config.yml', '.policy-gate/config.json']) {
    if (existsSync(join(root, name))) throw new UserError(`${name}: the configuration is read from ${configFile} only: rename the file.`)
  }
}
