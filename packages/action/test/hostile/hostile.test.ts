import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badPod, workspaceWith } from '../run/workspace.ts'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type Step } from '../runner/runner.ts'
import { expectHarmless } from './oracle.ts'
import { asFileName, hostileTexts } from './strings.ts'

let product: Product
const folders: string[] = []
beforeAll(async () => {
  product = await buildProduct()
})
afterAll(() => {
  product.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const reports = { 'json-file': 'report.json', 'html-file': 'report.html' }

async function harmless(files: Record<string, string>, exitCode: number, step: Partial<Step> = {}): Promise<void> {
  const workspace = workspaceWith(files)
  const result = await runStep({ product: product.folder, workspace, inputs: reports, ...step })
  folders.push(workspace, result.folder)
  expectHarmless(result, exitCode, workspace)
}

/** One file for each text. */
function fileFor(of: (text: string, index: number) => [string, string] | undefined): Record<string, string> {
  return Object.fromEntries(
    hostileTexts.flatMap((text, index) => [of(text, index) ?? []].filter((entry) => entry.length > 0)) as [string, string][],
  )
}

/** A pod with findings, whose every text is the hostile one. */
function podOf(text: string): string {
  const container = { name: text, image: text, securityContext: { privileged: true }, env: [{ name: text, value: text }] }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: text, namespace: text, labels: { [text]: text }, annotations: { [text]: text } },
    spec: { hostNetwork: true, nodeSelector: { [text]: text }, serviceAccountName: text, containers: [container] },
  })
}

const languages = ['en', 'ko']

describe(`${hostileTexts.length} hostile texts`, () => {
  it('are enough', () => expect(hostileTexts.length).toBeGreaterThanOrEqual(120))

  it.each(languages)('as names, namespaces, labels and images of objects, %s', (language) =>
    harmless(
      fileFor((text, index) => [`objects/${index}.yaml`, podOf(text)]),
      1,
      { inputs: { ...reports, language } },
    ),
  )

  it.each(languages)('as names of files and folders, %s', (language) =>
    harmless(
      fileFor((text, index) => {
        const name = asFileName(text)
        return name === undefined ? undefined : [`${index % 2 === 0 ? `${name}/a` : name}.yaml`, badPod]
      }),
      1,
      { inputs: { ...reports, language } },
    ),
  )

  it('as files that cannot be read', () =>
    harmless(
      fileFor((text, index) => [`${asFileName(text) ?? index}.yaml`, `apiVersion: v1\nkind: ${text}\n bad: [${text}\n`]),
      3,
    ))

  it('as API versions and kinds', () =>
    harmless(
      {
        'pod.yaml': badPod,
        ...fileFor((text, index) => [`kinds/${index}.yaml`, JSON.stringify({ apiVersion: text, kind: text, metadata: { name: 'x' } })]),
      },
      1,
    ))

  it('as messages of policies', () =>
    harmless(
      {
        '.policy-gate/policies/main.rego':
          'package main\n\ndeny contains msg if msg := input.metadata.annotations.text\n\nwarn contains msg if msg := input.metadata.annotations.text\n',
        ...fileFor((text, index) => [
          `objects/${index}.yaml`,
          JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'x', annotations: { text } } }),
        ]),
      },
      1,
    ))

  it('as output and as errors of charts', () =>
    harmless(
      {
        'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
        'chart/values.yaml': JSON.stringify({ texts: hostileTexts }),
        'chart/templates/pods.yaml':
          '{{- range $i, $text := .Values.texts }}\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ $text | toJson }}\n  namespace: x\nspec:\n  containers:\n    - name: {{ $text | toJson }}\n      image: {{ $text | toJson }}\n{{- end }}\n',
        'failing/Chart.yaml': 'apiVersion: v2\nname: failing\nversion: 1.0.0\n',
        'failing/values.yaml': JSON.stringify({ texts: hostileTexts }),
        'failing/templates/a.yaml': '{{ fail (join "\\n" .Values.texts) }}\n',
        'broken/Chart.yaml': `apiVersion: v2\nname: ${JSON.stringify(hostileTexts.join('\n'))}\nversion: ${JSON.stringify(hostileTexts.join(''))}\n`,
        'unparsable/Chart.yaml': 'apiVersion: v2\nname: unparsable\nversion: 1.0.0\n',
        'unparsable/values.yaml': JSON.stringify({ text: hostileTexts.join('\n') }),
        'unparsable/templates/a.yaml': 'kind: [\n{{ .Values.text }}\n',
      },
      1,
    ))

  it('as resources and patches of kustomizations', () =>
    harmless(
      {
        'a/kustomization.yaml': JSON.stringify({ resources: hostileTexts }),
        'b/kustomization.yaml': JSON.stringify({ [hostileTexts.join('\n')]: 1, resources: [] }),
        'c/kustomization.yaml': JSON.stringify({ resources: ['pod.yaml'], patches: [{ patch: hostileTexts.join('\n') }] }),
        'c/pod.yaml': badPod,
        'd/kustomization.yaml': JSON.stringify({
          resources: ['pod.yaml'],
          namePrefix: hostileTexts.join('\n'),
          commonAnnotations: { a: hostileTexts.join('\n') },
        }),
        'd/pod.yaml': badPod,
      },
      1,
    ))

  it('as text of the configuration', () =>
    harmless(
      { 'a.yaml': badPod, '.policy-gate/config.yaml': JSON.stringify(Object.fromEntries(hostileTexts.map((text) => [text, text]))) },
      2,
    ))

  it('as rules, namespaces and environments of the configuration', () =>
    harmless(
      {
        'a.yaml': badPod,
        '.policy-gate/config.yaml': JSON.stringify({
          rules: Object.fromEntries(hostileTexts.map((text) => [text, {}])),
          failOn: hostileTexts[0],
        }),
      },
      2,
    ))

  it('as a configuration that is no YAML', () =>
    harmless({ 'a.yaml': badPod, '.policy-gate/config.yaml': `a: [\n${hostileTexts.join('\n')}` }, 2))

  it('as policies that do not compile', () =>
    harmless({ 'a.yaml': badPod, '.policy-gate/policies/x.rego': `package main\n\n${hostileTexts.join('\n')}\n` }, 2))

  it('as reasons, owners and tickets of waivers', () => {
    const waivers = hostileTexts.map((text, index) => ({
      id: `w${index}`,
      rules: ['pod-security/privileged'],
      scope: { paths: ['nowhere/**'] },
      reason: text || 'x',
      owner: text.trim() || 'x',
      approvedBy: `by ${text.trim()}`,
      ticket: text || 'x',
      expiresAt: '2026-12-31',
    }))
    return harmless({ 'a.yaml': badPod, '.policy-gate/waivers.yaml': JSON.stringify({ waivers }) }, 2)
  })

  it('as names of policies, in their METADATA', () => {
    const texts = hostileTexts.map((text) => JSON.stringify(text)).join(', ')
    const rego = `# METADATA\n# title: ${JSON.stringify(hostileTexts[0])}\n# description: ${JSON.stringify(hostileTexts[1])}\n# custom:\n#   severity: high\n#   message: ${JSON.stringify(hostileTexts[2])}\npackage main\n\ndeny contains msg if {\n\tsome msg in [${texts}]\n\tinput.kind == "Pod"\n}\n`
    return harmless({ 'a.yaml': badPod, '.policy-gate/policies/x.rego': rego }, 1)
  })
})
