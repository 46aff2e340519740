import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { EngineError } from '../../src/engines/error.ts'
import { buildKustomizations } from '../../src/engines/kustomizations.ts'
import { engineLocation } from '../../src/engines/location.ts'
import { describeEngine } from '../../src/engines/manifest.ts'
import type { HelmRenderAnswer, HelmRenderRequest, RegoCompileAnswer } from '../../src/engines/operations.ts'
import { shapes } from '../provenance/kustomize-shapes.ts'
import { absent, charts, contents, filesBelow, kustomizationFolders, kustomizations, realworld, regoCases } from './corpora.ts'

/** Compares the engines with upstream's own programs of the same versions, built by Go from unchanged modules. */
const goFolder = resolve(import.meta.dirname, '../../../engines')
const tools = join(goFolder, '.build/bin')
const version = (engine: 'rego' | 'helm', module: string) => describeEngine(engineLocation().directory, engine).upstream[module]!
const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-test-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function install(packages: string, cwd: string): void {
  mkdirSync(tools, { recursive: true })
  const env = { ...process.env, GOBIN: tools, CGO_ENABLED: '0', GOFLAGS: '-mod=mod -p=2', GOTOOLCHAIN: 'go1.26.8' }
  execFileSync('go', ['install', packages], { cwd, env, stdio: 'inherit' })
}

/** The module in a bundle that `opa build` wrote. */
function policyWasm(bundle: string): Buffer {
  return execFileSync('tar', ['xzOf', bundle, '/policy.wasm'], { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] })
}

