import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ChartSource, KustomizationSource } from '../../../src/discover/sources.ts'
import { openFiles } from '../../../src/files.ts'
import type { FluxUnit } from '../../../src/gitops/flux/index.ts'
import { repository } from '../../scan/repository.ts'
import { build } from './build.ts'
import { type ClusterOptions, expandFolder, manifests } from './cluster.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? join(import.meta.dirname, '../../../../../../shared/corpora'))
const example = join(corpora, 'realworld/flux-example')
const absent = existsSync(example) ? '' : ' (LEFT OUT: POLICY_GATE_CORPORA names no folder with the corpora)'

/** The units of a cluster, and of what its Kustomizations give. */
async function follow(cluster: string, options: ClusterOptions & { root?: string } = {}): Promise<FluxUnit[]> {
  const root = options.root ?? example
  const files = Object.fromEntries(
    openFiles(root)
      .list('.')
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  )
  const clusters = `clusters/${cluster}`
  const first = await expandFolder(root, { ...options, clusters })
  const more = []
  for (const unit of first) for (const text of (await build(unit, files)).split('---\n')) more.push(...manifests(unit.name, text))
  return expandFolder(root, { ...options, clusters, more })
}

const known = new Map<string, Promise<FluxUnit[]>>()
/** Building takes a while, and what a cluster gives does not change. */
function unitsOf(cluster: string): Promise<FluxUnit[]> {
  const units = known.get(cluster) ?? follow(cluster)
  known.set(cluster, units)
  return units
}

describe.skipIf(absent !== '')(`an example of flux bootstrap${absent}`, () => {
  it.each(['production', 'staging'])('%s: artifacts copied from the repository lead to its folders', async (cluster) => {
    const units = (await unitsOf(cluster)).filter(({ kind }) => kind === 'flux-kustomization')
    expect(units.map(({ name, sources, dependsOn }) => [name, (sources[0] as KustomizationSource).folder, dependsOn])).toEqual([
      ['apps', `apps/${cluster}`, ['flux-system/infra-configs']],
      ['infra-controllers', 'infrastructure/controllers', []],
      ['infra-configs', 'infrastructure/configs', ['flux-system/infra-controllers']],
    ])
    expect(units.flatMap(({ notEvaluated }) => notEvaluated)).toEqual([])
  })

  it.each([
    ['production', 'https://acme-v02.api.letsencrypt.org/directory'],
    ['staging', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
  ])('%s: the patch of a Kustomization', async (cluster, server) => {
    const configs = (await unitsOf(cluster)).find(({ name }) => name === 'infra-configs')!
    const { edit } = configs.sources[0] as KustomizationSource
    expect(edit!.origins.map(({ path, field }) => [path, field.path])).toEqual([
      [
        ['patches', 0],
        ['spec', 'patches', 0],
      ],
    ])
    const files = Object.fromEntries(
      ['kustomization.yaml', 'cluster-issuers.yaml', 'gateway.yaml'].map((name) => {
        const file = `infrastructure/configs/${name}`
        return [file, readFileSync(join(example, file), 'utf8')]
      }),
    )
    expect(await build(configs, files)).toContain(`    server: ${server}\n`)
  })

  it.each(['production', 'staging'])('%s: charts are remote, each named with its URL', async (cluster) => {
    const releases = (await unitsOf(cluster)).filter(({ kind }) => kind === 'flux-helm-release')
    expect(releases.map(({ name, sources, notEvaluated }) => [name, sources, notEvaluated.map(({ reason }) => reason)])).toEqual([
      ['podinfo', [], ['remote-source']],
      ['cert-manager', [], ['remote-source']],
      ['envoy-gateway', [], ['remote-source']],
    ])
    expect(releases.map(({ notEvaluated }) => /is at (\S+),/.exec(notEvaluated[0]!.message)?.[1])).toEqual([
      'https://stefanprodan.github.io/podinfo',
      'oci://quay.io/jetstack/charts/cert-manager',
      'oci://docker.io/envoyproxy/gateway-helm',
    ])
  })

  it.each([
    ['production', '>=1.0.0', 'podinfo.production'],
    ['staging', '>=1.0.0-alpha', 'podinfo.staging'],
  ])('%s: a HelmRelease is the one that its Kustomization patches', async (cluster, version, hostname) => {
    const root = repository({ 'vendor/podinfo/Chart.yaml': 'apiVersion: v2\nname: podinfo\nversion: 6.5.3\n' })
    cpSync(example, root, { recursive: true, filter: (path) => !relative(example, path).startsWith('.git') })
    const units = await follow(cluster, { root, mapped: { 'https://stefanprodan.github.io/podinfo/podinfo': 'vendor/podinfo' } })
    const podinfo = units.find(({ name }) => name === 'podinfo')!
    const source = podinfo.sources[0] as ChartSource
    expect(source).toMatchObject({ chart: { folder: 'vendor/podinfo' }, releaseName: 'podinfo', namespace: 'podinfo' })
    expect(source.values).toMatchObject([{ kind: 'object', value: { redis: { enabled: true }, httpRoute: { hostnames: [hostname] } } }])
    expect(podinfo.targetRevisions).toEqual([version])
    expect(podinfo.notEvaluated).toEqual([])
  })
})

if (absent !== '') it(`LEFT OUT: an example of flux bootstrap, because there are no corpora (POLICY_GATE_CORPORA)`, ({ skip }) => skip())
