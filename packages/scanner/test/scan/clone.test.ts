import { appendFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFiles } from '../../src/files.ts'
import { scan } from '../../src/scan.ts'
import { history } from '../git/history.ts'
import { found, judge, missed } from './judge.ts'
import { harmless, privileged, privilegedPod } from './manifests.ts'
import { repository } from './repository.ts'

const chart = { 'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' }

describe("git's own folder, whose configuration may hold a token", () => {
  const read = '{{ printf "%s%s%s" (.Files.Get "leak.txt") (.Files.Get "git/config") .Values.leak | quote }}'
  const pod = privilegedPod().replace('registry.example/shell:1.0', read)

  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'a link in a chart',
      { ...chart, 'chart/templates/pod.yaml': pod, 'chart/values.yaml': 'leak: ""\n' },
      { 'chart/leak.txt': '../.git/config' },
    ],
    ['a link to the folder', { ...chart, 'chart/templates/pod.yaml': pod, 'chart/values.yaml': 'leak: ""\n' }, { 'chart/git': '../.git' }],
    ['a link as a manifest', {}, { 'app.yaml': '.git/config' }],
    [
      'data of a kustomization',
      { 'kust/kustomization.yaml': 'configMapGenerator:\n- name: x\n  files: [leak.txt]\n' },
      { 'kust/leak.txt': '../.git/config' },
    ],
    ['a path of a kustomization', { 'kustomization.yaml': 'configMapGenerator:\n- name: x\n  files: [.git/config]\n' }, {}],
  ])('%s does not read it', async (_, files, links) => {
    const { folder } = history(repository(), { 'settings.yaml': harmless(), ...files })
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path))
    appendFileSync(join(folder, '.git/config'), '# c2VjcmV0\n')
    const { report, manifests } = await scan({ cwd: folder, root: folder })
    expect(manifests.length + report.notEvaluated.length).toBeGreaterThan(1)
    expect(JSON.stringify([report, manifests])).not.toContain('c2VjcmV0')
  })

  it('has no file that can be read, in any case of its name', () => {
    const { folder } = history(repository(), { 'settings.yaml': harmless() })
    symlinkSync('.git', join(folder, 'git'))
    const files = openFiles(folder)
    for (const path of ['.git/config', 'git/config']) {
      expect(files.bytes(path)).toMatchObject({ reason: 'outside-root' })
      expect(files.exists(path)).toBe(false)
    }
    expect(files.exists('settings.yaml')).toBe(true)
  })
})

describe('a file in the place of a report', () => {
  const pod = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'intruder', namespace: 'shop' },
    spec: { containers: [{ name: 'shell', image: 'registry.example/shell:1.0', securityContext: { privileged: true } }] },
  })

  it('is judged where git tracks it, and left out where an earlier run has made it', async () => {
    const { folder } = history(repository(), { 'settings.yaml': harmless(), 'gate.json': pod })
    writeFileSync(join(folder, 'other.json'), pod.replace('intruder', 'other'))
    const report = await judge(folder, { outputs: ['gate.json', 'other.json'] })
    expect(found(report, privileged)).toEqual(['gate.json Pod/intruder'])
  })
})

describe('pointers of Git LFS', () => {
  const pointer = (client: string) => `version ${client}\noid sha256:${'4d'.repeat(32)}\nsize 12345\n`
  const address = 'https://git-lfs.github.com/spec/v1'

  it.each<[string, Record<string, string>, string]>([
    ['a manifest', { 'app/pod.yaml': pointer(address) }, 'unreadable app/pod.yaml'],
    ['a manifest, by an old client', { 'app/pod.json': pointer('http://git-media.io/v/2') }, 'unreadable app/pod.json'],
    ['a template', { ...chart, 'chart/templates/pod.yaml': pointer(address) }, 'render-failed chart/Chart.yaml'],
  ])('%s is an error: what is deployed is not here', async (_, files, gap) => {
    const report = await judge(repository({ 'settings.yaml': harmless(), ...files }))
    expect(report.verdict).toBe('error')
    expect(missed(report)).toEqual([gap])
  })

  it('a picture of a chart is no manifest', async () => {
    const files = { ...chart, 'chart/icon.png': pointer(address), 'chart/templates/settings.yaml': harmless() }
    expect(missed(await judge(repository(files)))).toEqual([])
  })
})
