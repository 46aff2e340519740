import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openEngine } from '../../../src/engines/client.ts'
import { compilePolicies } from '../../../src/evaluate/compile.ts'
import type { Json, Report } from '../../../src/model.ts'
import { judge } from '../../scan/judge.ts'
import { harmless, privileged, privilegedPod } from '../../scan/manifests.ts'
import { layOut, repository } from '../../scan/repository.ts'

const policies = '.policy-gate/policies'

/** What the user's rules said of each object, sorted: `<rule> <name>: <message>`. */
function said(report: Report, prefix: string): string[] {
  return report.findings
    .filter(({ ruleId }) => ruleId.startsWith(prefix))
    .map(({ ruleId, ref, message }) => `${ruleId} ${ref.name}: ${message}`)
    .sort()
}

const teamLabel = `# METADATA
# title: Objects name their team
# description: Somebody must be there to ask.
# custom:
#   severity: critical
#   profile: baseline
#   scope: resource
#   kinds: ["*"]
#   message: "The label {label} is missing."
#   remediation: Add the label.
#   params:
#     label:
#       default: team
#       description: The label that names the team.
#       schema: {type: string, minLength: 1}
#   ko:
#     title: 담당 팀
#     description: 담당 팀을 알 수 있어야 합니다.
#     message: "레이블 {label}이 없습니다."
#     remediation: 레이블을 추가하십시오.
package rules.shop.team_label

label := data.params.shop.team_label.label

findings contains {"path": ["metadata"], "params": {"label": label}} if {
	not input.object.metadata.labels[label]
	not input.object.metadata.name in data.without
}
`

describe('rules of our form', () => {
  const files = {
    [`${policies}/team_label.rego`]: teamLabel,
    [`${policies}/without.yaml`]: 'without: [old]\n',
    'k8s.yaml': `${harmless('settings')}---\n${harmless('old')}`,
  }

  it('judge with their metadata, parameters and data files', async () => {
    const report = await judge(repository(files))
    expect(report.findings).toMatchObject([
      {
        ruleId: 'shop/team-label',
        severity: 'critical',
        message: 'The label team is missing.',
        ref: { name: 'settings' },
        location: { file: 'k8s.yaml', startLine: 3, startColumn: 1, precision: 'field' },
      },
    ])
    expect(report.verdict).toBe('fail')
  })

  it('take parameters, severity and language from the configuration', async () => {
    const config = 'language: ko\nrules: {shop/team-label: {severity: low, params: {label: owner}}}\n'
    const report = await judge(repository({ ...files, '.policy-gate/config.yaml': config }))
    expect(report.findings).toMatchObject([{ severity: 'low', message: '레이블 owner이 없습니다.' }])
    expect(report.verdict).toBe('pass')
  })

  it('are turned off by the configuration', async () => {
    const report = await judge(repository({ ...files, '.policy-gate/config.yaml': 'rules: {shop/team-label: {enabled: false}}\n' }))
    expect(report.findings).toEqual([])
  })

  it('that give a severity which is none are an error, and the other rules still judge', async () => {
    const wrong = teamLabel.replace('{"path"', '{"severity": "HIGH", "path"')
    const report = await judge(repository({ ...files, [`${policies}/team_label.rego`]: wrong, 'pod.yaml': privilegedPod() }))
    expect(report.notEvaluated.map(({ reason, ruleId, file }) => ({ reason, ruleId, file }))).toEqual([
      { reason: 'rule-failed', ruleId: 'shop/team-label', file: 'k8s.yaml' },
      { reason: 'rule-failed', ruleId: 'shop/team-label', file: 'pod.yaml' },
    ])
    expect(report.notEvaluated[0]!.message).toContain('"HIGH"')
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain(privileged)
  })
})

