import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { layOut } from '../scan/repository.ts'
import type { Random } from './random.ts'
import { application, appSet, denyAll, deployment, namespace } from './shop.ts'

/** Files of a repository, relative to it, sorted. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.git/'))
    .sort()
}

/** Makes one random change of a kind that people make; gives its description. */
export function edit(folder: string, { below, pick }: Random): string {
  const write = (path: string, text: string): string => {
    layOut(folder, { [path]: text })
    return `write ${path}`
  }
  const change = (path: string, replace: (text: string) => string): string =>
    existsSync(join(folder, path)) ? write(path, replace(readFileSync(join(folder, path), 'utf8'))) : 'nothing'
  const yaml = files(folder).filter((path) => path.endsWith('.yaml') && !path.startsWith('.policy-gate') && !path.includes('templates/'))
  const team = pick(['red', 'blue', 'green'])
  // the isolation of one unit's namespace, by a policy that another unit of its environment holds
  const toggle = (): string =>
    change('plain/platform/policy.yaml', (text) => denyAll(text.includes('namespace: shop') ? 'elsewhere' : 'shop'))
  const kinds: (() => string)[] = [
    () => change(pick(yaml), (text) => `# ${below(1000)}\n${text}`),
    () =>
      change(pick(yaml), (text) =>
        text.replace(
          /privileged: (true|false), allowPrivilegeEscalation: \1/,
          `privileged: ${pick(['true', 'false'])}, allowPrivilegeEscalation: ${pick(['true', 'false'])}`,
        ),
      ),
    () => change(pick(yaml), (text) => text.replace(/(shop\/\w+):[\w.]+/, `$1:${pick(['latest', '1.1', '2.0'])}`)),
    () =>
      write(
        `plain/${pick(['alone', 'platform', 'more'])}/extra-${below(3)}.yaml`,
        deployment(`extra-${below(3)}`, { namespace: pick(['shop', 'alone']), privileged: below(2) === 0 }),
      ),
    () => write(`plain/${pick(['alone', 'platform'])}/policy.yaml`, below(3) === 0 ? namespace('shop') : denyAll(pick(['shop', 'alone']))),
    () => write(`teams/${team}/deployment.yaml`, deployment(team, { privileged: below(2) === 0 })),
    () => change(`charts/web/values${pick(['', '-prod', '-dev'])}.yaml`, (text) => `${text}extra${below(100)}: ${below(9)}\n`),
    () => write(`charts/web/values-${pick(['prod', 'staging', 'dev'])}.yaml`, `image: shop/web:${pick(['latest', '3.0'])}\n`),
    () =>
      write(
        'charts/parts/templates/_parts.tpl',
        `{{ define "parts.security" }}securityContext: {privileged: ${pick(['true', 'false'])}}{{ end }}\n`,
      ),
    () => write('base/app.properties', `a=${below(5)}\n`),
    () =>
      write(
        'overlays/prod/patch.yaml',
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: order, namespace: shop}\nspec: {replicas: ${below(5)}}\n`,
      ),
    () => write('overlays/prod/kustomization.yaml', `resources: [../../base${pick(['', ', namespace.yaml'])}]\n`),
    () =>
      write(
        'argocd/web.yaml',
        application(
          'web',
          `path: charts/web\nhelm: {valuesObject: {replicas: ${below(4)}}, valueFiles: [${pick(['', 'values-prod.yaml'])}]}`,
        ),
      ),
    () =>
      write(
        `argocd/${pick(['alone', 'dev'])}.yaml`,
        application(pick(['alone', 'order-dev']), `path: ${pick(['plain/alone', 'overlays/dev', 'plain/platform'])}`),
      ),
    () => write('argocd/teams.yaml', appSet(pick(['teams', 'plain']))),
    () => {
      const path = pick(yaml)
      rmSync(join(folder, path))
      return `remove ${path}`
    },
    () => {
      const path = pick(yaml)
      const target = path.replace(/(\w+)\.yaml$/, `$1-${below(9)}.yaml`)
      renameSync(join(folder, path), join(folder, target))
      return `rename ${path} to ${target}`
    },
    () => {
      const path = `plain/alone/link-${below(3)}.yaml`
      rmSync(join(folder, path), { force: true })
      symlinkSync(pick(['../../teams/blue/service.yaml', '../platform/policy.yaml']), join(folder, path))
      return `link ${path}`
    },
    toggle,
    toggle,
    // rarely: it affects everything
    () =>
      below(4) === 0
        ? change('.policy-gate/config.yaml', (text) => text.replace(/profile: \w+/, `profile: ${pick(['baseline', 'strict'])}`))
        : 'nothing',
    () => (below(4) === 0 ? write('overlays/prod/broken.yaml', 'a: [') : write('teams/red/notes.txt', String(below(9)))),
  ]
  return pick(kinds)()
}
