import { execFileSync } from 'node:child_process'
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Comparison, compareWith } from '../../src/changes/comparison.ts'
import { unitChanges } from '../../src/changes/units.ts'
import type { ScanOptions } from '../../src/scan.ts'
import { history } from '../git/history.ts'
import '../scan/judge.ts'
import { layOut, repository } from '../scan/repository.ts'
import { application, denyAll, deployment, namespace, shop, url } from './shop.ts'

/** The units that are judged again when files are changed after a commit (null removes one), with the reasons. */
async function effects(
  files: Record<string, string>,
  change: Record<string, string | null>,
  options: ScanOptions = {},
): Promise<Comparison & { reasons: string[] }> {
  const made = history(repository(), files)
  made.git('remote', 'add', 'origin', url)
  for (const [path, content] of Object.entries(change)) {
    if (content === null) execFileSync('rm', ['-r', join(made.folder, path)])
    else layOut(made.folder, { [path]: content })
  }
  const comparison = await compareWith('HEAD', { cwd: made.folder, ...options })
  const { affected } = comparison
  return { ...comparison, reasons: affected === 'all' ? ['all'] : [...affected].map(([id, reason]) => `${id} ${reason}`).sort() }
}

/** The part of the repository below these paths. */
function below(...starts: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(shop).filter(([path]) => starts.some((start) => path.startsWith(start))))
}

afterEach(() => void vi.unstubAllEnvs())

const temporary = () => readdirSync(tmpdir()).filter((name) => /^policy-gate-\w{6}$/.test(name))

describe('a change affects', () => {
  it('nothing where nothing changed, or a file that no unit reads', async () => {
    expect((await effects(shop, {})).reasons).toEqual([])
    const { reasons, head, base } = await effects({ ...shop, 'README.md': 'a\n' }, { 'README.md': 'b\n', 'notes.txt': 'c\n' })
    expect(reasons).toEqual([])
    expect([head.report.units, base?.report.units]).toEqual([[], []])
  })

  it('the units that read a changed file: chart, local dependency, values, base, generator’s data, patch', async () => {
    const charts = below('charts/')
    const changes: Record<string, string>[] = [
      { 'charts/web/templates/deployment.yaml': 'a: 1\n' },
      { 'charts/parts/templates/_parts.tpl': '{{ define "parts.security" }}{{ end }}' },
    ]
    for (const change of changes)
      expect((await effects(charts, change)).reasons).toEqual(['charts/web#values-dev.yaml files', 'charts/web#values-prod.yaml files'])
    const overlays = below('base/', 'overlays/')
    expect((await effects(overlays, { 'base/app.properties': 'a=2\n' })).reasons).toEqual(['overlays/dev files', 'overlays/prod files'])
    expect((await effects(overlays, { 'overlays/prod/patch.yaml': null })).reasons).toEqual(['overlays/prod files'])
  })

  it('units of Applications and ApplicationSets by what these say', async () => {
    const web = below('charts/', 'argocd/web')
    const parameters = application('web', 'path: charts/web\nhelm: {valuesObject: {replicas: 5}}')
    expect((await effects(web, { 'argocd/web.yaml': parameters })).reasons).toEqual(['application/argocd/web definition', 'argocd files'])
    expect((await effects(web, { 'argocd/web.yaml': `# moved\n${shop['argocd/web.yaml']}` })).reasons).toEqual([
      'application/argocd/web files',
      'argocd files',
    ])
    const { reasons, removed } = await effects(below('argocd/teams', 'teams/', 'plain/'), {
      'teams/red': null,
      'teams/green/deployment.yaml': deployment('green'),
    })
    // all teams are in one cluster
    expect(reasons).toEqual(['application/argocd/team-blue environment', 'application/argocd/team-green new'])
    expect(removed.map(({ id }) => id)).toEqual(['application/argocd/team-red'])
  })

  it('the other units of the environment, where relation rules look things up', async () => {
    const { reasons, head, base } = await effects(below('.policy-gate/', 'base/', 'overlays/', 'plain/'), {
      'plain/platform/policy.yaml': denyAll('elsewhere'),
    })
    expect(reasons).toEqual(['overlays/prod environment', 'plain/platform files'])
    const missing = (result: typeof head | undefined) =>
      result?.report.findings.filter(({ ruleId }) => ruleId === 'network/default-deny-ingress').map(({ unit }) => unit)
    expect([missing(base), missing(head)]).toEqual([[], ['overlays/prod']])
    // a unit that is gone is missed by its environment too
    expect((await effects(below('.policy-gate/', 'base/', 'overlays/', 'plain/'), { 'plain/platform': null })).reasons).toEqual([
      'overlays/prod environment',
    ])
  })

  it('everything, when the configuration or a policy changes, also behind a link', async () => {
    expect((await effects(below('.policy-gate/', 'plain/'), { '.policy-gate/config.yaml': 'profile: all\n' })).reasons).toEqual(['all'])
    const policy = 'package main\n\nimport rego.v1\n\ndeny contains "no" if input.kind == "Nothing"\n'
    expect(
      (
        await effects(
          { ...below('.policy-gate/', 'plain/'), 'policies/a.rego': policy },
          { 'policies/a.rego': `${policy}\n# more\n` },
          { policies: [] },
        )
      ).reasons,
    ).toEqual([])
    expect((await effects(below('.policy-gate/', 'plain/'), { '.policy-gate/policies/a.rego': policy })).reasons).toEqual(['all'])
    const folder = repository({ ...below('.policy-gate/', 'plain/'), 'policies/a.rego': policy })
    execFileSync('ln', ['-s', '../policies', join(folder, '.policy-gate/policies')])
    history(folder).commit({})
    writeFileSync(join(folder, 'policies/a.rego'), `${policy}\n# more\n`)
    expect((await compareWith('HEAD', { cwd: folder })).affected).toBe('all')
    const named = history(repository(), { ...below('.policy-gate/', 'plain/'), 'policies/a.rego': policy })
    writeFileSync(join(named.folder, 'policies/a.rego'), `${policy}\n# more\n`)
    expect((await compareWith('HEAD', { cwd: named.folder, policies: ['policies'] })).affected).toBe('all')
  })

  it('a tracked file that .gitignore names, when it goes', async () => {
    const files = {
      '.gitignore': 'plain/\n',
      'plain/a/ns.yaml': namespace('a'),
      'plain/a/deny.yaml': denyAll('a'),
      'plain/a/app.yaml': deployment('a', { namespace: 'a' }),
    }
    const { reasons, head, base } = await effects(files, { 'plain/a/deny.yaml': null })
    expect(reasons).toEqual(['plain/a files'])
    const rules = (result: typeof head | undefined) =>
      result?.report.findings.map(({ ruleId }) => ruleId).filter((id) => id.startsWith('network/'))
    expect([rules(base), rules(head)]).toEqual([[], ['network/default-deny-ingress']])
  })

  it('no chart because of dependencies that were built into it, unless they could be committed', async () => {
    const files = { ...below('charts/'), '.gitignore': '/charts/web/charts/\n' }
    const made = history(repository(), files)
    const part = {
      'charts/web/charts/parts/Chart.yaml': shop['charts/parts/Chart.yaml']!,
      'charts/web/charts/parts/templates/_parts.tpl': shop['charts/parts/templates/_parts.tpl']!,
    }
    layOut(made.folder, part)
    const compared = await compareWith('HEAD', { cwd: made.folder })
    expect([compared.affected, compared.head.report.notEvaluated]).toEqual([new Map(), []])
    writeFileSync(join(made.folder, '.gitignore'), '')
    expect((await compareWith('HEAD', { cwd: made.folder })).affected).toEqual(
      new Map([
        ['charts/web#values-dev.yaml', 'files'],
        ['charts/web#values-prod.yaml', 'files'],
      ]),
    )
  })

  it('a file that is renamed, in both of its places', async () => {
    const made = history(repository(), {
      'a/app.yaml': deployment('app'),
      'b/other.yaml': deployment('other'),
      'c/more.yaml': deployment('more'),
    })
    renameSync(join(made.folder, 'a/app.yaml'), join(made.folder, 'b/app.yaml'))
    const { affected, removed } = await compareWith('HEAD', { cwd: made.folder })
    expect([affected, removed.map(({ id }) => id)]).toEqual([new Map([['b', 'files']]), ['a']])
  })
})

