/** `pnpm new-rule <domain>/<rule> [--relation|--image|--file]`: the files of a rule, complete enough to compile and to pass their own tests. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UserError } from '../packages/scanner/src/model.ts'
import { policiesFolder } from './policy-sources.ts'
import { type RuleName, ruleFiles } from './scaffold/texts.ts'

/**
 * The spellings of a rule's name.
 * @throws UserError (2) unless it is `<domain>/<rule>` in lower case with hyphens
 */
export function ruleName(id: string, scope: RuleName['scope'] = 'resource'): RuleName {
  const [, domain, rule] = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(id) ?? []
  if (domain === undefined || rule === undefined)
    throw new UserError(`"${id}" is no name of a rule: write <domain>/<rule> in lower case with hyphens, e.g. mesh/mtls-strict.`)
  const snake = (text: string) => text.replaceAll('-', '_')
  return { id, packageName: `${snake(domain)}.${snake(rule)}`, file: snake(rule), scope }
}

/**
 * Writes the files of a new rule into `rules/<domain>/<rule_name>/` of a policies folder and gives their paths.
 * @throws UserError (2) when the rule is there already
 */
export function scaffoldRule(name: RuleName, folder: string): string[] {
  const target = join(folder, 'rules', name.id.split('/')[0]!, name.file)
  if (existsSync(target)) throw new UserError(`The rule ${name.id} is there already: ${target}`)
  mkdirSync(target, { recursive: true })
  return Object.entries(ruleFiles(name)).map(([file, text]) => {
    writeFileSync(join(target, file), text)
    return join(target, file)
  })
}

if (import.meta.main) {
  try {
    const { values, positionals } = parseArgs({
      options: { relation: { type: 'boolean' }, image: { type: 'boolean' }, file: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [scope = 'resource', ...more] = (['relation', 'image', 'file'] as const).filter((name) => values[name])
    if (positionals.length !== 1 || more.length > 0)
      throw new UserError('Name the new rule: pnpm new-rule <domain>/<rule> [--relation|--image|--file]')
    const files = scaffoldRule(ruleName(positionals[0]!, scope), policiesFolder)
    console.log(
      `${files.join('\n')}\n\nNext: write the tests and examples, then the rule; \`pnpm test packages/policies\`; \`pnpm generate\`.`,
    )
  } catch (error) {
    if (!(error instanceof UserError) && !String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) throw error
    console.error((error as Error).message)
    process.exitCode = 2
  }
}
