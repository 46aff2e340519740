import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import schema from '../../../../schemas/baseline.schema.json' with { type: 'json' }
import { judge } from '../scan/judge.ts'
import { harmless, privileged, privilegedPod } from '../scan/manifests.ts'
import { layOut, repository } from '../scan/repository.ts'
import { adopted, baselineFile, command, privilegedIn, read, write } from './baseline-folder.ts'

describe('a baseline', () => {
  it('holds what was there, so that the gate passes and the number is told', async () => {
    const folder = await adopted()
    const before = await judge(folder, { governance: {} })
    expect(before.verdict).toBe('fail')
    const report = await judge(folder)
    expect(report.verdict).toBe('pass')
    expect(report.summary.baseline).toBe(before.findings.length)
    expect(report.findings.every(({ status }) => status === 'baseline')).toBe(true)
    expect(report.baseline).toEqual({ entries: before.findings.length, gone: 0 })
    expect(report.findings.map(({ fingerprint }) => fingerprint)).toEqual(before.findings.map(({ fingerprint }) => fingerprint))
  })

  it('is valid by its schema, sorted, and one line for each entry', async () => {
    const folder = await adopted({ 'a/a.yaml': privilegedPod('a'), 'b/b.yaml': privilegedPod('b') })
    const text = readFileSync(join(folder, baselineFile), 'utf8')
    const ajv = new Ajv2020({ strict: true })
    expect(ajv.validate(schema, JSON.parse(text))).toBe(true)
    const entries = read(folder)
    expect(text.split('\n')).toHaveLength(entries.length + 6)
    expect(entries.map(({ file }) => file)).toEqual(entries.map(({ file }) => file).sort())
    rmSync(join(folder, baselineFile))
    await command(folder, 'baseline', 'create')
    expect(readFileSync(join(folder, baselineFile), 'utf8')).toBe(text)
  })

  it.each<[string, (folder: string) => void, string[]]>([
    [
      'moved lines',
      (folder) => layOut(folder, { 'shop/debug.yaml': `# a comment\n\n${privilegedPod('debug')}` }),
      ['baseline shop/debug.yaml debug'],
    ],
    [
      'another document before it',
      (folder) => layOut(folder, { 'shop/debug.yaml': `${harmless()}---\n${privilegedPod('debug')}` }),
      ['baseline shop/debug.yaml debug'],
    ],
    [
      'a renamed file',
      (folder) => renameSync(join(folder, 'shop/debug.yaml'), join(folder, 'shop/pod.yaml')),
      ['baseline shop/pod.yaml debug'],
    ],
    [
      'a file renamed into another unit',
      (folder) => {
        mkdirSync(join(folder, 'tools'))
        renameSync(join(folder, 'shop/debug.yaml'), join(folder, 'tools/debug.yaml'))
      },
      ['open tools/debug.yaml debug'],
    ],
    [
      'the same object in another unit',
      (folder) => layOut(folder, { 'a/debug.yaml': privilegedPod('debug') }),
      ['open a/debug.yaml debug', 'baseline shop/debug.yaml debug'],
    ],
    [
      'the same name in another namespace',
      (folder) => layOut(folder, { 'shop/debug.yaml': privilegedPod('debug', { namespace: 'pay' }) }),
      ['open shop/debug.yaml debug'],
    ],
    [
      'the same object in a file before it',
      (folder) => layOut(folder, { 'shop/a.yaml': privilegedPod('debug') }),
      ['open shop/a.yaml debug', 'baseline shop/debug.yaml debug'],
    ],
    [
      'the same object in a file behind it',
      (folder) => layOut(folder, { 'shop/z.yaml': privilegedPod('debug') }),
      ['baseline shop/debug.yaml debug', 'open shop/z.yaml debug'],
    ],
    [
      'the same object twice in its file',
      (folder) => layOut(folder, { 'shop/debug.yaml': `${privilegedPod('debug')}---\n${privilegedPod('debug')}` }),
      ['baseline shop/debug.yaml debug', 'open shop/debug.yaml debug'],
    ],
    [
      'a renamed file and the same object beside it',
      (folder) => {
        renameSync(join(folder, 'shop/debug.yaml'), join(folder, 'shop/pod.yaml'))
        layOut(folder, { 'shop/z.yaml': privilegedPod('debug') })
      },
      ['baseline shop/pod.yaml debug', 'open shop/z.yaml debug'],
    ],
    ['another name', (folder) => layOut(folder, { 'shop/debug.yaml': privilegedPod('debug2') }), ['open shop/debug.yaml debug2']],
    [
      'another container',
      (folder) => layOut(folder, { 'shop/debug.yaml': privilegedPod('debug', { container: 'other' }) }),
      ['open shop/debug.yaml debug'],
    ],
    [
      'another image',
      (folder) => layOut(folder, { 'shop/debug.yaml': privilegedPod('debug', { image: 'registry.example/shell:2.0' }) }),
      ['baseline shop/debug.yaml debug'],
    ],
  ])('after %s', async (_, edit, wanted) => {
    const folder = await adopted()
    edit(folder)
    expect(privilegedIn(await judge(folder))).toEqual(wanted)
  })

  it('does not pass from a file that was mended to another one', async () => {
    const folder = await adopted()
    layOut(folder, { 'shop/debug.yaml': privilegedPod('debug').replace('true', 'false'), 'shop/z.yaml': privilegedPod('debug') })
    expect(privilegedIn(await judge(folder))).toEqual(['open shop/z.yaml debug'])
  })

  it('holds for one overlay and not for the next, and follows the file of the base', async () => {
    const overlay = 'resources: [../../base]\n'
    const folder = repository({
      '.policy-gate/config.yaml': '',
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': privilegedPod('debug'),
      'overlays/dev/kustomization.yaml': overlay,
    })
    await command(folder, 'baseline', 'create')
    expect(read(folder).filter(({ rule }) => rule === privileged)).toMatchObject([{ unit: 'overlays/dev', file: 'base/pod.yaml' }])
    layOut(folder, { 'overlays/prod/kustomization.yaml': overlay, 'base/kustomization.yaml': 'resources: [shell.yaml]\n' })
    renameSync(join(folder, 'base/pod.yaml'), join(folder, 'base/shell.yaml'))
    const { findings } = await judge(folder)
    const states = findings.filter(({ ruleId }) => ruleId === privileged).map(({ unit, status }) => `${unit} ${status}`)
    expect(states.sort()).toEqual(['overlays/dev baseline', 'overlays/prod open'])
  })

  it('does not hold a finding that has become worse', async () => {
    const folder = await adopted()
    write(
      folder,
      read(folder).map((entry) => (entry.rule === privileged ? { ...entry, severity: 'medium' } : entry)),
    )
    expect(privilegedIn(await judge(folder))).toEqual(['open shop/debug.yaml debug'])
    write(
      folder,
      read(folder).map((entry) => ({ ...entry, severity: 'critical' })),
    )
    expect(privilegedIn(await judge(folder))).toEqual(['baseline shop/debug.yaml debug'])
  })

  it('counts findings of one identity', async () => {
    const twice = `${privilegedPod('debug')}---\n${privilegedPod('debug')}`
    const folder = await adopted({ 'shop/debug.yaml': twice })
    expect(read(folder).filter(({ rule }) => rule === privileged)).toMatchObject([{ count: 2 }])
    expect((await judge(folder)).verdict).toBe('pass')
    layOut(folder, { 'shop/debug.yaml': `${twice}---\n${privilegedPod('debug')}` })
    expect(privilegedIn(await judge(folder)).filter((line) => line.startsWith('open'))).toHaveLength(1)
  })

  it('of other texts takes the place of the one in the root', async () => {
    const folder = await adopted()
    const text = readFileSync(join(folder, baselineFile), 'utf8')
    layOut(folder, { [baselineFile]: '{' })
    expect((await judge(folder, { governance: { baseline: text } })).verdict).toBe('pass')
    expect(await judge(folder, { governance: {} })).not.toHaveProperty('baseline')
  })

  it('says nothing of what is gone where only a part was judged', async () => {
    const folder = await adopted({ 'a/a.yaml': privilegedPod('a') })
    rmSync(join(folder, 'a/a.yaml'))
    expect((await judge(folder)).baseline!.gone).toBeGreaterThan(0)
    expect((await judge(folder, { paths: ['shop'] })).baseline).not.toHaveProperty('gone')
  })

  it('does not hide what an expired waiver was about, and a waiver comes before it', async () => {
    const folder = await adopted()
    const waivers = (expiresAt: string) => ({
      '.policy-gate/waivers.yaml': `waivers: [{id: a, rules: [${privileged}], scope: {units: [shop]}, reason: x, owner: a, approvedBy: b, expiresAt: "${expiresAt}"}]`,
    })
    const now = new Date('2026-11-21T00:00:00Z')
    layOut(folder, waivers('2026-11-21'))
    expect(privilegedIn(await judge(folder, { now }))).toEqual(['waived shop/debug.yaml debug'])
    layOut(folder, waivers('2026-11-20'))
    const report = await judge(folder, { now })
    expect(privilegedIn(report)).toEqual(['open shop/debug.yaml debug'])
    expect(report).toMatchObject({ verdict: 'fail', baseline: { gone: 0 } })
  })
})
