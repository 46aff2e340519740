import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/model.ts'
import { repository } from '../scan/repository.ts'
import { rule, rules, run } from './scanning.ts'

describe('rendered objects', () => {
  const text =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: kube-system}\nspec:\n  template:\n    spec:\n      containers:\n        - name: c\n          image: a\n'
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'kube-system' },
    spec: { template: { spec: { containers: [{ name: 'c', image: 'a' }] } } },
  }
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kube-system', name: 'a' }
  const manifest: Manifest = { object, ref, unit: 'deploy', origin: { kind: 'file', file: 'deploy/a.yaml', document: 0, itemPath: [] } }
  const config = { infrastructure: { types: ['kubernetes' as const] } }
  /** At the lines of the container in what the scanner is given. */
  const answer = (files: Record<string, string>) => {
    const lines = files['0/object.yaml']!.split('\n')
    const startLine = lines.findIndex((line) => line.includes('"containers"')) + 2
    return {
      misconfigurations: ['KSV-0014', 'KSV-0017'].map((id) => ({
        id,
        type: 'kubernetes',
        target: '0/object.yaml',
        startLine,
        endLine: startLine + 2,
      })),
    }
  }

  it('have findings at the lines of their files; what our own rules say is left out', async () => {
    const own = rule('pod-security/privileged', { scope: 'resource', kinds: ['pods'], equivalents: { trivy: ['KSV-0017'] } })
    const { findings, report } = await run(repository({ 'deploy/a.yaml': text }), answer, {
      config,
      manifests: [manifest],
      rules: new Map([...rules, own]),
    })
    expect(report.merged).toBe(1)
    expect(findings).toMatchObject([
      {
        check: 'KSV-0014',
        ref,
        unit: 'deploy',
        path: ['spec', 'template', 'spec', 'containers', 0],
        location: { file: 'deploy/a.yaml', startLine: 8 },
      },
    ])
  })

  it('of which our rule is off, or judges another kind, are not left out', async () => {
    const other = rule('identity/x', { scope: 'resource', kinds: ['Role'], equivalents: { trivy: ['KSV-0017'] } })
    const { findings } = await run(repository({ 'deploy/a.yaml': text }), answer, {
      config,
      manifests: [manifest],
      rules: new Map([...rules, other]),
    })
    expect(findings.map(({ check }) => check)).toEqual(['KSV-0014', 'KSV-0017'])
  })

  it('of an operator with a whole pod are given as a Pod too', async () => {
    const rollout = { ...object, apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' }
    const { trivy, findings } = await run(
      repository({ 'deploy/a.yaml': text }),
      (files) => ({
        misconfigurations: [
          {
            id: 'KSV-0014',
            type: 'kubernetes',
            target: '1/object.yaml',
            startLine: files['1/object.yaml']!.split('\n').findIndex((line) => line.includes('"image"')) + 1,
          },
        ],
      }),
      { config, manifests: [{ ...manifest, object: rollout, ref: { ...ref, apiVersion: rollout.apiVersion, kind: 'Rollout' } }] },
    )
    expect(Object.values(trivy.calls[0]!.files).map((yaml) => /"kind": "(\w+)"/.exec(yaml)![1])).toEqual(['Rollout', 'Pod'])
    expect(findings).toMatchObject([
      { ref: { kind: 'Rollout' }, path: ['spec', 'template', 'spec', 'containers', 0, 'image'], location: { startLine: 9 } },
    ])
  })
})
