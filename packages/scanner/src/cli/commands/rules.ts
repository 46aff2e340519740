import { readBuiltinPolicies } from '../../evaluate/builtin-policies.ts'
import { ruleText } from '../../govern/messages.ts'
import { type Language, languages, profiles } from '../../model.ts'
import { translation } from '../../translation/translation.ts'
import { languageOf } from '../language.ts'
import type { CommandSpec } from '../options.ts'

export const rules: CommandSpec = {
  name: 'rules',
  summary: 'List the rules.',
  positionals: '',
  options: {
    profile: { type: 'string', choices: profiles, description: 'Only the rules of this profile.' },
    format: { type: 'string', short: 'f', choices: ['text', 'json'], description: 'Form of the list.' },
    lang: { type: 'string', choices: languages, description: 'Language of titles (default: the configuration).' },
  },
  async run(args, io) {
    const wanted = { baseline: ['baseline'], strict: ['baseline', 'strict'], all: ['baseline', 'strict', 'opt-in'] }[
      args.text('profile') ?? 'all'
    ]!
    const list = readBuiltinPolicies().rules.filter((rule) => wanted.includes(rule.profile))
    if (args.text('format') === 'json') {
      io.out(`${JSON.stringify({ rules: list }, null, 2)}\n`)
      return 0
    }
    const language = (args.text('lang') as Language | undefined) ?? languageOf([], io.cwd)
    const width = Math.max(...list.map(({ id }) => id.length))
    for (const rule of list)
      io.out(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.profile.padEnd(8)}  ${ruleText(rule, language).title}\n`)
    const translate = await translation(language)
    io.out(`\n${translate(`${list.length} rules. More about one: policy-gate explain <rule>`)}\n`)
    return 0
  },
}
