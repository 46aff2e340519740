import type { RuleExample, RuleExamples } from '../evaluate/examples.ts'
import type { Json, Language, Rule } from '../model.ts'

interface Words {
  where: Record<'severity' | 'profile' | 'scope' | 'kinds', string>
  remediation: string
  parameters: string
  parameterColumns: string
  bad: string
  good: string
  found: string
  frameworks: string
  frameworkColumns: string
  equivalents: string
  equivalentColumns: string
}

const words: Record<Language, Words> = {
  en: {
    where: { severity: 'Severity', profile: 'Profile', scope: 'Scope', kinds: 'Judges' },
    remediation: 'What to do',
    parameters: 'Parameters',
    parameterColumns: '| parameter | default | meaning |',
    bad: 'Refused',
    good: 'Accepted',
    found: 'Found',
    frameworks: 'Controls',
    frameworkColumns: '| framework | controls |',
    equivalents: 'Rules of other projects that mean the same',
    equivalentColumns: '| project | rules |',
  },
  ko: {
    where: { severity: '심각도', profile: '프로파일', scope: '범위', kinds: '대상' },
    remediation: '조치 방법',
    parameters: '파라미터',
    parameterColumns: '| 파라미터 | 기본값 | 설명 |',
    bad: '거부되는 예',
    good: '허용되는 예',
    found: '검출 위치',
    frameworks: '통제 항목',
    frameworkColumns: '| 프레임워크 | 통제 항목 |',
    equivalents: '다른 도구의 같은 규칙',
    equivalentColumns: '| 프로젝트 | 규칙 |',
  },
}

/** What a rule checks, why, how to mend it, with examples, as Markdown: the page in docs/rules and the text of `explain`. */
export function rulePage(rule: Rule, examples: RuleExamples | undefined, language: Language): string {
  const word = words[language]
  const text = language === 'ko' ? rule.ko : rule
  const kinds = rule.kinds.length === 0 ? {} : { kinds: rule.kinds.join(', ') }
  const facts = { severity: rule.severity, profile: rule.profile, scope: rule.scope, ...kinds }
  const parts = [
    `# ${rule.id}`,
    `**${text.title}**`,
    Object.entries(facts)
      .map(([key, value]) => `${word.where[key as keyof Words['where']]}: \`${value}\``)
      .join(' · '),
    text.description,
    `> ${text.message}`,
    `## ${word.remediation}\n\n${text.remediation}`,
    table(
      word.parameters,
      word.parameterColumns,
      Object.entries(rule.params).map(([name, { default: value, description }]) => [
        `\`${name}\``,
        `\`${JSON.stringify(value)}\``,
        description,
      ]),
    ),
    ...(examples === undefined ? [] : [section(word.bad, examples.bad, word), section(word.good, examples.good, word)]),
    table(
      word.frameworks,
      word.frameworkColumns,
      Object.entries(rule.frameworks).map(([name, ids]) => [name, ids.join(', ')]),
    ),
    table(
      word.equivalents,
      word.equivalentColumns,
      Object.entries(rule.equivalents).map(([name, ids]) => [name, ids.join(', ')]),
    ),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function section(title: string, examples: RuleExample[], word: Words): string {
  return `## ${title}\n\n${examples.map((example) => exampleText(example, word)).join('\n\n')}`
}

function exampleText({ title, manifests, images, files, findings = [], ...given }: RuleExample, word: Words): string {
  const found = findings.length === 0 ? '' : `\n\n${word.found}: ${findings.map((finding) => `\`${finding}\``).join(', ')}`
  const { params = {}, ...context } = given
  const settings = Object.entries({ ...params, ...context }).map(([key, value]) => `\`${key}: ${show(value)}\``)
  const texts =
    files === undefined
      ? [fenced('yaml', manifests ?? images ?? '')]
      : Object.entries(files).map(([path, text]) => `\`${path}\`:\n\n${fenced(wordOf(path), text)}`)
  return `${title}${settings.length === 0 ? '' : ` (${settings.join(', ')})`}:\n\n${texts.join('\n\n')}${found}`
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

/** The language of a file as those who highlight it call it: mostly its ending. */
function wordOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (/^(docker|container)file/i.test(name)) return 'dockerfile'
  const [ending = ''] = /(?<=[^.]\.)\w+$/.exec(name) ?? []
  return ending === 'tf' ? 'hcl' : ending
}

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function table(title: string, columns: string, rows: string[][]): string {
  if (rows.length === 0) return ''
  const line = columns.replace(/[^|]+/g, '---')
  return `## ${title}\n\n${columns}\n${line}\n${rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`).join('\n')}`
}
