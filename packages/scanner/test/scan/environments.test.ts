import { describe, expect, it } from 'vitest'
import { found, judge } from './judge.ts'
import { privileged, privilegedPod } from './manifests.ts'
import { repository } from './repository.ts'

const isolation = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`
const rule = 'network/default-deny-ingress'

describe('environments', () => {
  const files = { 'platform/policy.yaml': isolation, 'apps/order/pod.yaml': privilegedPod() }

  it('without a common environment a unit sees only itself', async () => {
    expect(found(await judge(repository(files)), rule)).toEqual(['apps/order/pod.yaml Pod/debug'])
  })

  it('units of one environment share what relation rules look up', async () => {
    const config = 'environments:\n  - {name: production, paths: ["platform/**", "apps/**"]}\n'
    const report = await judge(repository({ ...files, '.policy-gate/config.yaml': config }))
    expect(found(report, rule)).toEqual([])
    expect(report.units.map(({ id, environment, destination }) => ({ id, environment, destination }))).toEqual([
      { id: 'apps/order', environment: 'production', destination: 'production' },
      { id: 'platform', environment: 'production', destination: 'production' },
    ])
  })

  it('but never across environments', async () => {
    const config = 'environments:\n  - {name: production, paths: ["apps/**"]}\n  - {name: staging, paths: ["platform/**"]}\n'
    expect(found(await judge(repository({ ...files, '.policy-gate/config.yaml': config })), rule)).toEqual([
      'apps/order/pod.yaml Pod/debug',
    ])
  })

  it('values files put one chart into several environments', async () => {
    const report = await judge(
      repository({
        '.policy-gate/config.yaml':
          'environments:\n  - {name: eu, paths: ["**/values-prod.yaml"]}\n  - {name: test, paths: ["**/values-dev.yaml"]}\n',
        'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
        'shop/templates/pod.yaml': privilegedPod(),
        'shop/values-prod.yaml': '{}\n',
        'shop/values-dev.yaml': '{}\n',
      }),
    )
    expect(report.units.map(({ id, destination }) => `${id} ${destination}`)).toEqual([
      'shop#values-dev.yaml test',
      'shop#values-prod.yaml eu',
    ])
  })
})

describe('exemptions', () => {
  it('exempt namespaces are left out by their domains only, and counted', async () => {
    const files = { 'pod.yaml': privilegedPod('debug', { namespace: 'kube-system' }) }
    const report = await judge(repository(files))
    const domains = new Set(report.findings.map(({ ruleId }) => ruleId.split('/')[0]))
    expect(domains).toContain('pod-security')
    for (const domain of ['workload', 'resources', 'network', 'mesh']) expect(domains).not.toContain(domain)
    expect(report.summary.exempted).toBe(1)
    const none = await judge(repository({ ...files, '.policy-gate/config.yaml': 'exemptNamespaces: []\n' }))
    expect(none.summary.exempted).toBe(0)
    expect(none.findings.length).toBeGreaterThan(report.findings.length)
  })

  it.each([
    ['shop/debug', []],
    ['shop/*', []],
    ['*/debug', []],
    ['other/*', ['pod.yaml Pod/debug']],
  ])('a rule does not judge what its globs name: %s', async (glob, expected) => {
    const config = `rules: {${privileged}: {exempt: ["${glob}"]}}\n`
    const report = await judge(repository({ 'pod.yaml': privilegedPod(), '.policy-gate/config.yaml': config }))
    expect(found(report, privileged)).toEqual(expected)
    expect(report.summary.exempted).toBe(expected.length === 0 ? 1 : 0)
  })

  it('an object without a namespace is named by an empty one', async () => {
    const config = `rules: {${privileged}: {exempt: ["*/debug"]}}\n`
    const pod = privilegedPod().replace('  namespace: shop\n', '')
    expect(found(await judge(repository({ 'pod.yaml': pod, '.policy-gate/config.yaml': config })), privileged)).toEqual([])
  })
})

describe('rules by configuration', () => {
  const judged = (config: string, options = {}) =>
    judge(repository({ 'pod.yaml': privilegedPod(), '.policy-gate/config.yaml': config }), options)

  it('off, and on though the profile has it not', async () => {
    expect(found(await judged(`rules: {${privileged}: {enabled: false}}\n`), privileged)).toEqual([])
    const strict = 'pod-security/capabilities-drop-all'
    expect(found(await judged('{}'), strict)).toEqual([])
    expect(found(await judged(`rules: {${strict}: {enabled: true}}\n`), strict)).toEqual(['pod.yaml Pod/debug'])
  })

  it('the severity decides with the threshold', async () => {
    const config = `rules: {${privileged}: {severity: info}}\n`
    expect((await judged(config)).findings.find(({ ruleId }) => ruleId === privileged)?.severity).toBe('info')
    expect((await judged('failOn: none\n')).verdict).toBe('warn')
    expect((await judged('failOn: critical\n')).verdict).toBe('fail')
    expect((await judged('failOn: none\n', { failOn: 'critical' })).verdict).toBe('fail')
  })

  it('each profile holds the one before', async () => {
    const rules = async (profile: string) => (await judged(`profile: ${profile}\n`)).tool.policies.rules
    const [baseline, strict, all] = [await rules('baseline'), await rules('strict'), await rules('all')]
    expect(baseline).toBeLessThan(strict)
    expect(strict).toBeLessThanOrEqual(all)
    expect((await judged('profile: baseline\n', { profile: 'all' })).tool.policies.rules).toBe(all)
  })

  it('a configuration of comments is the default', async () => {
    expect(await judged('# nothing yet\n')).toEqual(await judge(repository({ 'pod.yaml': privilegedPod() })))
  })
})
