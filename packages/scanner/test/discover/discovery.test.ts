import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { found, judge, missed } from '../scan/judge.ts'
import { harmless, privileged, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'

/** Files in which the privileged pod is found. */
async function seen(files: Record<string, string>, options = {}): Promise<string[]> {
  const report = await judge(repository(files), options)
  return report.findings.filter(({ ruleId }) => ruleId === privileged).map(({ location }) => location.file)
}
const pod = privilegedPod()

describe('which files are looked at', () => {
  it('what .gitignore names is not, with negation and in nested folders', async () => {
    const files = {
      '.gitignore': 'out/\n*.local.yaml\n!keep.local.yaml\n/only-here.yaml\n',
      'out/pod.yaml': pod,
      'a.local.yaml': pod,
      'keep.local.yaml': pod,
      'only-here.yaml': pod,
      'deep/only-here.yaml': pod,
      'deep/.gitignore': 'x.yaml\n!out/\n',
      'deep/x.yaml': pod,
      'deep/more/x.yaml': pod,
      'deep/out/pod.yaml': pod,
    }
    expect(await seen(files)).toEqual(['deep/only-here.yaml', 'deep/out/pod.yaml', 'keep.local.yaml'])
  })

  it('a folder that is named on purpose is, though .gitignore names it', async () => {
    const files = { '.gitignore': 'out/\n', 'out/k8s/pod.yaml': pod }
    expect(await seen(files, { paths: ['out'] })).toEqual(['out/k8s/pod.yaml'])
    expect(await seen(files, { paths: ['out/k8s'] })).toEqual(['out/k8s/pod.yaml'])
    expect(await seen(files, { paths: ['out/k8s/pod.yaml'] })).toEqual(['out/k8s/pod.yaml'])
  })

  it('tracked files are, also in a checkout of another user and with git’s variables of a hook', async () => {
    const folder = repository({ '.gitignore': 'k8s/\n', 'k8s/pod.yaml': pod })
    execFileSync('git', ['init', '-q'], { cwd: folder })
    execFileSync('git', ['add', '-f', 'k8s/pod.yaml'], { cwd: folder })
    process.env.GIT_INDEX_FILE = '/nowhere/index'
    try {
      expect(found(await judge(folder), privileged)).toEqual(['k8s/pod.yaml Pod/debug'])
    } finally {
      delete process.env.GIT_INDEX_FILE
    }
  })

  it('a work tree whose index git cannot read is an error as soon as something is ignored', async () => {
    const folder = repository({ '.gitignore': 'k8s/\n', 'k8s/pod.yaml': pod })
    execFileSync('git', ['init', '-q'], { cwd: folder })
    writeFileSync(join(folder, '.git/index'), 'damaged')
    const report = await judge(folder)
    expect(missed(report)).toEqual(['unreadable .gitignore'])
    expect(report.verdict).toBe('error')
  })

  it('the configuration of a work tree cannot make git run a program', async () => {
    const folder = repository({ '.gitignore': 'k8s/\n', 'k8s/pod.yaml': pod, 'hook.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' })
    chmodSync(join(folder, 'hook.sh'), 0o755)
    execFileSync('git', ['init', '-q'], { cwd: folder })
    execFileSync('git', ['config', 'core.fsmonitor', join(folder, 'hook.sh')], { cwd: folder })
    await judge(folder)
    expect(() => rmSync(join(folder, 'ran'))).toThrow('ENOENT')
  })

  it('hidden folders are not, but .github is', async () => {
    expect(await seen({ '.hidden/pod.yaml': pod, '.github/pod.yaml': pod, '.pod.yaml': pod })).toEqual(['.github/pod.yaml', '.pod.yaml'])
  })

  it('packages of others are not; a vendor folder without a package manager is', async () => {
    const files = { 'node_modules/a/pod.yaml': pod, 'go/go.mod': '', 'go/vendor/pod.yaml': pod, 'k8s/vendor/pod.yaml': pod }
    expect(await seen(files)).toEqual(['k8s/vendor/pod.yaml'])
  })

  it('what the configuration excludes is not', async () => {
    const files = {
      '.policy-gate/config.yaml': 'discover: {exclude: ["test/**", "**/*.bad.yaml", link.yaml]}\n',
      'test/deep/pod.yaml': pod,
      'a.bad.yaml': pod,
      'pod.yaml': pod,
    }
    const folder = repository(files)
    symlinkSync('/etc/hostname', join(folder, 'link.yaml'))
    const report = await judge(folder)
    expect(found(report, privileged)).toEqual(['pod.yaml Pod/debug'])
    expect(report.notEvaluated).toEqual([])
  })

  it('a link out of the root that is ignored, or that no manifest can stand behind, is no error', async () => {
    const folder = repository({ '.gitignore': 'bazel-*\n', 'map.yaml': harmless() })
    symlinkSync('/usr', join(folder, 'bazel-out'))
    symlinkSync('/etc/hostname', join(folder, 'README.md'))
    expect((await judge(folder)).verdict).toBe('pass')
  })

  it('a link to a parent of the scanned folder is not followed', async () => {
    const folder = repository({ 'k8s/map.yaml': harmless(), 'other/pod.yaml': pod })
    symlinkSync('..', join(folder, 'k8s/up'))
    expect((await judge(folder, { paths: ['k8s'] })).summary.objects).toBe(1)
  })

  it('a file given twice, or below a folder that is given too, counts once', async () => {
    const report = await judge(repository({ 'k8s/pod.yaml': pod }), { paths: ['k8s', 'k8s/pod.yaml', './k8s/'] })
    expect(report.summary).toMatchObject({ files: 1, objects: 1 })
  })
})

describe('kustomizations', () => {
  it('a base is judged through its overlays, not alone', async () => {
    const files = {
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': pod,
      'prod/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: patch.yaml\n',
      'prod/patch.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: debug, namespace: shop}\nspec: {containers: [{name: shell, securityContext: {privileged: false}}]}\n',
      'dev/kustomization.yaml': 'resources: [../base]\n',
    }
    const report = await judge(repository(files))
    expect(report.units.map(({ id, environment }) => ({ id, environment }))).toEqual([
      { id: 'dev', environment: 'development' },
      { id: 'prod', environment: 'production' },
    ])
    expect(
      report.findings.filter(({ ruleId }) => ruleId === privileged).map(({ unit, location }) => ({ unit, file: location.file })),
    ).toEqual([{ unit: 'dev', file: 'base/pod.yaml' }])
  })

  it('a component is judged where it is used; one that nobody uses is named', async () => {
    const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [pod.yaml]\n'
    const used = { 'debug/kustomization.yaml': component, 'debug/pod.yaml': pod, 'prod/kustomization.yaml': 'components: [../debug]\n' }
    expect(await seen(used)).toEqual(['debug/pod.yaml'])
    const alone = await judge(repository({ 'debug/kustomization.yaml': component, 'debug/pod.yaml': pod }))
    expect(missed(alone)).toEqual(['unresolved-reference debug/kustomization.yaml'])
    expect(alone.verdict).toBe('pass')
  })

  it('a manifest beside a kustomization that does not name it is judged by itself', async () => {
    expect(await seen({ 'kustomization.yaml': 'resources: [map.yaml]\n', 'map.yaml': harmless(), 'pod.yaml': pod })).toEqual(['pod.yaml'])
  })

  it('a chart that a kustomization renders is judged through it', async () => {
    const report = await judge(
      repository({
        'kustomization.yaml': 'helmCharts:\n  - name: shop\n    releaseName: shop\n    valuesFile: values.yaml\n',
        'values.yaml': 'privileged: true\n',
        'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
        'charts/shop/values.yaml': 'privileged: false\n',
        'charts/shop/templates/pod.yaml': pod.replace('privileged: true', 'privileged: {{ .Values.privileged }}'),
      }),
    )
    expect(report.units).toMatchObject([{ id: '.', kind: 'kustomization' }])
    expect(found(report, privileged)).toEqual(['charts/shop/templates/pod.yaml Pod/debug'])
  })

  it('Flux’ kind of the same name is an object that Flux reads, not kustomize', async () => {
    const flux =
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: shop, namespace: flux-system}\nspec: {path: ./k8s}\n'
    const report = await judge(repository({ 'flux/kustomization.yaml': flux }))
    expect(report.summary.objects).toBe(1)
    expect(report.notEvaluated).toMatchObject([{ file: 'flux/kustomization.yaml', unit: 'kustomization/flux-system/shop@flux' }])
  })
})

