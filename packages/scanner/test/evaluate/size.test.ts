import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { found, judge } from '../scan/judge.ts'
import { harmless, privileged, privilegedPod } from '../scan/manifests.ts'
import { layOut, repository } from '../scan/repository.ts'

describe('objects that are too large to be judged', () => {
  it('by aliases of one long text: named, and the others are judged', async () => {
    const text = 'x'.repeat(1024 * 1024)
    const annotations = Array.from({ length: 80 }, (_, i) => `    key${i}: ${i === 0 ? `&text ${text}` : '*text'}\n`).join('')
    const large = privilegedPod('large').replace('spec:\n', `  annotations:\n${annotations}spec:\n`)
    const report = await judge(repository({ 'large.yaml': large, 'pod.yaml': privilegedPod() }))
    expect(report.notEvaluated).toEqual([
      {
        file: 'large.yaml',
        unit: '.',
        line: 1,
        reason: 'too-large',
        message: 'Pod large has more than 4 MiB of JSON; the API server takes 3.',
      },
    ])
    expect(found(report, privileged)).toEqual(['pod.yaml Pod/debug'])
  })
})

describe('links in the folder of policies', () => {
  const policy = 'package main\n\ndeny contains "x" if true\n'

  it('out of it are refused', async () => {
    const folder = repository({ '.policy-gate/policies/a.rego': policy, 'map.yaml': harmless() })
    symlinkSync('/etc/hostname', join(folder, '.policy-gate/policies/secret.yaml'))
    await expect(judge(folder)).rejects.toThrow('.policy-gate/policies/secret.yaml: the symbolic link leads out of the folder')
  })

  it('to another folder outside of the repository, or to nothing, are refused', async () => {
    const folder = repository({ 'map.yaml': harmless(), '.policy-gate/config.yaml': '{}' })
    const elsewhere = repository({ 'a.rego': policy })
    symlinkSync(elsewhere, join(folder, '.policy-gate/policies'))
    await expect(judge(folder)).rejects.toThrow('.policy-gate/policies: the symbolic link leads out of the repository')
    const broken = repository({ 'map.yaml': harmless(), '.policy-gate/config.yaml': '{}' })
    symlinkSync('absent', join(broken, '.policy-gate/policies'))
    await expect(judge(broken)).rejects.toThrow('.policy-gate/policies: the policies cannot be read (ENOENT)')
  })

  it('a data file must not set what the host sets', async () => {
    const folder = repository({ 'map.yaml': harmless() })
    const metadata =
      '{severity: low, profile: baseline, scope: resource, kinds: ["*"], message: a, remediation: a, ko: {title: a, description: a, message: a, remediation: a}}'
    layOut(folder, {
      '.policy-gate/policies/a.rego': `# METADATA\n# title: A\n# description: A\n# custom:\n#   ${metadata}\npackage rules.shop.a\n\nfindings contains {"path": []} if false\n`,
      '.policy-gate/policies/a.yaml': 'settings: {}\n',
    })
    await expect(judge(folder)).rejects.toThrow('a data file sets data.settings, which policy-gate sets itself')
  })
})
