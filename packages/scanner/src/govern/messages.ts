import type { Json, JsonObject, Language, Rule, RuleText } from '../model.ts'

/** The texts of a rule in a language. */
export function ruleText(rule: Rule, language: Language): RuleText {
  return language === 'ko' ? rule.ko : rule
}

/** The sentence of a finding: the rule's message, or one of its variants, with the params filled in. */
export function messageOf(rule: Rule, options: { language: Language; variant?: string; params: JsonObject }): string {
  const text = ruleText(rule, options.language)
  const template =
    options.variant === undefined ? text.message : (text.variants?.[options.variant] ?? rule.variants?.[options.variant] ?? text.message)
  return fill(template, options.params)
}

/** Replaces `{name}` by the param of that name; a placeholder without a param stays as it is. */
export function fill(template: string, params: JsonObject): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => (Object.hasOwn(params, name) ? show(params[name]!) : placeholder))
}

function show(value: Json): string {
  if (Array.isArray(value)) return value.map(show).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
