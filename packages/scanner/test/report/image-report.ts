import { createHash } from 'node:crypto'
import type { Finding, ImagesReport, InfrastructureReport, JsonObject, Report, Rule } from '../../src/model.ts'
import { finding, report, rule, rules } from './factory.ts'

/** Rules that images have findings of, beside those of the other reports. */
export const imageRules: Rule[] = [
  ...rules,
  rule({
    id: 'image/vulnerability',
    scope: 'image',
    title: 'No vulnerable packages',
    description: 'Somebody has published how to attack the package.',
    remediation: 'Build the image again with the fixed version.',
  }),
  rule({ id: 'image/end-of-life', scope: 'image', title: 'Supported operating systems', remediation: 'Take a newer base image.' }),
  rule({ id: 'infrastructure/dockerfile', title: 'Dockerfiles are hardened', remediation: 'Mend the Dockerfile.' }),
]

const order = 'registry.cloudmart.io/order'
const uses = ['order', 'worker'].map((name, index) => ({
  unit: index === 0 ? 'k8s' : 'overlays/prod',
  ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
  file: 'k8s/order.yaml',
  line: 11 + index,
}))

const print = (...parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** A vulnerability of the image that `k8s/order.yaml` names. */
export function vulnerable(check: string, params: JsonObject, overrides: Partial<Finding> = {}): Finding {
  return {
    ...finding({
      ruleId: 'image/vulnerability',
      file: 'k8s/order.yaml',
      token: 'registry.cloudmart.io/order:latest',
      message: `${order} holds ${String(params.package)} with ${check}`,
    }),
    check,
    fingerprint: print(check, params.package),
    image: { repository: order, uses },
    related: [
      {
        file: 'k8s/order.yaml',
        startLine: 12,
        startColumn: 11,
        endLine: 12,
        endColumn: 26,
        precision: 'field',
        relation: 'object',
        message: 'Deployment shop/worker runs it too.',
      },
    ],
    params: { type: 'debian', installed: ['3.0.1'], title: `About ${check}`, url: `https://avd.example/${check.toLowerCase()}`, ...params },
    ...overrides,
  }
}

/** What scanned images say: one CVE in two packages, an exploited one, one without a fix, one that a VEX document rules out, an old system. */
export function imageFindings(): Finding[] {
  return [
    vulnerable('CVE-2024-1111', { package: 'libssl3', fixed: ['3.0.2'], score: 7.5, epss: 0.0213, epssPercentile: 0.91 }),
    vulnerable('CVE-2024-1111', { package: 'libcrypto3', fixed: ['3.0.2'], score: 8.1 }),
    vulnerable(
      'CVE-2021-44228',
      { package: 'log4j-core', fixed: ['2.17.1'], score: 10, exploited: '2021-12-10', epss: 0.94358 },
      { severity: 'critical' },
    ),
    vulnerable('CVE-2023-9', { package: 'zlib', score: 9.8 }, { severity: 'info' }),
    vulnerable(
      'CVE-2022-5',
      { package: 'bash', fixed: ['5.2'] },
      {
        status: 'waived',
        vex: {
          status: 'not_affected',
          justification: 'vulnerable_code_not_in_execute_path',
          author: 'order-team',
          document: '.policy-gate/vex/order.json',
        },
      },
    ),
    {
      ...finding({
        ruleId: 'image/end-of-life',
        severity: 'medium',
        file: 'k8s/order.yaml',
        token: 'registry.cloudmart.io/order:latest',
        message: 'Debian 10 is out of support',
      }),
      fingerprint: print('end-of-life'),
      image: { repository: order, uses },
    },
  ]
}

export const imagesSection: ImagesReport = {
  mode: 'changed',
  scanner: { name: 'trivy', version: '0.74.0', sha256: 'ab'.repeat(32), database: { updatedAt: '2026-11-20T06:12:00Z' } },
  exploits: { epss: '2026-11-20' },
  images: [
    {
      reference: 'docker.io/library/redis:7',
      repository: 'docker.io/library/redis',
      platform: 'linux/amd64',
      status: 'unchanged',
      uses: [],
    },
    {
      reference: 'registry.cloudmart.io/order:latest',
      repository: order,
      digest: `sha256:${'cd'.repeat(32)}`,
      platform: 'linux/amd64',
      status: 'scanned',
      vulnerabilities: 7,
      packages: 120,
      attachments: { signatures: 1, sboms: 0 },
      uses: uses.map(({ unit, ref }) => ({ unit, ref, path: ['spec', 'template', 'spec', 'containers', 0, 'image'] })),
    },
    {
      reference: 'registry.cloudmart.io/pay:1',
      repository: 'registry.cloudmart.io/pay',
      platform: 'linux/amd64',
      status: 'not-scanned',
      problem: 'The registry wants other credentials.',
      problemCode: 'unauthorized',
      uses: [],
    },
  ],
}

const infrastructure: InfrastructureReport = { mode: 'all', files: { dockerfile: 2, terraform: 14 } }

export function imageReport(overrides: Partial<Report> = {}): Report {
  const dockerfile = finding({
    ruleId: 'infrastructure/dockerfile',
    severity: 'low',
    file: 'k8s/order.yaml',
    token: 'latest',
    message: 'The image runs as root',
  })
  const findings = [...imageFindings(), { ...dockerfile, check: 'DS-0002' }]
  return report({ findings, images: imagesSection, infrastructure, ...overrides })
}

/**
 * Findings in images and the section about them, with one text wherever a registry, an image, a database or a document can put text.
 * @param url address of the advisory: an https address is a link where there are links
 */
export function hostileImages(text: string, url = text): Pick<Report, 'images' | 'infrastructure'> & { findings: Finding[] } {
  const ref = { apiVersion: text, kind: text, namespace: text, name: text }
  const use = { unit: text, ref, file: text, line: 1 }
  const params = {
    image: text,
    package: text,
    type: text,
    installed: [text, `${text}2`],
    fixed: [text],
    title: text,
    url,
    score: 7.5,
    exploited: text,
    epss: 0.5,
    paths: [text],
  }
  const made = (check: string, digit: string, overrides: Partial<Finding> = {}): Finding =>
    vulnerable(check, params, {
      message: text,
      fingerprint: digit.repeat(64),
      ref,
      unit: text,
      image: { repository: text, uses: [use, use] },
      ...overrides,
    })
  return {
    findings: [
      made(text || 'x', 'a'),
      made('CVE-2024-1', 'b', { params: { ...params, url: url === text ? `https://github.com/octo/repo/blob/main/x${text}` : url } }),
      made('CVE-2024-2', 'c', { status: 'waived', vex: { status: 'not_affected', justification: text, author: text, document: text } }),
    ],
    images: {
      mode: 'all',
      scanner: { name: 'trivy', version: text, database: { updatedAt: text } },
      exploits: { epss: text, kev: text },
      notes: [text],
      images: (['scanned', 'unchanged', 'not-scanned'] as const).map((status) => ({
        reference: text,
        repository: text,
        digest: text,
        platform: text,
        status,
        problem: text,
        vulnerabilities: 3,
        packages: 4,
        uses: [{ unit: text, ref, path: [text] }],
      })),
    },
    infrastructure: { mode: 'all', files: { [text || 'x']: 1 } },
  }
}
