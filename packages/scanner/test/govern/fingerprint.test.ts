import { describe, expect, it } from 'vitest'
import { fingerprint, normalisePath } from '../../src/govern/fingerprint.ts'
import type { Report } from '../../src/model.ts'
import { judge } from '../scan/judge.ts'
import { harmless, privileged, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'

const fingerprints = (report: Report, rule?: string) =>
  report.findings
    .filter(({ ruleId }) => rule === undefined || ruleId === rule)
    .map((finding) => finding.fingerprint)
    .sort()

const two = `apiVersion: v1
kind: Pod
metadata: {name: debug, namespace: shop}
spec:
  containers:
    - {name: one, image: registry.example/one:1.0, securityContext: {privileged: true}}
    - {name: two, image: registry.example/two:1.0, securityContext: {privileged: true}}
`
const lines = two.split('\n')
const variants: Record<string, string> = {
  'lines above it': `# a comment\n\n${two}`,
  'another document before it': `${harmless()}---\n${two}`,
  'its containers in another order': [...lines.slice(0, 5), lines[6], lines[5], ''].join('\n'),
  'another version of the image': two.replaceAll(':1.0', ':2.0'),
  'a label more': two.replace('namespace: shop', 'namespace: shop, labels: {a: b}'),
}

describe('a fingerprint stays the same', () => {
  it.each(Object.entries(variants))('with %s', async (_, text) => {
    const before = await judge(repository({ 'k8s/pod.yaml': two }))
    const after = await judge(repository({ 'k8s/pod.yaml': text }))
    expect(fingerprints(after)).toEqual(fingerprints(before))
    expect(fingerprints(before, privileged).length).toBe(2)
  })

  it('in another file of the unit, another language, and another version of the API', async () => {
    const deployment = (version: string) =>
      `apiVersion: ${version}\nkind: Deployment\nmetadata: {name: a, namespace: shop}\nspec: {template: {spec: {containers: [{name: c, image: a, securityContext: {privileged: true}}]}}}\n`
    const before = await judge(repository({ 'k8s/a.yaml': deployment('apps/v1') }))
    const after = await judge(repository({ 'k8s/b.yaml': deployment('apps/v1beta2') }), { language: 'ko' })
    expect(fingerprints(after, privileged)).toEqual(fingerprints(before, privileged))
  })
})

describe('a fingerprint differs', () => {
  it('by unit, name, namespace and container', async () => {
    const files = {
      'a/pod.yaml': privilegedPod(),
      'b/pod.yaml': privilegedPod(),
      'a/name.yaml': privilegedPod('other'),
      'a/namespace.yaml': privilegedPod('debug', { namespace: 'other' }),
      'a/container.yaml': privilegedPod('third', { container: 'other' }),
    }
    const all = fingerprints(await judge(repository(files)))
    expect(new Set(all).size).toBe(all.length)
  })

  it('for the same object twice in a unit, and for two containers of one name', async () => {
    const twice = two.replace('name: two', 'name: one')
    const all = fingerprints(await judge(repository({ 'a.yaml': twice, 'b.yaml': twice })))
    expect(new Set(all).size).toBe(all.length)
  })

  it('by the sentence of a conftest rule, so that a new one cannot take the place of an old one', async () => {
    const policy = (words: string) => `package main\n\ndeny contains word if {\n\tinput.kind == "ConfigMap"\n\tsome word in ${words}\n}\n`
    const report = (words: string) => judge(repository({ '.policy-gate/policies/a.rego': policy(words), 'map.yaml': harmless() }))
    const [old] = fingerprints(await report('["late"]'))
    const both = (await report('["early", "late"]')).findings
    expect(both.find(({ message }) => message === 'late')?.fingerprint).toBe(old)
    expect(both.find(({ message }) => message === 'early')?.fingerprint).not.toBe(old)
  })
})

describe('fingerprint', () => {
  const identity = {
    ruleId: 'a/b',
    unit: 'k8s',
    ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'order' },
    path: ['spec', 'list', 0],
    object: { spec: { list: [{ name: 'x' }] } },
    ordinal: 0,
  }

  it('is the same in every release', () => {
    expect(fingerprint(identity)).toMatch(/^[0-9a-f]{64}$/)
    expect(fingerprint(identity)).toBe('1ee36e3ba19cd7cf3ed002ff269e2116092f36cffff4d86243b8d5909130af77')
  })

  it('parts cannot run into one another', () => {
    expect(fingerprint({ ...identity, ruleId: 'a/b","k8s' })).not.toBe(fingerprint(identity))
  })

  it('counts items by name where they have one', () => {
    expect(normalisePath(['spec', 'list', 0, 'y'], identity.object)).toEqual(['spec', 'list', '[x]', 'y'])
    expect(normalisePath(['spec', 'list', 1], identity.object)).toEqual(['spec', 'list', 1])
    const args = (list: string[]) => normalisePath(['spec', 'args', 0], { spec: { args: list } })
    expect(args(['a', 'b'])).toEqual(args(['a', 'c']))
    expect(args(['a'])).not.toEqual(args(['b']))
  })
})
