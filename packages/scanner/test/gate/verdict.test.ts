import { describe, expect, it } from 'vitest'
import { judge } from '../scan/judge.ts'
import { harmless, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'

const config = (text: string) => ({ '.policy-gate/config.yaml': text })
const pod = { 'pod.yaml': privilegedPod() }
const broken = { 'broken.yaml': 'apiVersion: v1\nkind: Pod\nspec: {\n' }
const map = { 'map.yaml': harmless() }

describe('the verdict', () => {
  it.each([
    ['nothing found', map, 'pass', []],
    ['findings at the threshold', pod, 'fail', ['findings', 'warnings']],
    ['findings below it only', { ...pod, ...config('failOn: none\n') }, 'warn', ['warnings']],
    ['something not evaluated', { ...map, ...broken }, 'error', ['not-evaluated']],
    ['something not evaluated, as a warning', { ...map, ...broken, ...config('notEvaluated: warn\n') }, 'warn', ['not-evaluated-warning']],
    ['findings and something not evaluated', { ...pod, ...broken }, 'fail', ['findings', 'not-evaluated', 'warnings']],
    [
      'too few files read',
      { ...map, ...broken, ...config('notEvaluated: warn\nminimumCoverage: 60\n') },
      'fail',
      ['coverage', 'not-evaluated-warning'],
    ],
    ['enough files read', { ...map, ...broken, ...config('notEvaluated: warn\nminimumCoverage: 50\n') }, 'warn', ['not-evaluated-warning']],
    ['what is only counted', { 'kustomization.yaml': 'kind: Component\n' }, 'pass', []],
  ])('%s', async (_, files, verdict, codes) => {
    const report = await judge(repository(files))
    expect({ verdict: report.verdict, codes: report.reasons.map(({ code }) => code) }).toEqual({ verdict, codes })
  })
})

it('says how to have files scanned only where they are not', async () => {
  const said = async (settings: string) => (await judge(repository({ 'readme.txt': '', ...config(settings) }))).reasons
  const how = expect.stringContaining('--infrastructure')
  expect(await said('failOn: high\n')).toEqual([{ code: 'nothing', message: how }])
  expect(await said('infrastructure: {scan: all}\n')).toEqual([
    { code: 'nothing', message: expect.not.stringContaining('--infrastructure') },
  ])
})

describe('a verdict policy of the user', () => {
  const gate = (rules: string) => judge(repository({ ...pod, '.policy-gate/policies/gate.rego': `package policy_gate.gate\n\n${rules}\n` }))

  it('takes the place of the built-in one, with reasons of its own', async () => {
    const report = await gate(
      'verdict := {"verdict": "warn", "reasons": [{"code": "freeze", "message": "{count} may not.", "params": {"count": input.findings.critical.open}}]}',
    )
    expect(report).toMatchObject({ verdict: 'warn', reasons: [{ code: 'freeze', message: '1 may not.' }] })
  })

  it('may call on what stands beside it', async () => {
    const folder = repository({
      ...pod,
      '.policy-gate/policies/gate.rego':
        'package policy_gate.gate\n\nverdict := {"verdict": data.team.verdict, "reasons": [{"code": data.word}]}\n',
      '.policy-gate/policies/team.rego': 'package team\n\nverdict := "pass"\n',
      '.policy-gate/policies/word.yaml': 'word: agreed\n',
    })
    expect(await judge(folder)).toMatchObject({ verdict: 'pass', reasons: [{ code: 'agreed', message: 'agreed' }] })
  })

  it.each([
    ['nonsense', 'verdict := {"verdict": "maybe", "reasons": []}', '"maybe"'],
    ['nothing', 'verdict := {"verdict": "pass", "reasons": []} if input.absent', 'undefined'],
    ['a bare word', 'verdict := "pass"', 'no verdict'],
    ['an object without a verdict', 'verdict := {"reasons": []}', 'no verdict'],
    ['two verdicts', 'verdict := {"verdict": word, "reasons": []} if some word in ["pass", "fail"]', 'conflict'],
  ])('that answers %s is an error', async (_, rules, says) => {
    const report = await gate(rules)
    expect(report.verdict).toBe('error')
    expect(report.reasons).toMatchObject([{ code: 'gate-failed' }])
    expect(report.reasons[0]!.message).toContain(says)
  })
})
