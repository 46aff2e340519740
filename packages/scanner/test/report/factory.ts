import type { Finding, Location, NotEvaluated, Path, Report, ReportContext, Rule, Severity, Unit } from '../../src/model.ts'

/** Position of the `occurrence`-th `token` in a text, found by counting characters: not by the code under test. */
export function regionOf(text: string, token: string, occurrence = 1): Omit<Location, 'file' | 'precision'> {
  let offset = -1
  for (let count = 0; count < occurrence; count++) offset = text.indexOf(token, offset + 1)
  if (offset < 0) throw new Error(`no ${token} in the source`)
  const before = text.slice(0, offset).split(/\r?\n/)
  const inside = (text.slice(0, offset) + token).split(/\r?\n/)
  return {
    startLine: before.length,
    startColumn: before.at(-1)!.length + 1,
    endLine: inside.length,
    endColumn: inside.at(-1)!.length + 1,
  }
}

export const sources: Record<string, string> = {
  'k8s/order.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: order
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: order
          image: registry.cloudmart.io/order:latest
          securityContext:
            privileged: true
            runAsUser: 1000
          env:
            - name: DB_PASSWORD
              value: hunter2-and-more
`,
  'base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: catalog
spec:
  template:
    spec:
      hostNetwork: true
      containers:
        - { name: 카탈로그, image: "catalog:1.0", securityContext: { privileged: true } } # 💥 확인
`,
  'charts/payment/templates/deployment.yaml': 'kind: {{ .Values.kind }}\nmetadata:\n  name: {{ .Release.Name }}\n',
}

export function rule(overrides: Partial<Rule> & { id: string }): Rule {
  const domain = overrides.id.split('/')[0]!
  return {
    domain,
    package: overrides.id.replaceAll('-', '_').split('/'),
    severity: 'high',
    profile: 'baseline',
    scope: 'resource',
    kinds: ['pods'],
    reads: [],
    answersUnknown: false,
    tags: [],
    title: `Title of ${overrides.id}`,
    description: `What ${overrides.id} is about.`,
    message: '{container} is wrong',
    remediation: `Mend ${overrides.id}.`,
    ko: {
      title: `${overrides.id} 제목`,
      description: `${overrides.id} 설명`,
      message: '{container} 오류',
      remediation: `${overrides.id}을 고치세요.`,
    },
    frameworks: { nist_800_53: ['AC-6'] },
    equivalents: {},
    params: {},
    docs: `docs/rules/${overrides.id}.md`,
    ...overrides,
  }
}

export const rules: Rule[] = [
  rule({
    id: 'pod-security/privileged',
    severity: 'critical',
    title: 'No privileged containers',
    description: 'A privileged container has all rights of the node it runs on.',
    remediation: 'Set securityContext.privileged to false and add only the capabilities that are needed.',
    tags: ['pss-baseline'],
  }),
  rule({ id: 'pod-security/host-network', title: 'No host network', remediation: 'Remove hostNetwork.' }),
  rule({ id: 'image/mutable-tag', title: 'Images have a fixed tag', remediation: 'Name a version or a digest.' }),
  rule({ id: 'secrets/env-literal', title: 'No secrets in environment literals', remediation: 'Use a Secret from the vault.' }),
  rule({ id: 'workload/replicas', severity: 'low', title: 'Two replicas', remediation: 'Set replicas to 2.', tags: ['reliability'] }),
]

let serial = 0

export interface FindingSeed {
  ruleId: string
  severity?: Severity
  file: string
  /** Text that the region covers; none: the whole file at line 1. */
  token?: string
  occurrence?: number
  path?: Path
  message?: string
  unit?: string
  name?: string
}

export function finding(seed: FindingSeed, overrides: Partial<Finding> = {}): Finding {
  const {
    ruleId,
    severity = 'high',
    file,
    token,
    occurrence,
    path = [],
    message = 'Something is wrong',
    unit = 'k8s',
    name = 'order',
  } = seed
  const text = Object.hasOwn(sources, file) ? sources[file]! : ''
  const location: Location =
    token === undefined
      ? { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, precision: 'file' }
      : { file, ...regionOf(text, token, occurrence), precision: 'field' }
  return {
    ruleId,
    severity,
    message,
    status: 'open',
    ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
    unit,
    path,
    location,
    related: [],
    params: {},
    fingerprint: (++serial).toString(16).padStart(64, '0'),
    ...overrides,
  }
}