describe('rules of conftest’s form', () => {
  const rego = `package main

import data.forbidden

deny contains sprintf("%s is forbidden", [input.metadata.name]) if input.metadata.name in forbidden.names

deny_object contains {"msg": "as an object", "details": {"name": input.metadata.name}} if input.metadata.name == "settings"

warn contains "only a warning" if input.metadata.name == "settings"

violation contains {"msg": "violated"} if input.kind == "Pod"

default deny_flag := false

deny_flag if input.metadata.name == "flagged"

helper contains "never shown" if true
`
  const files = {
    [`${policies}/main.rego`]: rego,
    [`${policies}/main_test.rego`]: 'package main_test\n\nthis is no rego\n',
    [`${policies}/forbidden/names.yaml`]: 'names: [settings]\n',
    [`${policies}/settings.json`]: '{"settings": {"own": true}, "selection": 1}',
    'k8s.yaml': `${harmless('settings')}---\n${harmless('flagged')}---\n${privilegedPod()}`,
  }

  it('judge with strings, objects and flags, and with the data beside them', async () => {
    const report = await judge(repository(files))
    expect(said(report, 'main/')).toEqual([
      'main/deny settings: settings is forbidden',
      'main/deny_flag flagged: The policy refuses this object.',
      'main/deny_object settings: as an object',
      'main/violation debug: violated',
      'main/warn settings: only a warning',
    ])
    const severity = Object.fromEntries(report.findings.map((finding) => [finding.ruleId, finding.severity]))
    expect(severity).toMatchObject({ 'main/deny': 'high', 'main/warn': 'medium', 'main/violation': 'high' })
    expect(report.findings.find(({ ruleId }) => ruleId === 'main/deny_object')?.params).toEqual({
      msg: 'as an object',
      details: { name: 'settings' },
    })
    expect(report.notEvaluated).toEqual([])
  })

  it('of packages with unusual names are asked, and functions are not', async () => {
    const text = 'package shop["front-end"]\n\ndeny_reason(kind) := sprintf("%s!", [kind])\n\ndeny contains deny_reason(input.kind)\n'
    const report = await judge(repository({ [`${policies}/a.rego`]: text, 'map.yaml': harmless() }))
    expect(said(report, 'shop/')).toEqual(['shop/front-end/deny settings: ConfigMap!'])
  })

  it('are turned off one by one by the configuration', async () => {
    const config = 'rules: {main/deny: {enabled: false}, main/violation: {exempt: ["shop/debug"]}, main/warn: {severity: critical}}\n'
    const report = await judge(repository({ ...files, '.policy-gate/config.yaml': config }))
    expect(said(report, 'main/').map((line) => line.split(' ')[0])).toEqual(['main/deny_flag', 'main/deny_object', 'main/warn'])
    expect(report.findings.find(({ ruleId }) => ruleId === 'main/warn')?.severity).toBe('critical')
  })

  it('that conflict are named with the object, and everything else is judged', async () => {
    const conflict = `package main

deny contains "seen" if input.metadata.name

warn contains message if {
	message := text
}

text := "a" if input.metadata.name == "settings"

text := "b" if input.metadata.name == "settings"
`
    const report = await judge(repository({ ...files, [`${policies}/main.rego`]: conflict }))
    expect(report.notEvaluated).toMatchObject([{ reason: 'rule-failed', ruleId: 'main/warn', file: 'k8s.yaml', unit: '.' }])
    expect(report.notEvaluated[0]!.message).toContain('ConfigMap shop/settings could not be judged by main/warn')
    expect(said(report, 'main/deny')).toEqual(['main/deny debug: seen', 'main/deny flagged: seen', 'main/deny settings: seen'])
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain(privileged)
  })

  it('that take too long are ended and named, and the built-in rules still judge', async () => {
    const slow =
      'package main\n\ndeny contains "never" if count([1 | some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i == j + 1]) == 0\n'
    const folder = repository({
      [`${policies}/slow.rego`]: slow,
      '.policy-gate/config.yaml': 'evaluationTimeout: 3\n',
      'pod.yaml': privilegedPod(),
    })
    const report = await judge(folder)
    expect(report.verdict).toBe('fail')
    expect(report.notEvaluated).toMatchObject([{ reason: 'timeout', file: 'pod.yaml' }])
    expect(report.notEvaluated[0]!.message).toContain('took longer than 3 s')
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain(privileged)
    expect(report.reasons.map(({ code }) => code)).not.toContain('gate-failed')
  })
})

describe('compiled policies', () => {
  const rego =
    'package main\n\ndeny contains sprintf("%s: %s", [input.kind, data.word]) if input.kind == "ConfigMap"\n\nwarn contains "w"\n'

  async function compiled(entrypoints: string[], modules: Record<string, string> = { 'main.rego': rego }, capabilities?: Json) {
    const engine = openEngine('rego')
    try {
      return (await compilePolicies(engine, { modules, entrypoints, strict: false, ...(capabilities ? { capabilities } : {}) } as never))
        .wasm
    } finally {
      await engine.close()
    }
  }

  it('as policy.wasm, named on the command line and in a bundle with data', async () => {
    const wasm = await compiled(['main/deny', 'main/warn'])
    const folder = repository({ 'map.yaml': harmless(), 'build/policy.wasm': wasm, 'build/data.json': '{"word": "refused"}' })
    execFileSync('tar', ['-czf', 'bundle.tar.gz', '-C', 'build', './policy.wasm', './data.json'], { cwd: folder })
    for (const path of ['bundle.tar.gz', 'build']) {
      const report = await judge(folder, { policies: [path], paths: ['map.yaml'] })
      expect(said(report, 'main/')).toEqual(['main/deny settings: ConfigMap: refused', 'main/warn settings: w'])
    }
    layOut(folder, { '.policy-gate/config.yaml': 'rules: {main/warn: {enabled: false}}\n' })
    const report = await judge(folder, { policies: ['bundle.tar.gz'], paths: ['map.yaml'] })
    expect(said(report, 'main/')).toEqual(['main/deny settings: ConfigMap: refused'])
  })

  it('a bundle of modules, as `opa build` makes it', async () => {
    const folder = repository({
      'map.yaml': harmless(),
      'build/main.rego': rego,
      'build/data.json': '{"word": "refused"}',
      'build/.manifest': '{"revision": "", "roots": [""], "rego_version": 1}',
    })
    execFileSync(
      'tar',
      ['-czf', 'bundle.tar.gz', '-C', 'build', '--transform', 's,^\\./,/,', '-P', './main.rego', './data.json', './.manifest'],
      { cwd: folder },
    )
    const report = await judge(folder, { policies: ['bundle.tar.gz'], paths: ['map.yaml'] })
    expect(said(report, 'main/')).toEqual(['main/deny settings: ConfigMap: refused', 'main/warn settings: w'])
  })

  it('that conflict are named with rule and object', async () => {
    const conflict = 'package main\n\ndeny contains text\n\ntext := "a" if input.kind\n\ntext := "b" if input.kind\n\nwarn contains "w"\n'
    const folder = repository({
      'map.yaml': harmless(),
      'policy.wasm': await compiled(['main/deny', 'main/warn'], { 'main.rego': conflict }),
    })
    const report = await judge(folder, { policies: [join(folder, 'policy.wasm')], paths: ['map.yaml'] })
    expect(report.notEvaluated).toMatchObject([{ reason: 'rule-failed', ruleId: 'main/deny', file: 'map.yaml' }])
    expect(said(report, 'main/')).toEqual(['main/warn settings: w'])
  })
})