describe.runIf(!absent)(`equality with upstream${absent}`, { timeout: 900_000 }, () => {
  beforeAll(() => {
    install(`helm.sh/helm/v4/cmd/helm@${version('helm', 'helm.sh/helm/v4')}`, tmpdir())
    install(`github.com/open-policy-agent/opa@${version('rego', 'github.com/open-policy-agent/opa')}`, tmpdir())
    install('./cmd/kustomize-reference', goFolder)
  }, 1_800_000)

  const helm = openEngine('helm')
  const kustomize = openEngine('kustomize')
  const rego = openEngine('rego')
  afterAll(() => Promise.all([helm.close(), kustomize.close(), rego.close()]))

  /** What `helm template --kube-version 1.33.1 name folder` prints. */
  const upstreamTemplate = (folder: string, flags: string[]) => {
    const args = ['template', 'rel', folder, '--namespace', 'ns', '--kube-version', '1.33.1', '--include-crds', ...flags]
    const run = spawnSync(join(tools, 'helm'), args, { encoding: 'utf8', env: { HOME: scratch }, maxBuffer: 1e9 })
    return run.status === 0 ? run.stdout : undefined
  }
  const ourTemplate = async (folder: string, options: Partial<HelmRenderRequest>) => {
    const request = { files: contents(folder), releaseName: 'rel', namespace: 'ns', kubeVersion: '1.33.1', includeCrds: true, ...options }
    try {
      const { documents } = await helm.call<HelmRenderAnswer>('helm.render', request)
      const print = (list: typeof documents) => list.map(({ template, text }) => `---\n# Source: ${template}\n${text}\n`).join('')
      const manifests = print(documents.filter(({ hook }) => !hook)).trim()
      return `${manifests}\n${print(documents.filter(({ hook }) => hook))}`
    } catch (error) {
      if (error instanceof EngineError && error.failure === 'refused') return undefined
      throw error
    }
  }
  /** Makes words equal where both texts have a random one of the same length; tells how many there were. */
  const maskRandom = (a: string, b: string): { text: string; words: number } => {
    const words = (text: string) => text.split(/([A-Za-z0-9=]+)/)
    const [ours, theirs] = [words(a), words(b)]
    let count = 0
    const masked = theirs.map((word, i) => {
      if (word === ours[i] || word.length !== ours[i]?.length || !/^[A-Za-z0-9=]{5,}$/.test(word)) return word
      count++
      return ours[i]
    })
    return { text: masked.join(''), words: count }
  }

  test('every chart gives what helm template prints, but for random words', async () => {
    const values = (folder: string) => filesBelow(folder).filter((file) => /^values[^/]*\.yaml$/.test(file))
    const masked: Record<string, number> = {}
    let equal = 0
    for (const chart of charts()) {
      const folder = join(realworld, chart)
      const sets = ['replicaCount=7', 'ingress.enabled=true', 'hpa.enabled=true', 'serviceMonitor.enabled=true', 'tls.enabled=true']
      const variants: [string[], Partial<HelmRenderRequest>][] = [
        [[], {}],
        [sets.flatMap((set) => ['--set', set]), { set: sets }],
        ...values(folder).map((file): [string[], Partial<HelmRenderRequest>] => [
          ['-f', join(folder, file)],
          { values: [{ file, text: readFileSync(join(folder, file), 'utf8') }] },
        ]),
      ]
      for (const [index, [flags, options]] of variants.entries()) {
        const [theirs, ours] = [upstreamTemplate(folder, flags), await ourTemplate(folder, options)]
        const { text, words } = maskRandom(ours ?? '', theirs ?? '')
        expect(ours, `${chart} ${flags}`).toBe(theirs === undefined ? undefined : text)
        if (words > 0) masked[`${chart}#${index}`] = words
        else equal++
      }
    }
    expect(equal).toBeGreaterThanOrEqual(20)
    // Names of podinfo's test pods and the password that orders makes up.
    for (const name of Object.keys(masked)) expect(name).toMatch(/^(podinfo\/charts\/podinfo|retail-store\/src\/orders\/chart)#/)
  })

  const upstreamBuild = (root: string, directories: string[]) => {
    const paths = directories.map((directory) => join(root, directory))
    const run = spawnSync(join(tools, 'kustomize-reference'), [join(tools, 'helm'), ...paths], { encoding: 'utf8', maxBuffer: 1e9 })
    return JSON.parse(run.stdout) as { yaml?: string; error?: string }[]
  }
  const joined = (objects: { yaml: string }[]) => objects.map(({ yaml }) => yaml).join('---\n')

  test('every kustomization gives what upstream builds from disk', async () => {
    let compared = 0
    for (const [repository, directories] of kustomizations()) {
      const root = join(realworld, repository)
      const theirs = upstreamBuild(root, directories)
      const ours = await buildKustomizations({ kustomize, helm, files: contents(root), directories })
      for (const [i, { directory, objects, error }] of ours.entries()) {
        if (error?.message.startsWith('a Component')) continue
        expect(error === undefined, directory).toBe(theirs[i]!.error === undefined)
        expect(joined(objects), directory).toBe(theirs[i]!.yaml ?? '')
        compared++
      }
    }
    expect(compared).toBe(22)
  })

  test('kustomizations of the example and of the tests of sources give what upstream builds from disk', async () => {
    const example = resolve(goFolder, '../../examples/cloudmart')
    const sets = [{ root: example, files: contents(example) }]
    for (const [name, files] of shapes()) {
      const root = join(scratch, 'shapes', name)
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true })
        writeFileSync(join(root, file), text)
      }
      sets.push({ root, files })
    }
    let compared = 0
    for (const { root, files } of sets) {
      const directories = kustomizationFolders(Object.keys(files))
      const theirs = upstreamBuild(root, directories)
      const ours = await buildKustomizations({ kustomize, helm, files, directories })
      for (const [i, { directory, objects, error }] of ours.entries()) {
        if (error?.message.startsWith('a Component')) continue
        expect(error === undefined, `${root} ${directory}`).toBe(theirs[i]!.error === undefined)
        expect(joined(objects), `${root} ${directory}`).toBe(theirs[i]!.yaml ?? '')
        compared++
      }
    }
    expect(compared).toBeGreaterThanOrEqual(55)
  })

  test('helmCharts gives what upstream builds with helm itself', async () => {
    const chart = join(realworld, 'microservices-demo/helm-chart')
    const root = join(scratch, 'inflate')
    for (const file of filesBelow(chart)) {
      mkdirSync(dirname(join(root, 'charts/shop', file)), { recursive: true })
      writeFileSync(join(root, 'charts/shop', file), readFileSync(join(chart, file)))
    }
    const hook = 'apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n'
    writeFileSync(join(root, 'charts/shop/templates/test.yaml'), hook)
    writeFileSync(join(root, 'v.yaml'), 'frontend: {replicas: 3}\n')
    const base = { name: 'shop', releaseName: 'r', namespace: 'ns', kubeVersion: '1.33.1' }
    const variants = [
      {},
      { releaseName: '' },
      { nameTemplate: '{{ "ABC" | lower }}', releaseName: '' },
      { valuesInline: { frontend: { replicas: 2 }, serviceAccounts: { create: false } } },
      { valuesFile: 'v.yaml', valuesInline: { frontend: { replicas: 2 }, x: 1 }, valuesMerge: 'merge' },
      { valuesInline: { frontend: { create: false } }, valuesMerge: 'replace', additionalValuesFiles: ['v.yaml'] },
      { skipTests: true },
      { skipHooks: true, includeCRDs: true },
    ]
    for (const variant of variants) {
      const kustomization = { namePrefix: 'p-', helmCharts: [{ ...base, ...variant }], commonAnnotations: { a: 'b' } }
      writeFileSync(join(root, 'kustomization.yaml'), JSON.stringify(kustomization))
      const [theirs] = upstreamBuild(root, ['.'])
      const [ours] = await buildKustomizations({ kustomize, helm, files: contents(root), directories: ['.'] })
      expect(ours!.error, JSON.stringify([variant, theirs!.error])).toBeUndefined()
      expect(joined(ours!.objects), JSON.stringify(variant)).toBe(theirs!.yaml)
    }
  })

  test('300 policies compile to the bytes of opa build', async () => {
    const sources = filesBelow(regoCases)
      .flatMap((file) => JSON.parse(readFileSync(join(regoCases, file), 'utf8')).cases as { modules?: string[] }[])
      .filter(({ modules }) => modules?.length && modules.every((text) => /^package [\w.]+$/m.test(text)))
      .map(({ modules }) => modules!)
    const step = Math.floor(sources.length / 340)
    let equal = 0
    for (let i = 0; i < sources.length && equal < 300; i += step) {
      const texts = sources[i]!
      const entrypoint = /^package ([\w.]+)$/m.exec(texts[0]!)![1]!.replaceAll('.', '/')
      const modules = Object.fromEntries(texts.map((text, n) => [`m${n}.rego`, text]))
      const answer = await rego.call<RegoCompileAnswer>('rego.compile', { modules, entrypoints: [entrypoint], wasm: true })
      const folder = join(scratch, `rego${i}`)
      mkdirSync(folder)
      for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text)
      const bundle = `${folder}.tar.gz`
      const args = ['build', '-t', 'wasm', '--prune-unused', '-e', entrypoint, '-o', bundle, '.']
      const status = spawnSync(join(tools, 'opa'), args, { cwd: folder }).status
      expect(answer.wasm !== undefined, `${texts.join('\n')} ${JSON.stringify(answer.diagnostics)}`).toBe(status === 0)
      if (status !== 0) continue
      const theirs = policyWasm(bundle)
      expect(theirs.equals(Buffer.from(answer.wasm!, 'base64')), texts.join('\n')).toBe(true)
      equal++
    }
    expect(equal).toBe(300)
  })

  test('rules of this project compile to the bytes of opa build', async () => {
    const folder = resolve(goFolder, '../policies')
    const names = filesBelow(folder).filter((file) => file.endsWith('.rego') && !file.endsWith('_test.rego') && !/fixtures/.test(file))
    const modules = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
    // `opa build` adds what METADATA calls an entrypoint, so these are the ones to compare with.
    const { annotations } = await rego.call<RegoCompileAnswer>('rego.compile', { modules, annotations: true })
    const entrypoints = annotations!.filter(({ entrypoint }) => entrypoint).map(({ path }) => path.join('/'))
    expect(entrypoints.length).toBeGreaterThan(0)
    const answer = await rego.call<RegoCompileAnswer>('rego.compile', { modules, entrypoints, wasm: true })
    expect(answer.diagnostics).toEqual([])
    const copy = join(scratch, 'policies')
    for (const [name, text] of Object.entries(modules)) {
      mkdirSync(dirname(join(copy, name)), { recursive: true })
      writeFileSync(join(copy, name), text)
    }
    const bundle = join(scratch, 'policies.tar.gz')
    const flags = entrypoints.flatMap((entrypoint) => ['-e', entrypoint])
    execFileSync(join(tools, 'opa'), ['build', '-t', 'wasm', '--prune-unused', ...flags, '-o', bundle, '.'], { cwd: copy })
    const theirs = policyWasm(bundle)
    expect(theirs.equals(Buffer.from(answer.wasm!, 'base64'))).toBe(true)
  })
})
