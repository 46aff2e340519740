import { capabilities, families, policyModules } from '../../../scripts/policy-sources.ts'
import { openEngine } from '../../scanner/src/engines/client.ts'
import { compilePolicies } from '../../scanner/src/evaluate/compile.ts'
import { rulesFromAnnotations } from '../../scanner/src/evaluate/metadata.ts'
import { policyData } from '../../scanner/src/evaluate/parameters.ts'
import { loadPolicy, type Policy } from '../../scanner/src/evaluate/policy.ts'
import { toResources } from '../../scanner/src/evaluate/resource.ts'
import type { Json, JsonObject, ObjectRef, Rule, Unit } from '../../scanner/src/model.ts'
import type { Verdict } from './pss-oracle.ts'
import type { GeneratedPod } from './pss-pods.ts'

/** Upstream's checks of the baseline level, and the rules that stand for each. */
export const baselineChecks: Record<string, string[]> = {
  hostNamespaces: ['pod-security/host-network', 'pod-security/host-pid', 'pod-security/host-ipc'],
  privileged: ['pod-security/privileged'],
  capabilities_baseline: ['pod-security/capabilities'],
  hostPathVolumes: ['pod-security/host-path'],
  hostPorts: ['pod-security/host-ports'],
  hostProbesAndHostLifecycle: ['pod-security/host-probes'],
  appArmorProfile: ['pod-security/apparmor'],
  seLinuxOptions: ['pod-security/selinux'],
  procMount: ['pod-security/proc-mount'],
  seccompProfile_baseline: ['pod-security/seccomp'],
  sysctls: ['pod-security/sysctls'],
  windowsHostProcess: ['pod-security/windows-host-process'],
}
/** What the restricted level adds. */
const restrictedChecks: Record<string, string[]> = {
  allowPrivilegeEscalation: ['pod-security/allow-privilege-escalation'],
  capabilities_restricted: ['pod-security/capabilities-drop-all', 'pod-security/capabilities-added'],
  restrictedVolumes: ['pod-security/volume-types'],
  runAsNonRoot: ['pod-security/run-as-non-root'],
  runAsUser: ['pod-security/run-as-user'],
  seccompProfile_restricted: ['pod-security/seccomp-required'],
  procMount_restricted: ['pod-security/proc-mount-restricted'],
}
export const checks = { ...baselineChecks, ...restrictedChecks }
/** Baseline checks that upstream leaves out at the restricted level, where a stricter one stands for them. */
const replaced = ['capabilities_baseline', 'hostPathVolumes', 'procMount', 'seccompProfile_baseline']

const checkOf = new Map(Object.entries(checks).flatMap(([check, rules]) => rules.map((rule) => [rule, check])))
const unit: Unit = { id: 'pods', kind: 'directory', path: '.', environment: '', destination: '' }
const batchSize = 100

/** The rules that stand for the standard, compiled by the engine that compiles what gates production. */
export interface Standard {
  policy: Policy
  rules: Rule[]
}

/** Compiles the rules on pods alone, so that work on other rules does not stand in the way. */
export async function compileStandard(): Promise<Standard> {
  const entrypoint = 'entrypoints/resource.rego'
  const wanted = (file: string) => file.startsWith('lib/') || file.startsWith('rules/pod-security/') || file === entrypoint
  const sources = Object.fromEntries(Object.entries(policyModules({ tests: false })).filter(([file]) => wanted(file)))
  const engine = openEngine('rego')
  try {
    const entrypoints = ['policy_gate/resource/results']
    const compiled = await compilePolicies(engine, { modules: sources, entrypoints, capabilities: capabilities(), strict: true })
    const rules = rulesFromAnnotations(compiled.annotations, { sources, families: families() }).filter((rule) => checkOf.has(rule.id))
    return { policy: await loadPolicy(compiled.wasm, { initialPages: 1024 }), rules }
  } finally {
    await engine.close()
  }
}

/** What the rules say about a pod. */
export interface Answer {
  failed: string[]
  /** Findings about annotations that no version since 1.19 reads: the one thing the rules say beyond the standard. */
  extras: number
}

/** Judges the pods by the rules that stand for the standard, every second one as the template of a Deployment. */
export function judgePods({ policy, rules }: Standard, minor: number, pods: GeneratedPod[]): Answer[] {
  const ids = new Map(rules.map((rule) => [rule.package.join('/'), rule.id]))
  policy.setData(policyData(rules, { kubernetesMinor: minor, params: {} }))
  const resources = pods.map((pod, index) => toResources(manifest(pod, index), unit)[0])
  const answers: Answer[] = []
  for (let start = 0; start < resources.length; start += batchSize) {
    const batch = resources.slice(start, start + batchSize) as unknown as Json
    const results = policy.evaluate('policy_gate/resource/results', { resources: batch }) as { findings: JsonObject[] }[]
    for (const { findings } of results) {
      const [extras, own] = partition(
        findings,
        (finding) => finding.variant === 'annotation' && String(finding.rule) === 'pod_security,seccomp',
      )
      const failed = new Set(own.map((finding) => checkOf.get(ids.get((finding.rule as string[]).join('/'))!)!))
      answers.push({ failed: [...failed].sort(), extras: extras.length })
    }
  }
  return answers
}

/**
 * What the rules and upstream say differently about a pod: nothing, or a sentence. At the restricted level upstream forgets four baseline
 * checks, which matters only for pods that the API server refuses anyway; `forgotten` counts them.
 */
export function difference(answer: Answer, verdict: Verdict, pod: GeneratedPod): { sentence?: string; forgotten: boolean } {
  const theirs = [...verdict.failed].sort()
  if (answer.failed.join() !== theirs.join())
    return { sentence: `rules: ${answer.failed.join(', ')}; upstream: ${theirs.join(', ')}`, forgotten: false }
  const baseline = answer.failed.every((check) => !(check in baselineChecks))
  if (baseline !== verdict.baseline) return { sentence: `baseline is ${baseline} by the rules`, forgotten: false }
  const restricted = answer.failed.length === 0
  if (restricted === verdict.restricted) return { forgotten: false }
  const forgotten = verdict.restricted && answer.failed.every((check) => replaced.includes(check)) && isRefused(pod)
  return forgotten ? { forgotten } : { sentence: `restricted is ${restricted} by the rules`, forgotten }
}

/** True for a Windows pod with fields of Linux and for a volume with two sources; the API server's validation refuses both. */
function isRefused({ spec }: GeneratedPod): boolean {
  const volumes = Array.isArray(spec.volumes) ? spec.volumes : []
  const sources = volumes.map((volume) => Object.entries(volume ?? {}).filter(([key, value]) => key !== 'name' && value !== null).length)
  return (spec.os as JsonObject | null)?.name === 'windows' || sources.some((count) => count > 1)
}

function manifest(pod: GeneratedPod, index: number) {
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: `pod-${index}` }
  const template = { metadata: pod.metadata, spec: pod.spec }
  const origin = { kind: 'file', file: 'pods.yaml', document: index, itemPath: [] } as const
  if (index % 2 === 0)
    return { object: { ...template, apiVersion: 'v1', kind: 'Pod' }, ref, unit: unit.id, origin: { ...origin, itemPath: [] } }
  const deployment = { ...ref, apiVersion: 'apps/v1', kind: 'Deployment' }
  return {
    object: { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } },
    ref: deployment,
    unit: unit.id,
    origin: { ...origin, itemPath: [] },
  }
}

function partition<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
