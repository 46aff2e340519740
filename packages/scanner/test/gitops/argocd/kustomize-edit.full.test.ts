import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openFiles } from '../../../src/files.ts'
import type { ArgoContext } from '../../../src/gitops/argocd/context.ts'
import { Gap } from '../../../src/gitops/argocd/gap.ts'
import { kustomizeSource } from '../../../src/gitops/argocd/kustomize.ts'
import { canonicalJson } from '../../../src/json.ts'
import type { Json, JsonObject, Manifest } from '../../../src/model.ts'
import { readDocuments } from '../../../src/parse/index.ts'
import { type Random, random } from '../../parse/random.ts'
import { repository } from '../../scan/repository.ts'

/** Compares what Kustomize options of an Application make of a kustomization with what the command `kustomize edit` makes of it. */
const tools = resolve(import.meta.dirname, '../../../../engines/.build/bin')

beforeAll(() => {
  mkdirSync(tools, { recursive: true })
  const env = { ...process.env, GOBIN: tools, CGO_ENABLED: '0', GOFLAGS: '-p=2', GOTOOLCHAIN: 'go1.26.8' }
  execFileSync('go', ['install', 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1'], { cwd: tmpdir(), env, stdio: 'inherit' })
}, 1_800_000)

const images = ['nginx:1', 'nginx=mirror/nginx:2', 'nginx@sha256:aa', 'a=b', 'a=*:3', 'reg:5000/app:1', 'app=reg:5000/app', 'x=y=z:1']
const moreImages = ['app=reg:5000/app@sha256:bb', 'c=*', 'nginx=*', 'nginx:*', 'a=b@*', 'nginx', 'n.g/x_y:v1.2-3_4']

function writtenKustomization({ chance, pick }: Random): JsonObject {
  const some = (items: Json[]) => items.filter(() => chance(0.5))
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    images: some([
      { name: 'nginx', newName: 'm/nginx', newTag: '0' },
      { name: 'zz', newTag: '1' },
      { name: 'a', digest: 'sha256:cc' },
    ]),
    replicas: some([
      { name: 'web', count: 1 },
      { name: 'zz', count: 5 },
    ]),
    labels: some([{ pairs: { a: 'b' } }, { pairs: { c: 'd' }, includeSelectors: true }, { pairs: { e: 'f' }, includeTemplates: true }]),
    components: some(['c1']),
    ...pick<JsonObject>([{}, { commonLabels: { team: 'x' } }]),
    ...pick<JsonObject>([{}, { commonAnnotations: { n: 'o' } }]),
    ...pick<JsonObject>([{}, { namePrefix: 'old-' }]),
  }
}

function writtenOptions({ chance, pick }: Random): JsonObject {
  const some = (items: Json[]) => items.filter(() => chance(0.2))
  return {
    images: some([...images, ...moreImages]),
    replicas: some([
      { name: 'web', count: 3 },
      { name: 'api', count: 2 },
    ]),
    components: some(['c1']),
    ...pick<JsonObject>([{}, { namePrefix: 'p-' }]),
    ...pick<JsonObject>([{}, { nameSuffix: '-s' }]),
    ...pick<JsonObject>([{}, { namespace: 'ns' }]),
    ...pick<JsonObject>([{}, { commonLabels: { env: 'prod' } }, { commonLabels: { team: 'y' } }, { commonLabels: { a: 'z', q: 'r' } }]),
    ...pick<JsonObject>([{}, { labelWithoutSelector: true }, { labelWithoutSelector: true, labelIncludeTemplates: true }]),
    ...pick<JsonObject>([{}, { forceCommonLabels: true }]),
    ...pick<JsonObject>([{}, { commonAnnotations: { x: 'y' } }, { commonAnnotations: { n: 'p' } }]),
    ...pick<JsonObject>([{}, { forceCommonAnnotations: true }]),
  }
}

/** The commands that Argo CD runs for these options, in its order. */
function commands(options: Record<string, unknown>): string[][] {
  const pairs = (key: string) => Object.entries((options[key] ?? {}) as object).map(([name, value]) => `${name}:${value}`)
  const flag = (key: string, name: string) => (options[key] === true ? [name] : [])
  const replicas = (options.replicas as { name: string; count: number }[]).map(({ name, count }) => `${name}=${count}`)
  const labelFlags = [
    ...flag('forceCommonLabels', '--force'),
    ...flag('labelWithoutSelector', '--without-selector'),
    ...flag('labelIncludeTemplates', '--include-templates'),
  ]
  const all: [string[], string[]][] = [
    [['set', 'nameprefix', '--'], options.namePrefix === undefined ? [] : [options.namePrefix as string]],
    [['set', 'namesuffix', '--'], options.nameSuffix === undefined ? [] : [options.nameSuffix as string]],
    [['set', 'image'], options.images as string[]],
    [['set', 'replicas'], replicas],
    [['add', 'label', ...labelFlags], pairs('commonLabels')],
    [['add', 'annotation', ...flag('forceCommonAnnotations', '--force')], pairs('commonAnnotations')],
    [['set', 'namespace', '--'], options.namespace === undefined ? [] : [options.namespace as string]],
    [['add', 'component'], options.components as string[]],
  ]
  return all.filter(([, values]) => values.length > 0).map(([command, values]) => ['edit', ...command, ...values])
}

/** Without what means the same as nothing. */
function meaning(kustomization: JsonObject): string {
  const copy = JSON.parse(
    JSON.stringify(kustomization, (_, value) => (value === false || (Array.isArray(value) && value.length === 0) ? undefined : value)),
  )
  return canonicalJson(copy)
}

test('kustomizations are edited as kustomize edit edits them', { timeout: 600_000 }, () => {
  const source = random(4)
  const manifest = { object: {}, origin: { kind: 'file', file: 'a.yaml', document: 0, itemPath: [] } } as unknown as Manifest
  let refused = 0
  for (let i = 0; i < 300; i++) {
    const [kustomization, options] = [writtenKustomization(source), writtenOptions(source)]
    const folder = repository({ 'kustomization.yaml': JSON.stringify(kustomization), 'c1/kustomization.yaml': 'kind: Component\n' })
    const context = { sources: openFiles(folder) } as ArgoContext
    let ours = 'refused'
    try {
      const edited = kustomizeSource({ fields: { kustomize: options }, at: (path) => ({ manifest, path }) }, '.', {
        expand: (text) => text,
        context,
      })
      ours = meaning(edited.edit?.kustomization ?? kustomization)
    } catch (error) {
      if (!(error instanceof Gap)) throw error
    }
    let theirs = 'refused'
    try {
      for (const command of commands(options)) execFileSync(join(tools, 'kustomize'), command, { cwd: folder, stdio: 'pipe' })
      theirs = meaning(readDocuments(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')).documents[0]!.value as JsonObject)
    } catch (error) {
      if (!(error as { stderr?: Buffer }).stderr?.includes('Error:')) throw error
      refused++
    }
    expect({ kustomization, options, result: ours }).toEqual({ kustomization, options, result: theirs })
  }
  expect(refused).toBeGreaterThan(10)
  expect(refused).toBeLessThan(200)
})
