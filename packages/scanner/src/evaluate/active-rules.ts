import type { Config } from '../config/config.ts'
import type { Rule } from '../model.ts'

/**
 * The rules that are on: those of the profile, with what the configuration turns on or off, without those that wait for a parameter
 * (`off until set`), at the severity that the configuration gives them.
 */
export function activeRules(rules: Rule[], config: Config): Rule[] {
  const profiles = { baseline: ['baseline'], strict: ['baseline', 'strict'], all: ['baseline', 'strict', 'opt-in'] }[config.profile]
  return rules
    .filter((rule) => config.rules[rule.id]?.enabled ?? profiles.includes(rule.profile))
    .map((rule) => ({ ...rule, severity: config.rules[rule.id]?.severity ?? rule.severity }))
}
