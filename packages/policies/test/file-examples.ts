import type { RuleExample } from '../../scanner/src/evaluate/examples.ts'
import { isInfrastructureName } from '../../scanner/src/infrastructure/files.ts'
import { misconfigurationRule } from '../../scanner/src/infrastructure/findings.ts'
import { type Rule, severities } from '../../scanner/src/model.ts'

/** What an example about files says that its rule finds: `<path>:<line> <check>`, the resource where there is one, and ` at <severity>`. */
const finding = new RegExp(`^(\\S+):(\\d+) [A-Za-z][\\w-]+(?: (?!at )\\S+)?(?: at (${severities.join('|')}))?$`)

/** What is wrong with the form of an example about files; whether its findings are true, the scanner says. */
export function problemsOf(rule: Rule, { title, files = {}, findings = [], ...others }: RuleExample): string[] {
  const paths = Object.entries(files)
  const problems = Object.keys(others).map((key) => `${key} means nothing here`)
  if (paths.length === 0) problems.push('it has no files')
  for (const [path, text] of paths) {
    if (typeof text !== 'string' || !text.endsWith('\n')) problems.push(`${path} is no text that ends with a line`)
    if (path.split('/').some((part) => ['', '.', '..'].includes(part))) problems.push(`${path} is no path in a repository`)
    if (rule.id === misconfigurationRule && !isInfrastructureName(path)) problems.push(`${path} is no file that is scanned`)
    // the scanner leaves these out when it looks for credentials
    if (/test|example|vendor|locale|\.md$/.test(path)) problems.push(`${path} has a name that the scanner takes for no source`)
  }
  for (const one of findings) {
    const [, path, line, severity] = finding.exec(one) ?? []
    if (path === undefined) problems.push(`"${one}" is not <path>:<line> <check> [<resource>] [at <severity>]`)
    else if (Number(line) < 1 || Number(line) > (files[path]?.trimEnd().split('\n').length ?? 0)) problems.push(`"${one}" names no line`)
    else if (severity === rule.severity) problems.push(`"${one}" repeats the severity of the rule`)
  }
  if (new Set(findings).size !== findings.length) problems.push('it names a finding twice')
  return problems.map((problem) => `${title}: ${problem}`)
}
