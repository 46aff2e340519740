import { isBlocking } from '../blocking.ts'
import { checkName } from '../govern/baseline/entry.ts'
import type { Finding, NotEvaluated, Report, ReportContext } from '../model.ts'
import { neutraliseCommands, visible, visibleLines } from '../sanitize.ts'
import { objectName } from './grouping.ts'
import { type Strings, strings } from './strings.ts'

/** One test case: passed when it has no outcome. */
interface TestCase {
  name: string
  file: string
  outcome?: { element: 'failure' | 'error' | 'skipped'; type: string; message: string; lines: string[] }
}

/** Name of the suite for what belongs to no unit. */
const rootSuite = 'policy-gate'

/** XML 1.0 has no form for most control characters, not even as references; `visible` has made them printable before. */
function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\uFFFE\uFFFF]/g, '�')
}

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(visible(String(value)))}"`)
    .join('')
}

function position({ location }: Finding): string {
  const { file, startLine, startColumn, precision } = location
  return precision === 'file' ? file : `${file}:${startLine}:${startColumn}`
}

function waiverNote({ waiver, vex }: Finding, words: Strings): string {
  if (vex !== undefined) return ` (VEX ${vex.status}${vex.justification === '' ? '' : ` ${vex.justification}`}, ${vex.document})`
  return waiver === undefined ? '' : ` (${waiver.id}, ${words.waiverPeople(waiver)}, ${waiver.expiresAt})`
}

/** One test case per rule and object, of images per check and repository; a case with an open finding fails, one with waived or baseline findings only is skipped. */
function findingCases(findings: Finding[], words: Strings): TestCase[] {
  const byRuleAndObject = Map.groupBy(findings, (finding) => JSON.stringify([checkName(finding), finding.image?.repository ?? finding.ref]))
  return [...byRuleAndObject.values()].map((all) => {
    const open = all.filter((finding) => finding.status === 'open')
    const members = open.length > 0 ? open : all
    const first = members[0]!
    const more = members.length > 1 ? ` (${words.more(members.length - 1)})` : ''
    const note = first.status === 'open' ? '' : `${words[first.status]}${waiverNote(first, words)}: `
    return {
      name: `${checkName(first)} ${subjectOf(first)}`.trim(),
      file: first.location.file,
      outcome: {
        element: open.length > 0 ? 'failure' : 'skipped',
        type: first.severity,
        message: `${note}${first.message}${more}`,
        lines: members.map((finding) => `${position(finding)} ${finding.message}`),
      },
    }
  })
}

function subjectOf({ image, ref }: Finding): string {
  return image?.repository ?? objectName(ref)
}

function notEvaluatedCase({ file, unit, reason, message, line, ruleId }: NotEvaluated, words: Strings): TestCase {
  const at = line === undefined ? file : `${file}:${line}`
  return {
    name: [ruleId, reason, at || unit].filter(Boolean).join(' '),
    file,
    outcome: {
      element: isBlocking({ reason }) ? 'error' : 'skipped',
      type: reason,
      message: `${words.notEvaluated}, ${words.reason[reason]}: ${message}`,
      lines: visibleLines(message),
    },
  }
}

function caseXml({ name, file, outcome }: TestCase, suite: string): string {
  const head = `    <testcase${attributes({ name, classname: suite, ...(file === '' ? {} : { file }), time: 0 })}`
  if (!outcome) return `${head}/>`
  const { element, type, message, lines } = outcome
  const detail = lines.map((line) => escapeXml(visible(line))).join('\n')
  const outcomeXml =
    element === 'skipped' ? `<skipped${attributes({ message })}/>` : `<${element}${attributes({ type, message })}>${detail}</${element}>`
  return `${head}>\n      ${outcomeXml}\n    </testcase>`
}

function totals(cases: TestCase[]): Record<string, number> {
  const count = (element: string): number => cases.filter(({ outcome }) => outcome?.element === element).length
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped'), time: 0 }
}

/** JUnit XML as GitLab, Jenkins and others read it: a suite per unit. A unit without any finding has one passed case that says so. */
export function junitReporter(report: Report, context: ReportContext): string {
  const words = strings[context.language]
  const names = [...report.units.map(({ id }) => id), ...[...report.findings, ...report.notEvaluated].map(({ unit }) => unit)]
  const suites = [...new Set(names.map((name) => name || rootSuite))].sort().map((name) => {
    const inSuite = ({ unit }: { unit: string }): boolean => (unit || rootSuite) === name
    const found = findingCases(report.findings.filter(inSuite), words)
    const cases = [...found, ...report.notEvaluated.filter(inSuite).map((entry) => notEvaluatedCase(entry, words))]
    return { name, cases: cases.length > 0 ? cases : [{ name: words.testCasePass(report.tool.policies.rules), file: '' }] }
  })
  const body = suites.flatMap(({ name, cases }) => [
    `  <testsuite${attributes({ name, ...totals(cases) })}>`,
    ...cases.map((testCase) => caseXml(testCase, name)),
    '  </testsuite>',
  ])
  const head = `<testsuites${attributes({ name: rootSuite, ...totals(suites.flatMap(({ cases }) => cases)) })}>`
  return neutraliseCommands(['<?xml version="1.0" encoding="UTF-8"?>', head, ...body, '</testsuites>', ''].join('\n'))
}
