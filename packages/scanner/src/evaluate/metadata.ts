import { isJsonObject, listOf } from '../json.ts'
import { type Json, type JsonObject, type Rule, type RuleParameter, type RuleText, severities, UserError } from '../model.ts'
import type { Annotation } from './compile.ts'

/** Control families and their controls, by framework (`packages/policies/frameworks/families.yaml`). */
export type Families = Record<string, Record<string, string[]>>

const keys = new Set([
  ...[
    'severity',
    'profile',
    'scope',
    'kinds',
    'reads',
    'message',
    'variants',
    'remediation',
    'ko',
    'families',
    'frameworks',
    'equivalents',
  ],
  ...['params', 'fix', 'tags'],
])

/**
 * Rules from the METADATA of packages `rules.<domain>.<name>`, sorted by id.
 * @param sources text of the modules, to see which rules answer `unknown`
 * @throws UserError (2) listing everything that is wrong, as `file:line: what is wrong`
 */
export function rulesFromAnnotations(annotations: Annotation[], options: { sources: Record<string, string>; families: Families }): Rule[] {
  const problems: string[] = []
  const rules = annotations
    .filter(
      (annotation) =>
        annotation.scope === 'package' &&
        annotation.path.length === 3 &&
        annotation.path[0] === 'rules' &&
        !annotation.path[2]!.endsWith('_test'),
    )
    .map((annotation) => toRule(annotation, options, (problem) => problems.push(`${annotation.file}:${annotation.row}: ${problem}`)))
  const described = new Set(rules.map((rule) => rule.package.join('/')))
  for (const [file, text] of Object.entries(options.sources)) {
    const name = /^package rules\.(\w+)\.(\w+)$/m.exec(text)
    if (name !== null && !name[2]!.endsWith('_test') && !described.has(`${name[1]}/${name[2]}`))
      problems.push(`${file}:1: the package has no METADATA: start from \`pnpm new-rule\`.`)
  }
  for (const rule of rules) {
    const head = new RegExp(`^package rules\\.${rule.package.join('\\.')}\\s*$`, 'm')
    const files = Object.entries(options.sources).filter(([, text]) => head.test(text))
    if (rule.scope !== 'file' && files.length > 0 && !files.some(([, text]) => /^findings\b/m.test(text)))
      problems.push(`${files[0]![0]}:1: the rule has no set \`findings\`, so it could never find anything.`)
  }
  if (problems.length > 0) throw new UserError(problems.sort().join('\n'))
  return rules.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function toRule(
  annotation: Annotation,
  options: { sources: Record<string, string>; families: Families },
  problem: (text: string) => void,
): Rule {
  const [, domain = '', name = ''] = annotation.path
  const custom = annotation.custom ?? {}
  const kebab = (text: string) => text.replaceAll('_', '-')
  const strings = (key: string): string[] => listOf(custom[key]).map(String)
  const oneOf = <T extends string>(key: string, values: readonly T[]): T => {
    if (values.includes(custom[key] as T)) return custom[key] as T
    problem(`custom.${key} must be one of ${values.join(', ')}`)
    return values[0]!
  }
  for (const key of Object.keys(custom))
    if (!keys.has(key)) problem(`custom.${key} is not a key of rules; the keys are ${[...keys].join(', ')}`)
  const text = ruleText({ ...custom, title: annotation.title ?? '', description: annotation.description ?? '' }, 'custom', problem)
  const scope = oneOf('scope', ['resource', 'relation', 'image', 'file'])
  if (scope === 'image' || scope === 'file') {
    for (const key of ['kinds', 'reads', 'fix'])
      if (custom[key] !== undefined) problem(`custom.${key} says nothing in a rule of scope ${scope}`)
  } else if (strings('kinds').length === 0) problem('custom.kinds must name what the rule judges, e.g. [pods]')
  const source = options.sources[annotation.file] ?? ''
  return {
    id: `${kebab(domain)}/${kebab(name)}`,
    domain: kebab(domain),
    package: [domain, name],
    ...text,
    severity: oneOf('severity', severities),
    profile: oneOf('profile', ['baseline', 'strict', 'opt-in']),
    scope,
    kinds: strings('kinds'),
    reads: strings('reads'),
    answersUnknown: /^unknown\b/m.test(source),
    tags: strings('tags'),
    ko: ruleText(isJsonObject(custom.ko) ? custom.ko : {}, 'custom.ko', problem),
    frameworks: frameworks(custom, options.families, problem),
    equivalents: lists(custom.equivalents),
    params: parameters(custom.params, problem),
    ...(isJsonObject(custom.fix) ? { fix: custom.fix as unknown as NonNullable<Rule['fix']> } : {}),
  }
}

function ruleText(source: JsonObject, where: string, problem: (text: string) => void): RuleText {
  const take = (key: string): string => {
    const value = source[key]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    problem(`${where === 'custom' && (key === 'title' || key === 'description') ? key : `${where}.${key}`} is missing`)
    return ''
  }
  const variants = isJsonObject(source.variants)
    ? { variants: Object.fromEntries(Object.entries(source.variants).map(([key, value]) => [key, String(value)])) }
    : {}
  return { title: take('title'), description: take('description'), message: take('message'), remediation: take('remediation'), ...variants }
}

function lists(value: Json | undefined): Record<string, string[]> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, items]) => [key, listOf(items).map(String)]))
}

function frameworks(custom: JsonObject, families: Families, problem: (text: string) => void): Record<string, string[]> {
  const all: Record<string, Set<string>> = {}
  const add = (controls: Record<string, string[]>) => {
    for (const [framework, ids] of Object.entries(controls)) {
      all[framework] ??= new Set()
      for (const id of ids) all[framework].add(id)
    }
  }
  for (const family of listOf(custom.families).map(String)) {
    if (families[family] === undefined) problem(`custom.families: ${family} is not one of ${Object.keys(families).join(', ')}`)
    else add(families[family])
  }
  add(lists(custom.frameworks))
  return Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((key) => [key, [...all[key]!].sort()]),
  )
}

function parameters(value: Json | undefined, problem: (text: string) => void): Record<string, RuleParameter> {
  if (!isJsonObject(value)) return {}
  for (const [name, parameter] of Object.entries(value)) {
    const complete =
      isJsonObject(parameter) &&
      parameter.default !== undefined &&
      typeof parameter.description === 'string' &&
      isJsonObject(parameter.schema)
    if (!complete) problem(`custom.params.${name} needs default, description and schema`)
  }
  return value as unknown as Record<string, RuleParameter>
}
