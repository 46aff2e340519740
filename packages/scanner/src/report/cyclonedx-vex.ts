import type { Json, JsonObject, Report, ReportContext, Severity } from '../model.ts'
import { jsonText } from './json-text.ts'
import { contentHash, documentTime, imageUrls, type VexEntry, versioned, vexEntries } from './vex-entries.ts'

const states: Record<VexEntry['status'], string> = { affected: 'exploitable', not_affected: 'not_affected', fixed: 'resolved' }

/** Justifications of OpenVEX in the words of CycloneDX, where there is one; those of CycloneDX stay. */
const words: Record<string, string> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}
const own = [
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
]

/**
 * CycloneDX 1.6 with the vulnerabilities of the report and what is known of each; says what the OpenVEX document says. The serial number is made
 * of a hash of the content.
 * @throws UserError (2) when nothing gives the document a time
 */
export function cycloneDxVexReporter(report: Report, context: ReportContext): string {
  const entries = vexEntries(report, context)
  const content: JsonObject = {
    version: 1,
    metadata: {
      timestamp: documentTime(report, 'cyclonedx-vex'),
      tools: { components: [{ type: 'application', name: 'policy-gate', version: report.tool.version }] },
    },
    components: componentsOf(entries, report),
    vulnerabilities: entries.map((entry) => vulnerabilityOf(entry, report)),
  }
  const head = { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${uuid(contentHash(content))}` }
  return jsonText({ $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', ...head, ...content })
}

/** A UUID of version 8 (RFC 9562: of one's own making) from the first digits of a hash. */
function uuid(hash: string): string {
  const digits = `${hash.slice(0, 12)}8${hash.slice(13, 16)}8${hash.slice(17, 32)}`
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function componentsOf(entries: VexEntry[], report: Report): Json[] {
  const components = new Map<string, Json>()
  for (const entry of entries) {
    for (const purl of imageUrls(entry, report)) components.set(purl, { type: 'container', 'bom-ref': purl, name: entry.repository, purl })
    for (const one of entry.packages) {
      const purl = versioned(one)
      components.set(purl, { type: 'library', 'bom-ref': purl, name: one.name, version: one.version, purl })
    }
  }
  return [...components].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, component]) => component)
}

function vulnerabilityOf(entry: VexEntry, report: Report): JsonObject {
  const { check, status, justification, action, severity, score, url } = entry
  const word = own.includes(justification) ? justification : words[justification]
  const rating: JsonObject = { severity: severity satisfies Severity, ...(score === undefined ? {} : { score }) }
  return {
    id: check,
    ...(url === undefined ? {} : { advisories: [{ url }] }),
    ratings: [rating],
    analysis: {
      state: states[status],
      ...(status === 'not_affected' && word !== undefined ? { justification: word } : {}),
      ...(status === 'affected' ? { detail: action } : justification === '' || justification === word ? {} : { detail: justification }),
    },
    affects: [...imageUrls(entry, report), ...entry.packages.map(versioned)].map((ref) => ({ ref })),
  }
}
