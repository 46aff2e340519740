import { justifications } from '../images/vex/model.ts'
import type { Json, JsonObject, Report, ReportContext } from '../model.ts'
import { jsonText } from './json-text.ts'
import { contentHash, documentTime, imageUrls, type VexEntry, versioned, vexEntries } from './vex-entries.ts'

/**
 * OpenVEX 0.2.0 about the vulnerabilities of the report: what is open, waived or in the baseline is affected, with what to do or why it is
 * accepted; what a VEX document rules out stays as that says. The id is a hash of the content.
 * @throws UserError (2) when nothing gives the document a time
 */
export function openVexReporter(report: Report, context: ReportContext): string {
  const statements = vexEntries(report, context).map((entry) => statementOf(entry, report))
  const content: JsonObject = {
    author: 'policy-gate',
    timestamp: documentTime(report, 'openvex'),
    version: 1,
    tooling: `policy-gate ${report.tool.version}`,
    statements,
  }
  return jsonText({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://openvex.dev/docs/public/vex-${contentHash(content)}`,
    ...content,
  })
}

function statementOf(entry: VexEntry, report: Report): JsonObject {
  const { check, status, justification, action, url } = entry
  const subcomponents = entry.packages.map((one): Json => ({ '@id': versioned(one) }))
  const isWord = (justifications as readonly string[]).includes(justification)
  return {
    vulnerability: { name: check, ...(url === undefined ? {} : { '@id': url }) },
    products: imageUrls(entry, report).map((id) => ({ '@id': id, ...(subcomponents.length === 0 ? {} : { subcomponents }) })),
    status,
    ...(status === 'not_affected' ? (isWord ? { justification } : { impact_statement: justification }) : {}),
    ...(status === 'affected' ? { action_statement: action } : {}),
  }
}
