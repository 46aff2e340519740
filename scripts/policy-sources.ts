import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { RuleExamples } from '../packages/scanner/src/evaluate/examples.ts'
import type { Families } from '../packages/scanner/src/evaluate/metadata.ts'
import type { Json } from '../packages/scanner/src/model.ts'

/** The checkout's root. */
export const root = join(import.meta.dirname, '..')
export const policiesFolder = join(root, 'packages/policies')

/** Rego modules of `packages/policies` by their path in it; tests only where they are asked for. */
export function policyModules(options: { tests: boolean }): Record<string, string> {
  const files = globSync('{lib,entrypoints,rules,gate}/**/*.rego', { cwd: policiesFolder })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => options.tests || (!file.endsWith('_test.rego') && !file.startsWith('lib/fixtures/')))
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(policiesFolder, file), 'utf8')]))
}

/** The built-ins that policies may use. */
export function capabilities(): Json {
  return JSON.parse(readFileSync(join(policiesFolder, 'capabilities.json'), 'utf8')) as Json
}

export function families(): Families {
  return parse(readFileSync(join(policiesFolder, 'frameworks/families.yaml'), 'utf8')) as Families
}

/** The examples of every rule, by rule id. */
export function examples(): Record<string, RuleExamples> {
  const files = globSync('rules/*/*/examples.yaml', { cwd: policiesFolder }).map((file) => file.replaceAll('\\', '/'))
  return Object.fromEntries(
    files.sort().map((file) => {
      const [, domain, name] = file.split('/')
      return [`${domain}/${name!.replaceAll('_', '-')}`, parse(readFileSync(join(policiesFolder, file), 'utf8')) as RuleExamples]
    }),
  )
}