describe('the comparison', () => {
  it('is of a folder of the repository as of the whole', async () => {
    const made = history(repository(), {
      'apps/shop/.policy-gate/config.yaml': 'profile: all\n',
      'apps/shop/a/app.yaml': deployment('app'),
      'apps/shop/b/app.yaml': deployment('b'),
      'other/c.yaml': deployment('c'),
    })
    layOut(made.folder, {
      'apps/shop/a/app.yaml': deployment('app', { privileged: true }),
      'other/c.yaml': deployment('c', { privileged: true }),
    })
    const comparison = await compareWith('HEAD', { cwd: join(made.folder, 'apps/shop') })
    expect(comparison.affected).toEqual(new Map([['a', 'files']]))
    const [change] = unitChanges(comparison)
    expect(change?.findings.new.map(({ ruleId, location }) => `${ruleId} ${location.file}`)).toContain('pod-security/privileged a/app.yaml')
    expect(change?.objects.map(({ fields }) => fields.length)).toEqual([2])
  })

  it('leaves nothing behind, and takes paths that were not there as new', async () => {
    // one of its own: others write into the system's at the same time
    vi.stubEnv('TMPDIR', repository())
    const files = { 'a/app.yaml': deployment('a') }
    const { reasons, base } = await effects(files, { 'b/app.yaml': deployment('b') }, { paths: ['b'] })
    expect(reasons).toEqual(['b new'])
    expect(base).toBeUndefined()
    await expect(effects(files, { '.policy-gate/config.yaml': 'profile: none\n' })).rejects.toThrow('profile')
    await expect(compareWith('gone', { cwd: repository() })).rejects.toThrow('no git repository')
    expect(temporary()).toEqual([])
  })

  it('with a state whose configuration was wrong is said, and everything is judged', async () => {
    const { problem, head, base, reasons } = await effects(
      { ...below('plain/'), '.policy-gate/config.yaml': 'profile: none\n' },
      { '.policy-gate/config.yaml': 'profile: all\n' },
    )
    expect(problem?.message).toContain('profile')
    expect(reasons).toEqual(['all'])
    expect(head.report.units.length).toBe(2)
    expect(base).toBeUndefined()
  })

  it('of a unit that could not be rendered before names that', async () => {
    const { reasons, head, base, ...rest } = await effects(
      { ...below('base/', 'overlays/'), 'base/kustomization.yaml': 'resources: [missing.yaml]\n' },
      { 'base/kustomization.yaml': shop['base/kustomization.yaml']! },
    )
    expect(reasons).toContain('overlays/prod files')
    const change = unitChanges({ ...rest, head, base }).find(({ unit }) => unit.id === 'overlays/prod')
    expect(change?.notEvaluated.before.map(({ reason }) => reason)).toEqual(['render-failed'])
    expect(change?.notEvaluated.after).toEqual([])
  })
})
