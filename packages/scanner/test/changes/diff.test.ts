import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { DiffReport } from '../../src/changes/report.ts'
import type { Report } from '../../src/model.ts'
import { type Outcome, policyGate } from '../cli/command.ts'
import { type History, history } from '../git/history.ts'
import { layOut, repository } from '../scan/repository.ts'
import { deployment } from './shop.ts'

const secret = (value: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: ${value}}\n`

function changed(before: Record<string, string>, after: Record<string, string>): History {
  const made = history(repository(), before)
  layOut(made.folder, after)
  return made
}

const diff = ({ folder }: History, ...words: string[]): Promise<Outcome> =>
  policyGate(['diff', '--base', 'main', ...words], { cwd: folder })

describe('policy-gate diff', () => {
  it('prints what becomes of objects and findings, and fails for a new finding that the gate refuses', async () => {
    const made = changed(
      { 'a/app.yaml': deployment('order', { privileged: false }), 'a/old.yaml': deployment('old'), 'b/app.yaml': deployment('b') },
      { 'a/app.yaml': deployment('order', { privileged: true, image: 'shop/app:2.0' }), 'a/old.yaml': '', 'a/new.yaml': deployment('new') },
    )
    const { code, stdout, stderr } = await diff(made)
    expect(stderr).toBe('')
    const commit = made.git('rev-parse', '--short=12', 'HEAD')
    expect(stdout.replace(commit, '<commit>')).toMatchInlineSnapshot(`
      "Compared with main (<commit>): 1 unit affected.

      a  directory, files changed
        + Deployment new
        - Deployment old
        ~ Deployment order
            spec.template.spec.containers[app].image: "shop/app:1.0" -> "shop/app:2.0"
            spec.template.spec.containers[app].securityContext.allowPrivilegeEscalation: false -> true
            spec.template.spec.containers[app].securityContext.privileged: false -> true
        new  critical  pod-security/privileged  a/app.yaml:13:41  Container "app" runs privileged.
        new  high  pod-security/allow-privilege-escalation  a/app.yaml:13:73  Container "app" does not set allowPrivilegeEscalation to false.
        new  medium  identity/default-account  a/new.yaml:9:5  No service account is named, so the pods run as the namespace's account "default".
        new  medium  resources/memory-limit  a/new.yaml:11:11  Container "app" has no memory limit.
        new  medium  workload/readiness-probe  a/new.yaml:11:11  Container "app" has no readiness probe.
        fixed  medium  identity/default-account  a/old.yaml:9:5  No service account is named, so the pods run as the namespace's account "default".
        fixed  medium  resources/memory-limit  a/old.yaml:11:11  Container "app" has no memory limit.
        fixed  medium  workload/readiness-probe  a/old.yaml:11:11  Container "app" has no readiness probe.

      Units: 0 added, 0 removed, 1 changed.
      Objects: 1 added, 1 removed, 1 changed.
      Findings: 5 new, 3 fixed, 4 unchanged.
      FAIL  2 new findings at or above high
      "
    `)
    expect(code).toBe(1)
    const lenient = await diff(made, '--fail-on', 'none', '--lang', 'ko')
    expect(lenient.code).toBe(0)
    expect(lenient.stdout).toContain('검출 항목: 신규 ')
  })

  it('shows long values from where they part', async () => {
    const image = (tag: string) => deployment('order', { image: `registry.example/platform/payments/settlement-worker:${tag}` })
    const made = changed({ 'a/app.yaml': image('1.4.0') }, { 'a/app.yaml': image('1.5.0') })
    const { stdout } = await diff(made)
    expect(stdout).toContain('spec.template.spec.containers[app].image: …orker:1.4.0" -> …orker:1.5.0"\n')
    const whole = 'settlement-worker:1.4.0" -> "registry.example/platform/payments/settlement-worker:1.5.0"\n'
    expect((await diff(made, '--verbose')).stdout).toContain(whole)
  })

  it('gives the same as JSON, with the state of each finding in SARIF’s words', async () => {
    const made = changed(
      { 'a/app.yaml': deployment('order', { privileged: true }), 'a/other.yaml': deployment('other', { privileged: true }) },
      { 'a/app.yaml': deployment('order'), 'a/other.yaml': deployment('other', { privileged: true, image: 'shop/app:2.0' }) },
    )
    const { code, stdout } = await diff(made, '--format', 'json')
    const ajv = new Ajv2020({ allErrors: true, strict: false })
    addFormats.default(ajv)
    // findings are those of the report
    for (const name of ['report', 'diff'])
      ajv.addSchema(JSON.parse(readFileSync(new URL(`../../../../schemas/${name}.schema.json`, import.meta.url), 'utf8')), name)
    expect(ajv.validate('diff', JSON.parse(stdout)), ajv.errorsText()).toBe(true)
    const report = JSON.parse(stdout) as DiffReport
    expect(code).toBe(0)
    expect(report).toMatchObject({ schemaVersion: '1', base: { ref: 'main', commit: made.git('rev-parse', 'HEAD') }, verdict: 'pass' })
    expect(report.summary).toMatchObject({
      affected: 1,
      units: { added: 0, removed: 0, changed: 1 },
      objects: { added: 0, removed: 0, changed: 2 },
    })
    const [unit] = report.units
    expect(unit).toMatchObject({ id: 'a', change: 'changed', reason: 'files' })
    expect(new Set(unit?.findings.map(({ baselineState, ref }) => `${baselineState} ${ref.name}`))).toEqual(new Set(['absent order']))
    expect(unit?.objects[1]).toEqual({
      change: 'changed',
      ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: '', name: 'other' },
      fields: [
        { path: ['spec', 'template', 'spec', 'containers', { name: 'app' }, 'image'], before: 'shop/app:1.0', after: 'shop/app:2.0' },
      ],
    })
    expect(report.summary.findings).toMatchObject({ fixed: unit?.findings.length, new: { critical: 0, high: 0 } })
  })

  it('never prints the content of a Secret', async () => {
    const made = changed({ 'a.yaml': secret('first-word') }, { 'a.yaml': secret('second-word') })
    for (const words of [[], ['--verbose'], ['--format', 'json']]) {
      const { stdout } = await diff(made, ...words)
      expect(stdout).toContain('password')
      expect(stdout).not.toMatch(/first-word|second-word/)
    }
  })

  it('prints nothing that acts on a terminal or a log', async () => {
    const hostile = '"\\u001b[31m::error::x ##[group]\\u202e"'
    const made = changed(
      { 'a.yaml': deployment('a') },
      { 'a.yaml': deployment('a', { image: hostile }), '::set-output.yaml': deployment('b') },
    )
    const { stdout } = await diff(made)
    expect(stdout).not.toMatch(/\u001b|\u202e|^::|##\[/m)
    expect(stdout).toContain('\\u001b[31m')
  })

  it('says in a sentence what is wrong, and an error is never a pass', async () => {
    const made = changed({ 'a.yaml': deployment('a') }, { 'a.yaml': 'apiVersion: v1\nkind: [' })
    expect(await policyGate(['diff'], { cwd: made.folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--base origin/main'),
    })
    expect(await policyGate(['diff', '--base', 'gone'], { cwd: made.folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no commit "gone"'),
    })
    expect(await policyGate(['diff', '--base', 'main'], { cwd: repository() })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no git repository'),
    })
    expect(await diff(made)).toMatchObject({ code: 3, stdout: expect.stringContaining('ERROR') })
    const wrong = changed(
      { 'a.yaml': deployment('a'), '.policy-gate/config.yaml': 'profile: none\n' },
      { '.policy-gate/config.yaml': 'profile: all\n' },
    )
    expect(await diff(wrong)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^At main: /) })
  })
})

describe('policy-gate scan --changed-since', () => {
  it('judges what the change affects, and says of each finding whether it is new', async () => {
    const made = changed(
      {
        'a/app.yaml': deployment('order'),
        'a/other.yaml': deployment('other', { privileged: true }),
        'b/app.yaml': deployment('b', { privileged: true }),
      },
      { 'a/app.yaml': deployment('order', { privileged: true }) },
    )
    const { code, stdout } = await policyGate(['scan', '--changed-since', 'main', '--format', 'json'], { cwd: made.folder })
    const { findings, units } = JSON.parse(stdout) as Report
    expect(code).toBe(1)
    expect(units.map(({ id }) => id)).toEqual(['a'])
    const privileged = findings.filter(({ ruleId }) => ruleId === 'pod-security/privileged')
    expect(privileged.map(({ ref, baselineState }) => `${ref.name} ${baselineState}`)).toEqual(['order new', 'other unchanged'])
  })

  it('that affects nothing passes; one that cannot be compared does not', async () => {
    const made = changed({ 'a/app.yaml': deployment('order', { privileged: true }) }, { 'README.md': 'a\n' })
    expect(await policyGate(['scan', '--changed-since', 'main'], { cwd: made.folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('PASS'),
    })
    expect(await policyGate(['scan', '--changed-since', 'gone'], { cwd: made.folder })).toMatchObject({ code: 2, stdout: '' })
  })

  it('judges everything where the earlier configuration was wrong, and calls nothing new', async () => {
    const made = changed(
      { 'a/app.yaml': deployment('order'), '.policy-gate/config.yaml': 'profile: none\n' },
      { '.policy-gate/config.yaml': 'profile: all\n' },
    )
    const { stdout } = await policyGate(['scan', '--changed-since', 'main', '--format', 'json'], { cwd: made.folder })
    const { findings, units } = JSON.parse(stdout) as Report
    expect(units.map(({ id }) => id)).toEqual(['a'])
    expect(findings.filter((finding) => 'baselineState' in finding)).toEqual([])
    expect(findings.length).toBeGreaterThan(0)
  })
})
