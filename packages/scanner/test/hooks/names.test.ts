import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appSet, deployment, shop, url } from '../changes/shop.ts'
import { harmless, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { changed, checkIn, refusal, write } from './checking.ts'

/** The part of the repository below these paths. */
function below(...starts: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(shop).filter(([path]) => starts.some((start) => path.startsWith(start))))
}

const affectedBy = async (folder: string, ...names: string[]) => (await checkIn(folder, { names })).affected

describe('a named file leads to the units that use it', () => {
  it('as manifest, base, patch, data of a generator, kustomization', async () => {
    const { folder } = changed(below('base/', 'overlays/', 'plain/alone'))
    expect(await affectedBy(folder, 'plain/alone/pod.yaml')).toEqual(['plain/alone files'])
    for (const name of ['base/deployment.yaml', 'base/app.properties', 'base/kustomization.yaml'])
      expect(await affectedBy(folder, name)).toEqual(['overlays/dev files', 'overlays/prod files'])
    expect(await affectedBy(folder, 'overlays/prod/patch.yaml')).toEqual(['overlays/prod files'])
  })

  it('as template, partial of a local dependency, values, Chart.yaml', async () => {
    const { folder } = changed(below('charts/'))
    const all = ['charts/web#values-dev.yaml files', 'charts/web#values-prod.yaml files']
    for (const name of ['templates/deployment.yaml', 'values.yaml', 'values-dev.yaml', 'Chart.yaml'])
      expect(await affectedBy(folder, `charts/web/${name}`)).toEqual(all)
    expect(await affectedBy(folder, 'charts/parts/templates/_parts.tpl')).toEqual(all)
  })

  it('as Application, and as file that a generator of an ApplicationSet reads', async () => {
    const generator = `repoURL: ${url}\n        revision: main\n        files: [{path: teams/*/team.json}]`
    const set = appSet('teams')
      .replace(/repoURL: .*\n.*\n.*directories.*/, generator)
      .replace("team-{{ .path.basename }}'", "team-{{ .name }}'")
    const made = changed({
      ...below('argocd/web', 'charts/'),
      'argocd/teams.yaml': set,
      'teams/red/team.json': '{"name": "red"}',
      'teams/red/a.yaml': deployment('red'),
    })
    made.git('remote', 'add', 'origin', url)
    expect(await affectedBy(made.folder, 'argocd/web.yaml')).toEqual([
      'application/argocd/team-red environment',
      'application/argocd/web files',
      'argocd files',
    ])
    write(made, { 'teams/red/team.json': '{"name": "crimson"}' })
    expect(await affectedBy(made.folder, 'teams/red/team.json')).toContain('application/argocd/team-crimson new')
  })

  it('as variables of a Kustomization of Flux, also of one that no word gives away, when they are gone', async () => {
    const variables = (data: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: flux-system}\ndata: {${data}}\n`
    const flux = (kind: string, rest: string) => `apiVersion: "${kind}.toolkit.flux\\u0063d.io/v1"\n${rest}\n`
    const metadata = (name: string) => `metadata: {name: ${name}, namespace: flux-system}`
    const from = 'postBuild: {substituteFrom: [{kind: ConfigMap, name: values}]}'
    const made = changed(
      {
        'cluster/source.yaml': flux('source', `kind: GitRepository\n${metadata('deploy')}\nspec: {url: ${url}, ref: {branch: main}}`),
        'cluster/apps.yaml': flux(
          'kustomize',
          `kind: Kustomization\n${metadata('apps')}\nspec: {path: ./apps, sourceRef: {kind: GitRepository, name: deploy}, ${from}}`,
        ),
        'cluster/values.yaml': variables('privileged: "false"'),
        'apps/pod.yaml': privilegedPod().replace('privileged: true', 'privileged: ${privileged:=true}'),
      },
      { 'cluster/values.yaml': variables('') },
    )
    made.git('remote', 'add', 'origin', url)
    const answer = await checkIn(made.folder)
    expect(answer.findings).toEqual(['apps/pod.yaml debug'])
    expect(answer.affected).toEqual(['cluster files', 'kustomization/flux-system/apps@cluster definition'])
  })

  it('when it is gone: what used it, or used to', async () => {
    const made = changed(below('base/', 'overlays/', 'plain/alone'))
    write(made, { 'base/app.properties': null, 'plain/alone/pod.yaml': null })
    const { affected, verdict } = await checkIn(made.folder, { names: ['base/app.properties'] })
    expect(affected).toEqual(['overlays/dev files', 'overlays/prod files', 'plain/alone files'])
    expect(verdict).toBe('error')
    expect((await checkIn(made.folder)).affected).toEqual(affected)
  })

  it('when it is a folder, or the whole repository', async () => {
    const { folder } = changed(below('base/', 'overlays/', 'plain/alone'))
    expect(await affectedBy(folder, 'plain')).toEqual(['plain/alone files'])
    expect(await affectedBy(folder, '.')).toEqual(['overlays/dev files', 'overlays/prod files', 'plain/alone files'])
  })

  it('and to none when nothing deployed reads it', async () => {
    const { folder } = changed({ ...below('plain/alone'), 'README.md': 'x\n', '.github/workflows/a.yaml': 'on: push\n' })
    expect(await checkIn(folder, { names: ['README.md'] })).toMatchObject({ verdict: 'pass', affected: [], units: [] })
  })
})

describe('names', () => {
  const odd = [
    '-rf.yaml',
    '--staged',
    'a b.yaml',
    '\u00e4 \u{1f600}.yaml',
    'li\nne.yaml',
    '"quoted".yaml',
    '*.yaml',
    '{a,b}.yaml',
    '#.yaml',
    ':(top)x.yaml',
    'back\\slash.yaml',
  ]

  it('are taken as they are', async () => {
    const files = Object.fromEntries(odd.map((name) => [`odd/${name}`, privilegedPod(`pod-${odd.indexOf(name)}`)]))
    const { folder, git } = changed({ 'a.yaml': harmless() }, files)
    const wanted = odd.filter((name) => name.endsWith('.yaml')).map((name) => `odd/${name} pod-${odd.indexOf(name)}`)
    const { findings } = await checkIn(folder, { names: odd, from: 'odd' })
    expect(findings).toEqual(wanted.sort())
    git('add', '-A')
    expect(await checkIn(folder, { names: odd, from: 'odd', staged: true })).toMatchObject({ findings })
    expect((await checkIn(folder, { staged: true })).findings).toEqual(findings)
    expect((await checkIn(folder)).findings).toEqual(findings)
  })

  it('are relative to the working directory, whatever GIT_PREFIX says; absolute ones and ways around are fine', async () => {
    const { folder } = changed({ 'a/pod.yaml': privilegedPod(), 'a/b/map.yaml': harmless() })
    const env = { GIT_PREFIX: 'a/b/' }
    expect((await checkIn(folder, { names: ['a/pod.yaml'], env })).affected).toEqual(['a files'])
    expect((await checkIn(folder, { names: ['../pod.yaml'], from: 'a/b' })).affected).toEqual(['a files'])
    expect((await checkIn(folder, { names: [join(folder, 'a/b/../pod.yaml')], from: 'a/b' })).affected).toEqual(['a files'])
    const other = repository()
    symlinkSync(folder, join(other, 'link'))
    expect((await checkIn(folder, { names: [join(other, 'link/a/pod.yaml')] })).affected).toEqual(['a files'])
  })

  it('of files outside of the repository, or that nobody knows, are refused', async () => {
    const { folder } = changed({ 'a/pod.yaml': privilegedPod() }, { 'new.yaml': harmless() })
    for (const staged of [false, true]) {
      expect(await refusal(folder, { names: ['a/pod.yaml', '../x.yaml', '/etc/hosts'], staged })).toBe(
        '2: ../x.yaml, /etc/hosts lie outside the repository: name files of it, or run policy-gate in the repository that has them.',
      )
      expect(await refusal(folder, { names: ['a/pod.yml'], staged })).toBe(
        '2: a/pod.yml: there is no such file, and there was none in the last commit: check the path.',
      )
    }
    expect((await checkIn(folder, { names: ['new.yaml'], staged: true })).affected).toEqual([])
  })

  it('are needed where there is no repository', async () => {
    const folder = repository({ 'a/pod.yaml': privilegedPod(), 'b/map.yaml': harmless() })
    expect(await checkIn(folder, { names: ['a/pod.yaml'], root: folder })).toMatchObject({ affected: ['a files'], verdict: 'fail' })
    expect(await refusal(folder, { root: folder })).toMatch(/^2: This folder is in no git repository: name the files/)
    expect(await refusal(folder, { root: folder, staged: true })).toMatch(/^2: .* nothing is staged here\.$/)
  })

  it('come in chunks, each right by itself', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [
        `apps/${index % 60}/${index}.yaml`,
        index === 599 ? privilegedPod() : harmless(`map-${index}`),
      ]),
    )
    const { folder } = changed(files)
    const names = Object.keys(files)
    const whole = await checkIn(folder, { names })
    expect(whole.affected).toHaveLength(60)
    const chunks = await Promise.all([names.slice(0, 300), names.slice(300)].map((chunk) => checkIn(folder, { names: chunk })))
    expect(chunks.map(({ verdict }) => verdict)).toEqual(['fail', 'fail'])
    expect([...new Set(chunks.flatMap(({ affected }) => affected))].sort()).toEqual(whole.affected)
    expect((await checkIn(folder, { names: names.slice(0, 59) })).verdict).toBe('pass')
  })

  it('below a root of its own inside a repository', async () => {
    const { folder, git } = changed({
      'sub/.policy-gate/config.yaml': 'profile: strict\n',
      'sub/a/map.yaml': harmless(),
      'b/pod.yaml': privilegedPod(),
    })
    mkdirSync(join(folder, 'sub/c'))
    write({ folder, git, commit: () => '' }, { 'sub/c/pod.yaml': privilegedPod(), 'b/pod.yaml': privilegedPod('other') })
    git('add', '-A')
    for (const staged of [false, true]) {
      expect((await checkIn(folder, { from: 'sub', staged })).affected).toEqual(['c new'])
      expect(await refusal(folder, { from: 'sub', names: ['../b/pod.yaml'], staged })).toMatch(/^2: .* lies outside/)
    }
  })
})
