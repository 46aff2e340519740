import { type Config, withDefaults } from '../../src/config/config.ts'
import { openFiles } from '../../src/files.ts'
import { type InfrastructureOptions, scanInfrastructure } from '../../src/infrastructure/infrastructure.ts'
import type { Rule } from '../../src/model.ts'
import { type Answer, answering } from './trivy.ts'

/** A rule about files, as the policies have it, and its id. */
export function rule(id: string, more: Partial<Rule> = {}): [string, Rule] {
  const text = { title: id, description: id, message: '{message}', remediation: id }
  const [domain = '', name = ''] = id.split('/')
  const empty = { kinds: [], reads: [], answersUnknown: false, tags: [], frameworks: {}, equivalents: {}, params: {} }
  return [
    id,
    { id, domain, package: [domain, name], ...text, ko: text, severity: 'medium', profile: 'baseline', scope: 'file', ...empty, ...more },
  ]
}

/** Those that findings of a scanner belong to. */
export const rules = new Map([rule('infrastructure/misconfiguration'), rule('infrastructure/secret')])

/** Scans the files of a folder with a Trivy that answers so. */
export function run(
  root: string,
  answer: (files: Record<string, string>) => Answer,
  more: Partial<Omit<InfrastructureOptions, 'config'>> & { config?: Partial<Config> } = {},
) {
  const trivy = answering(answer)
  const options: InfrastructureOptions = {
    root,
    paths: ['.'],
    sources: openFiles(root),
    rules,
    manifests: [],
    mode: 'all',
    openTrivy: () => Promise.resolve(trivy),
    cache: undefined,
    ...more,
    config: withDefaults(more.config ?? {}),
  }
  return scanInfrastructure(options).then((result) => ({ ...result, trivy }))
}

/** A finding at a line of every file whose name matches. */
export const at =
  (name: RegExp, type: string, id: string, lines: { startLine?: number; endLine?: number } = {}) =>
  (files: Record<string, string>) => ({
    misconfigurations: Object.keys(files)
      .filter((path) => name.test(path))
      .map((target) => ({ id, type, target, ...lines })),
  })

/** What was not evaluated, as `<reason> <file>`, sorted. */
export const gaps = ({ notEvaluated }: { notEvaluated: { file: string; reason: string }[] }) =>
  notEvaluated.map(({ file, reason }) => `${reason} ${file}`).sort()
