import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import { type Rule, UserError } from '../model.ts'
import { type Config, withDefaults } from './config.ts'

export const configFile = '.policy-gate/config.yaml'

/**
 * Reads `.policy-gate/config.yaml`; without the file the defaults hold, which are strict.
 * @param options.rules the rules there are; without them what the file says about rules is not checked
 * @throws UserError (2) listing every problem as `file:line: what is wrong and what would be right`
 */
export async function loadConfig(options: { root: string; sources: SourceFiles; rules?: Rule[] }): Promise<Config> {
  for (const name of ['.policy-gate/config.yml', '.policy-gate/config.json']) {
    if (existsSync(join(options.root, name)))
      throw new UserError(`${name}: the configuration is read from ${configFile} only: rename the file.`)
  }
  if (!existsSync(join(options.root, configFile))) return withDefaults({})
  const text = options.sources.text(configFile)
  if (isProblem(text)) throw new UserError(`${configFile}: ${text.message}`)
  // the validator is loaded only where there is something to validate: it costs more than a small scan
  const { validateConfig } = await import('./validate.ts')
  const { config, problems } = validateConfig(text, options.rules)
  if (problems.length > 0) throw new UserError(problems.map(({ line, message }) => `${configFile}:${line}: ${message}`).join('\n'))
  return withDefaults(config)
}