describe('charts', () => {
  const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`
  const template = pod.replace('privileged: true', 'privileged: {{ .Values.privileged }}')

  it('one unit for each environment that a values file names, each on top of values.yaml', async () => {
    const report = await judge(
      repository({
        'shop/Chart.yaml': chart('shop'),
        'shop/templates/pod.yaml': template,
        'shop/values.yaml': 'privileged: false\n',
        'shop/values-prod.yaml': '{}\n',
        'shop/values-dev.yaml': 'privileged: true\n',
        'shop/values.schema.json': '{"type": "object"}',
      }),
    )
    expect(report.units.map(({ id, environment }) => `${id} ${environment}`)).toEqual([
      'shop#values-dev.yaml development',
      'shop#values-prod.yaml production',
    ])
    expect(report.findings.filter(({ ruleId }) => ruleId === privileged).map(({ unit }) => unit)).toEqual(['shop#values-dev.yaml'])
  })

  it('subcharts and library charts are judged through the chart that holds them', async () => {
    const report = await judge(
      repository({
        'shop/Chart.yaml': chart('shop', 'dependencies:\n  - {name: common, version: 1.0.0, repository: "file://../common"}\n'),
        'shop/templates/pod.yaml': '{{ include "common.pod" . }}\n',
        'shop/charts/sub/Chart.yaml': chart('sub'),
        'shop/charts/sub/templates/pod.yaml': privilegedPod('sub'),
        'common/Chart.yaml': chart('common', 'type: library\n'),
        'common/templates/_pod.tpl': `{{ define "common.pod" }}\n${privilegedPod('common')}{{ end }}\n`,
      }),
    )
    expect(report.units.map(({ id }) => id)).toEqual(['shop'])
    expect(found(report, privileged)).toEqual(['common/templates/_pod.tpl Pod/common', 'shop/charts/sub/templates/pod.yaml Pod/sub'])
    expect(report.notEvaluated).toEqual([])
  })

  it('charts that depend on each other are judged nevertheless', async () => {
    const dependency = (name: string) => `dependencies:\n  - {name: ${name}, version: 1.0.0, repository: "file://../${name}"}\n`
    const report = await judge(
      repository({
        'a/Chart.yaml': chart('a', dependency('b')),
        'a/templates/pod.yaml': pod,
        'b/Chart.yaml': chart('b', dependency('a')),
        'b/templates/map.yaml': harmless(),
      }),
    )
    expect(report.units.length + report.notEvaluated.length).toBeGreaterThan(0)
    expect(report.verdict).not.toBe('pass')
  })

  it('a manifest in a chart’s folder that is no part of the chart is judged by itself', async () => {
    expect(await seen({ 'shop/Chart.yaml': chart('shop'), 'shop/templates/map.yaml': harmless(), 'shop/extra/pod.yaml': pod })).toEqual([
      'shop/extra/pod.yaml',
    ])
  })
})

describe('a path that is part of something', () => {
  const files = {
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'shop/values.yaml': 'name: rendered\n',
    'shop/templates/pod.yaml': pod.replace('name: debug', 'name: {{ .Values.name }}'),
    'shop/README.md': '# Shop\n',
    'map.yaml': harmless(),
  }

  it.each(['shop/templates/pod.yaml', 'shop/templates', 'shop/values.yaml', 'shop/Chart.yaml', 'shop'])(
    '%s is judged as its chart renders it',
    async (path) => {
      const report = await judge(repository(files), { paths: [path] })
      expect(report.units.map(({ id }) => id)).toEqual(['shop'])
      expect(found(report, privileged)).toEqual(['shop/templates/pod.yaml Pod/rendered'])
      expect(report.notEvaluated).toEqual([])
    },
  )

  it('an overlay whose base lies beside it is built', async () => {
    const overlay = {
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': pod,
      'prod/kustomization.yaml': 'resources: [../base]\n',
    }
    expect(await seen(overlay, { paths: ['prod'] })).toEqual(['base/pod.yaml'])
    expect(await seen(overlay, { paths: ['prod/kustomization.yaml'] })).toEqual(['base/pod.yaml'])
  })

  it('a file that can hold no manifest is named', async () => {
    const report = await judge(repository(files), { paths: ['shop/README.md', 'map.yaml'] })
    expect(missed(report)).toEqual(['excluded shop/README.md'])
    expect(report).toMatchObject({ verdict: 'pass', summary: { objects: 1 } })
  })
})

describe('units of plain files', () => {
  const files = { 'a/pod.yaml': privilegedPod('one'), 'a/more.yaml': privilegedPod('two'), 'b/c/pod.yaml': privilegedPod('three') }

  it.each([
    ['auto', ['directory a', 'directory b/c']],
    ['dir', ['directory a', 'directory b/c']],
    ['file', ['file a/more.yaml', 'file a/pod.yaml', 'file b/c/pod.yaml']],
  ] as const)('--unit %s', async (unit, expected) => {
    const report = await judge(repository(files), { unit })
    expect(report.units.map(({ kind, id }) => `${kind} ${id}`)).toEqual(expected)
    expect(found(report, privileged).length).toBe(3)
  })

  it('--unit file reads kustomizations as files and judges bases alone', async () => {
    const files = {
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': pod,
      'prod/kustomization.yaml': 'resources: [../base]\n',
    }
    expect(await seen(files, { unit: 'file' })).toEqual(['base/pod.yaml'])
  })
})
