import type { Rule } from '../../packages/scanner/src/model.ts'
import { tableRow } from './pages.ts'

/** Names of the frameworks, by the key that METADATA uses; the order of the page. */
const titles: Record<string, string> = {
  nist_800_53: 'NIST SP 800-53 Rev. 5',
  nist_800_207: 'NIST SP 800-207, tenets of zero trust',
  cisa_ztmm: 'CISA Zero Trust Maturity Model 2.0, pillars',
  nsa: 'NSA and CISA Kubernetes Hardening Guide, chapters',
  cis_k8s: 'CIS Kubernetes Benchmark 2.0.1',
  cis_eks: 'CIS Amazon EKS Benchmark 1.8',
  owasp_k8s: 'OWASP Kubernetes Top Ten 2025',
  pci_dss: 'PCI DSS 4.0.1',
  soc2: 'SOC 2, Trust Services Criteria',
  iso_27001: 'ISO/IEC 27001:2022, Annex A',
  isms_p: 'ISMS-P 2023 (정보보호 및 개인정보보호 관리체계)',
  finops: 'FinOps',
}

const naturally = new Intl.Collator('en', { numeric: true })

/**
 * For each framework, its controls and the rules that give evidence for them.
 * @throws Error for a framework without a name in the table above
 */
export function frameworkPage(rules: Rule[]): string {
  const unnamed = new Set(rules.flatMap((rule) => Object.keys(rule.frameworks)).filter((key) => titles[key] === undefined))
  if (unnamed.size > 0) throw new Error(`scripts/generate/frameworks.ts has no name for ${[...unnamed].join(', ')}`)
  const sections = Object.keys(titles).flatMap((key) => {
    const controls = [...new Set(rules.flatMap((rule) => rule.frameworks[key] ?? []))].sort(naturally.compare)
    if (controls.length === 0) return []
    const rows = controls.map((control) => tableRow([control, rulesOf(rules, key, control)]))
    return [`## ${titles[key]}\n\nKey: \`${key}\`\n\n| control | rules |\n|---|---|\n${rows.join('\n')}`]
  })
  const opening = `A rule that passes is evidence for a part of these controls, for what stands in the repository; it is no proof that a control is met.
The mapping stands in the METADATA of each rule and in \`packages/policies/frameworks/families.yaml\`.`
  return `# Controls of frameworks\n\n${opening}\n\n${sections.join('\n\n')}\n`
}

function rulesOf(rules: Rule[], key: string, control: string): string {
  return rules
    .filter((rule) => rule.frameworks[key]?.includes(control))
    .map((rule) => `[${rule.id}](rules/${rule.id}.md)`)
    .join(', ')
}
