import { readBuiltinPolicies } from '../../evaluate/builtin-policies.ts'
import { readExamples } from '../../evaluate/examples.ts'
import { type Language, languages, type Rule, UserError } from '../../model.ts'
import { suggestion } from '../../nearest.ts'
import { rulePage } from '../../report/rule-page.ts'
import { languageOf } from '../language.ts'
import type { CommandSpec } from '../options.ts'

export const explain: CommandSpec = {
  name: 'explain',
  summary: 'Say what a rule checks, why, how to mend it, with examples.',
  positionals: '<rule>',
  options: { lang: { type: 'string', choices: languages, description: 'Language of the text (default: the configuration).' } },
  async run(args, io) {
    const { rules } = readBuiltinPolicies()
    const ids = rules.map(({ id }) => id)
    const [wanted, ...more] = args.positionals
    if (wanted === undefined || more.length > 0)
      throw new UserError('Name one rule, e.g. `policy-gate explain pod-security/privileged`; `policy-gate rules` lists them.')
    // what a scanner calls a finding may stand behind the rule, as in reports
    const isOf = ({ id, scope }: Rule): boolean => (scope === 'image' || scope === 'file') && wanted.startsWith(`${id}/`)
    const rule = rules.find(({ id }) => id === wanted) ?? rules.find(isOf)
    if (rule === undefined) throw new UserError(`There is no rule ${wanted}: \`policy-gate rules\` lists them.${suggestion(wanted, ids)}`)
    io.out(rulePage(rule, readExamples()[rule.id], (args.text('lang') as Language | undefined) ?? languageOf([], io.cwd)))
    return 0
  },
}
