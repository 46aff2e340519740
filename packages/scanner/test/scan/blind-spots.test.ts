import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { found, judge } from './judge.ts'
import { harmless, privileged, privilegedPod } from './manifests.ts'
import { repository } from './repository.ts'

const pod = privilegedPod()
const podFlow =
  '{apiVersion: v1, kind: Pod, metadata: {name: debug, namespace: shop}, spec: {containers: [{name: shell, image: registry.example/shell:1.0, securityContext: {privileged: true}}]}}'
const podJson = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'debug', namespace: 'shop' },
  spec: { containers: [{ name: 'shell', image: 'registry.example/shell:1.0', securityContext: { privileged: true } }] },
})
const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by)
const item = (text: string) => `  - ${indented(text, '    ').trimStart()}`
const podSpec = `spec:
  containers:
    - name: shell
      image: registry.example/shell:1.0
      securityContext: {privileged: true}
`
const workload = (apiVersion: string, kind: string, path: string[]) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: debug, namespace: shop}\n${path
    .map((key, depth) => `${'  '.repeat(depth)}${key}:\n`)
    .join('')}${indented(podSpec, '  '.repeat(path.length))}`

/** One privileged container each, written in ways that real files use or that would hide it from a careless reader. */
const forms: Record<string, { text: string | Uint8Array; file?: string; kind?: string }> = {
  plain: { text: pod },
  'two documents': { text: `${harmless()}---\n${pod}` },
  'separator with a comment': { text: `${harmless()}--- # the second\n${pod}` },
  'separator with trailing blanks': { text: `${harmless()}---   \n${pod}` },
  'separator with a trailing tab': { text: `${harmless()}---\t\n${pod}` },
  'document on the line of its separator': { text: `${harmless()}--- ${podFlow}\n` },
  'document end before the next one': { text: `${harmless()}...\n---\n${pod}` },
  'a directive before the document': { text: `${harmless()}...\n%YAML 1.1\n---\n${pod}` },
  List: { text: `apiVersion: v1\nkind: List\nitems:\n${item(harmless())}${item(pod)}` },
  'List in a List': {
    text: `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: List\n    items:\n${indented(item(pod), '  ')}`,
  },
  'typed list without the kind of its items': {
    text: 'apiVersion: v1\nkind: PodList\nitems:\n  - metadata: {name: debug, namespace: shop}\n    spec: {containers: [{name: shell, image: registry.example/shell:1.0, securityContext: {privileged: true}}]}\n',
  },
  'list in an object of another kind': { text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nitems:\n${item(pod)}` },
  'merge key': {
    text: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: debug\n  namespace: shop\n  annotations: {}\nspec:\n  securityContext: &shared {}\n  containers:\n    - name: shell\n      image: registry.example/shell:1.0\n      securityContext:\n        <<: {privileged: true}\n`,
  },
  'merge key with an alias': {
    text: `x-context: &context {privileged: true}\napiVersion: v1\nkind: Pod\nmetadata: {name: debug, namespace: shop}\nspec:\n  containers:\n    - name: shell\n      image: registry.example/shell:1.0\n      securityContext: {<<: *context, readOnlyRootFilesystem: true}\n`,
  },
  'merge of the whole object': {
    text: `base: &base\n  spec: {containers: [{name: shell, image: registry.example/shell:1.0, securityContext: {privileged: true}}]}\napiVersion: v1\nkind: Pod\nmetadata: {name: debug, namespace: shop}\n<<: *base\n`,
  },
  alias: {
    text: `apiVersion: v1\nkind: Pod\nmetadata: {name: debug, namespace: shop}\nspec:\n  initContainers:\n    - {name: init, image: registry.example/init:1.0, securityContext: &sc {privileged: true}}\n  containers:\n    - {name: shell, image: registry.example/shell:1.0, securityContext: *sc}\n`,
  },
  'container without a name': { text: pod.replace('name: shell\n      image', 'image') },
  CRLF: { text: pod.replaceAll('\n', '\r\n') },
  JSON: { text: podJson, file: 'pod.json' },
  'JSON in a YAML file': { text: podJson },
  BOM: { text: `\ufeff${pod}` },
  'UTF-16': { text: Buffer.from(`\ufeff${pod}`, 'utf16le') },
  'init container': { text: pod.replace('containers:', 'initContainers:') },
  'ephemeral container': { text: pod.replace('containers:', 'ephemeralContainers:') },
  CronJob: { text: workload('batch/v1', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']), kind: 'CronJob' },
  'Argo Rollout': { text: workload('argoproj.io/v1alpha1', 'Rollout', ['spec', 'template']), kind: 'Rollout' },
  'a kind nobody knows, with a pod template': {
    text: workload('shop.example/v1', 'Shop', ['spec', 'front', 'template']),
    kind: 'Shop',
  },
  'a kind nobody knows, with a podTemplate': { text: workload('shop.example/v1', 'Shop', ['spec', 'podTemplate']), kind: 'Shop' },
  'a version that does not exist yet': { text: workload('apps/v9', 'Deployment', ['spec', 'template']), kind: 'Deployment' },
  'yes for true': { text: pod.replace('privileged: true', 'privileged: yes') },
  'on for true': { text: pod.replace('privileged: true', 'privileged: on') },
  TRUE: { text: pod.replace('privileged: true', 'privileged: TRUE') },
  'tagged boolean': { text: pod.replace('privileged: true', 'privileged: !!bool "true"') },
  'escapes in keys': {
    text: pod.replace('apiVersion', '"\\x61piVersion"').replace('kind', '"\\u006bind"').replace('privileged', '"\\x70rivileged"'),
  },
  'lines folded inside keys': {
    text: `? "api\\\n  Version"\n: v1\n? "ki\\\n  nd"\n: Pod\nmetadata: {name: debug, namespace: shop}\n${podSpec}`,
  },
  'keys in base64': {
    text: `!!binary YXBpVmVyc2lvbg==: v1\n!!binary a2luZA==: Pod\nmetadata: {name: debug, namespace: shop}\n${podSpec}`,
  },
  'keys by alias': {
    text: `metadata:\n  name: debug\n  namespace: shop\n  annotations: {a: &a apiVersion, k: &k kind}\n*a : v1\n*k : Pod\n${podSpec}`,
  },
  'a name with an unusual ending': { text: pod, file: 'pod.yml' },
}

describe('forms of a manifest that a gate must see', () => {
  it.each(Object.entries(forms))('%s', async (_, { text, file = 'pod.yaml', kind = 'Pod' }) => {
    const report = await judge(repository({ [file]: text }))
    expect(report.notEvaluated).toEqual([])
    expect(found(report, privileged)).toContain(`${file} ${kind}/debug`)
    expect(report.verdict).toBe('fail')
  })
})

describe('files that a gate must see', () => {
  it('a manifest that .gitignore names and git tracks all the same', async () => {
    const folder = repository({ 'k8s/pod.yaml': pod, '.gitignore': 'k8s/\n', 'k8s/untracked.yaml': pod })
    const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { stdio: 'ignore' })
    git('init')
    git('add', '-f', 'k8s/pod.yaml')
    expect(found(await judge(folder), privileged)).toEqual(['k8s/pod.yaml Pod/debug'])
  })

  it('a manifest behind a link inside the root', async () => {
    const folder = repository({ '.hidden/pod.yaml': pod, 'k8s/': '' })
    symlinkSync('../.hidden/pod.yaml', join(folder, 'k8s/pod.yaml'))
    expect(found(await judge(folder), privileged)).toEqual(['k8s/pod.yaml Pod/debug'])
  })

  it('a hidden folder behind a link inside the root', async () => {
    const folder = repository({ '.hidden/deep/pod.yaml': pod })
    symlinkSync('.hidden', join(folder, 'k8s'))
    expect(found(await judge(folder), privileged)).toEqual(['k8s/deep/pod.yaml Pod/debug'])
  })

  it('a folder that is walked where it stands is not judged again through a link', async () => {
    const folder = repository({ 'k8s/pod.yaml': pod })
    symlinkSync('k8s', join(folder, 'again'))
    expect(found(await judge(folder), privileged)).toEqual(['k8s/pod.yaml Pod/debug'])
  })

  it('a pod in a file that calls itself a kustomization', async () => {
    const folder = repository({ 'k8s/kustomization.yaml': pod })
    expect(found(await judge(folder), privileged)).toEqual(['k8s/kustomization.yaml Pod/debug'])
  })

  it('a pod that a kustomization elsewhere names as data', async () => {
    const folder = repository({
      'k8s/pod.yaml': pod,
      'elsewhere/kustomization.yaml': 'configMapGenerator:\n  - name: a\n    files: [../k8s/pod.yaml]\n',
    })
    expect(found(await judge(folder), privileged)).toEqual(['k8s/pod.yaml Pod/debug'])
  })

  it('a kustomization that names itself', async () => {
    const folder = repository({ 'kustomization.yaml': 'resources: [., pod.yaml]\n', 'pod.yaml': pod })
    const report = await judge(folder)
    expect(report.verdict).toBe('error')
    expect(report.notEvaluated.map(({ file, reason }) => ({ file, reason }))).toEqual([
      { file: 'kustomization.yaml', reason: 'render-failed' },
    ])
  })

  it('a bare list of objects is named', async () => {
    const report = await judge(repository({ 'pods.json': `[${podJson}]` }))
    expect(report.notEvaluated.map(({ file, reason }) => ({ file, reason }))).toEqual([{ file: 'pods.json', reason: 'not-an-object' }])
    expect(report.verdict).toBe('error')
  })

  it('a broken file whose keys are disguised is named', async () => {
    const disguised = pod.replace('apiVersion', '"\\x61piVersion"').replace('kind', '"\\x6bind"')
    const report = await judge(repository({ 'pod.yaml': `${disguised}metadata: {}\n` }))
    expect(report.notEvaluated.map(({ file, reason }) => ({ file, reason }))).toEqual([{ file: 'pod.yaml', reason: 'parse-failed' }])
  })
})