function unit(id: string, kind: Unit['kind'] = 'directory'): Unit {
  return { id, kind, path: id, environment: '', destination: '' }
}

/** A report whose summary agrees with its findings. */
export function report(overrides: Partial<Report> = {}): Report {
  const findings = overrides.findings ?? []
  const notEvaluated = overrides.notEvaluated ?? []
  const open = findings.filter((item) => item.status === 'open')
  const count = (severity: Severity): number => open.filter((item) => item.severity === severity).length
  const units = overrides.units ?? [...new Set(['k8s', ...findings.map((item) => item.unit)])].sort().map((id) => unit(id))
  return {
    schemaVersion: '1',
    tool: { name: 'policy-gate', version: '0.1.0', policies: { digest: `sha256:${'ab'.repeat(32)}`, rules: rules.length } },
    verdict: open.length > 0 ? 'fail' : 'pass',
    reasons: open.length > 0 ? [{ code: 'severity', message: `${open.length} findings at or above high` }] : [],
    summary: {
      files: 3,
      units: units.length,
      objects: 7,
      exempted: 0,
      findings: { critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low'), info: count('info') },
      waived: findings.filter((item) => item.status === 'waived').length,
      baseline: findings.filter((item) => item.status === 'baseline').length,
      notEvaluated: notEvaluated.length,
    },
    units,
    findings,
    notEvaluated,
    ...overrides,
  }
}

export function context(overrides: Partial<ReportContext> = {}): ReportContext {
  return { rules, language: 'en', readSource: (file) => (Object.hasOwn(sources, file) ? sources[file] : undefined), ...overrides }
}

const containerPath: Path = ['spec', 'template', 'spec', 'containers', 0]

/** A believable scan: plain manifests, a base in three overlays, a chart, a waiver, a broken file, a remote base. */
export function shopReport(overrides: Partial<Report> = {}): Report {
  serial = 0
  const privileged = [...containerPath, 'securityContext', 'privileged']
  const overlays = ['overlays/dev', 'overlays/prod', 'overlays/staging']
  const notEvaluated: NotEvaluated[] = [
    { file: 'k8s/broken.yaml', unit: 'k8s', reason: 'parse-failed', message: 'duplicate key "spec"', line: 12, column: 3 },
    { file: 'overlays/edge/kustomization.yaml', unit: 'overlays/edge', reason: 'remote-source', message: 'base is not in this repository' },
  ]
  return report({
    findings: [
      finding(
        {
          ruleId: 'pod-security/privileged',
          severity: 'critical',
          file: 'k8s/order.yaml',
          token: 'true',
          path: privileged,
          message: 'Container order is privileged',
        },
        { fix: { op: 'set', path: privileged, value: false }, params: { container: 'order' } },
      ),
      finding({
        ruleId: 'image/mutable-tag',
        file: 'k8s/order.yaml',
        token: 'registry.cloudmart.io/order:latest',
        message: 'Image of order has tag latest',
      }),
      finding({ ruleId: 'secrets/env-literal', file: 'k8s/order.yaml', token: 'hunter2-and-more', message: 'DB_PASSWORD is a literal' }),
      ...overlays.map((id) =>
        finding({
          ruleId: 'pod-security/privileged',
          severity: 'critical',
          file: 'base/deployment.yaml',
          token: 'true',
          occurrence: 2,
          path: privileged,
          message: 'Container 카탈로그 is privileged',
          unit: id,
          name: 'catalog',
        }),
      ),
      finding({
        ruleId: 'workload/replicas',
        severity: 'low',
        file: 'charts/payment/templates/deployment.yaml',
        message: 'payment has one replica',
        unit: 'charts/payment',
        name: 'payment',
      }),
      finding(
        {
          ruleId: 'pod-security/host-network',
          file: 'base/deployment.yaml',
          token: 'true',
          message: 'hostNetwork is on',
          unit: 'overlays/dev',
          name: 'catalog',
        },
        { status: 'waived' },
      ),
    ],
    notEvaluated,
    verdict: 'error',
    reasons: [
      { code: 'not-evaluated', message: '1 file could not be evaluated' },
      { code: 'severity', message: '6 findings at or above high' },
    ],
    ...overrides,
  })
}
