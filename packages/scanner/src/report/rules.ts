import type { Language, ReportContext, Rule, RuleText } from '../model.ts'

/** Where the project lives; `docs` of a rule is a path below it. */
export const projectUrl = 'https://github.com/cloudmart/policy-gate'

/** Looks rules up by id and gives their texts in the language of the report. */
export interface RuleTable {
  find(id: string): Rule | undefined
  /** Undefined for an id that is not in the context, as a rule of somebody else's bundle may be. */
  text(id: string): RuleText | undefined
  /** As ruleUrl. */
  url(id: string): string | undefined
}

export function ruleTable(context: ReportContext): RuleTable {
  const byId = new Map(context.rules.map((rule) => [rule.id, rule]))
  const text = (id: string): RuleText | undefined => {
    const rule = byId.get(id)
    return rule && (context.language === 'ko' ? rule.ko : rule)
  }
  const url = (id: string) => ruleUrl(byId.get(id) ?? {}, context.language)
  return { find: (id) => byId.get(id), text, url }
}

/** The page of a rule in a language; undefined for a rule that has none, as those of a user's own bundle. */
export function ruleUrl({ docs }: Pick<Rule, 'docs'>, language: Language): string | undefined {
  if (docs === undefined) return undefined
  return `${projectUrl}/blob/main/${language === 'ko' ? docs.replace('docs/rules/', 'docs/rules/ko/') : docs}`
}
