import { spawnSync } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBuiltinPolicies } from '../../src/evaluate/builtin-policies.ts'
import type { Report } from '../../src/model.ts'
import { harmless, privileged, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { policyGate, program } from './command.ts'

describe('where reports go', () => {
  it('each format to its file, and the text to standard output', async () => {
    const folder = repository({ 'pod.yaml': privilegedPod() })
    const formats = ['json', 'sarif', 'junit', 'github']
    const outcome = await policyGate(['scan', ...formats.flatMap((format) => ['-f', format, '-o', `out/${format}`]), '-f', 'text'], {
      cwd: folder,
    })
    expect(outcome).toMatchObject({ code: 1, stderr: '' })
    expect(outcome.stdout).toContain(privileged)
    const text = (format: string) => readFileSync(join(folder, 'out', format), 'utf8')
    expect((JSON.parse(text('json')) as Report).verdict).toBe('fail')
    expect(JSON.parse(text('sarif')).version).toBe('2.1.0')
    expect(text('junit')).toContain('<testsuites')
    expect(text('github')).toContain('::error ')
  })

  it('reports that an earlier run left are no input of the next', async () => {
    const folder = repository({ 'pod.yaml': privilegedPod() })
    const words = ['scan', '-f', 'json', '-o', 'report.json', '-f', 'sarif', '-o', 'report.sarif.json']
    await policyGate(words, { cwd: folder })
    const first = readFileSync(join(folder, 'report.json'), 'utf8')
    await policyGate(words, { cwd: folder })
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(first)
  })

  it.each([
    ['a path below a file', 'pod.yaml/report.json', 'EEXIST'],
    ['a folder', 'k8s', 'EISDIR'],
    ['a file system that is read-only', '/proc/report.json', 'ENOENT'],
    ['a full disk', '/dev/full', 'ENOSPC'],
  ])('%s cannot take one: code 3, and the other reports are written', async (_, output, code) => {
    const folder = repository({ 'pod.yaml': privilegedPod(), 'k8s/map.yaml': harmless() })
    const outcome = await policyGate(['scan', '-f', 'json', '-o', output, '-f', 'sarif', '-o', 'report.sarif'], { cwd: folder })
    expect(outcome).toMatchObject({ code: 3, stdout: '' })
    expect(outcome.stderr).toContain(`The json report could not be written to ${output} (${code}): name a file that can be written`)
    expect(JSON.parse(readFileSync(join(folder, 'report.sarif'), 'utf8')).version).toBe('2.1.0')
  })

  it('a full disk behind standard output is an error, not a pass', async () => {
    const outcome = await policyGate(['scan'], { cwd: repository({ 'map.yaml': harmless() }), stdout: openSync('/dev/full', 'w') })
    expect(outcome.code).toBe(3)
    expect(outcome.stderr).toContain('The output cannot be written (ENOSPC)')
  })

  it('a reader that goes away does not change the exit code', () => {
    const folder = repository(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`pod-${i}.yaml`, privilegedPod(`pod-${i}`)])))
    const shell = `"${process.execPath}" "${program}" scan --verbose | head -c 10 > /dev/null; echo "\${PIPESTATUS[0]}"`
    expect(spawnSync('bash', ['-c', shell], { cwd: folder, encoding: 'utf8' })).toMatchObject({ stdout: '1\n', stderr: '' })
  })

  it('standard output that was closed does not change the exit code', () => {
    const folder = repository({ 'pod.yaml': privilegedPod() })
    const run = spawnSync('bash', ['-c', `"${process.execPath}" "${program}" scan >&-`], { cwd: folder, encoding: 'utf8' })
    expect(run).toMatchObject({ status: 1, stderr: '' })
  })
})

describe('a Node that is too old', () => {
  it.each(['18.20.8', '20.20.2'])('is told so, with the code of wrong usage: %s', (version) => {
    // before 20.16 there is no way to a module of Node but an import statement
    const older = `Object.defineProperty(process.versions,"node",{value:"${version}"});${version < '20' ? 'delete process.getBuiltinModule' : ''}`
    const run = spawnSync(process.execPath, ['--import', `data:text/javascript,${older}`, program, 'scan'], { encoding: 'utf8' })
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toMatch(new RegExp(`^policy-gate needs Node 22\\.12 or newer, this is ${version}: .*\n$`))
  })
})

describe('the same input gives the same bytes', () => {
  const files = {
    'k8s/pod.yaml': privilegedPod(),
    'k8s/map.yaml': harmless(),
    'broken.yaml': 'kind: Pod\napiVersion: v1\nspec: {\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'chart/templates/pod.yaml': privilegedPod('{{ .Release.Name }}'),
    'base/kustomization.yaml': 'resources: [pod.yaml]\n',
    'base/pod.yaml': privilegedPod('based'),
    'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
    '.policy-gate/config.yaml': 'failOn: critical\n',
  }

  it.each(['json', 'sarif', 'text', 'junit', 'github'])('%s: twice, from another folder, and of a copy elsewhere', async (format) => {
    const folder = repository(files)
    const copy = repository(files)
    const first = await policyGate(['scan', '-f', format], { cwd: folder })
    expect(first.code).toBe(1)
    expect(await policyGate(['scan', '-f', format, '--no-cache'], { cwd: folder })).toEqual(first)
    expect(await policyGate(['scan', '-f', format, folder], { cwd: join(copy, 'k8s') })).toEqual(first)
    expect(
      await policyGate(['scan', '-f', format, '..'], { cwd: join(folder, 'k8s'), env: { TZ: 'Asia/Seoul', LANG: 'ko_KR.UTF-8' } }),
    ).toEqual(first)
    expect(await policyGate(['scan', '-f', format], { cwd: copy })).toEqual(first)
    expect(first.stdout).not.toContain(folder)
  })
})

describe('what is printed', () => {
  it('--quiet: the counts and the verdict only', async () => {
    const { stdout, code } = await policyGate(['scan', '--quiet'], { cwd: repository({ 'pod.yaml': privilegedPod() }) })
    expect(code).toBe(1)
    expect(stdout).toContain('FAIL')
    expect(stdout).not.toContain('pod.yaml')
  })

  it('--max-findings: so many, and how many more there are', async () => {
    const folder = repository(Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.yaml`, privilegedPod(name)])))
    const { stdout, code } = await policyGate(['scan', '--max-findings', '1'], { cwd: folder })
    expect(code).toBe(1)
    expect(stdout.match(/^\S+\.yaml$/gm)).toEqual(['a.yaml'])
    expect(stdout).toMatch(/\d+ more/)
    expect(stdout).toContain('Checked 3 objects')
  })

  it('Korean, by flag and by configuration', async () => {
    const folder = repository({ 'pod.yaml': privilegedPod() })
    const byFlag = await policyGate(['scan', '--lang', 'ko'], { cwd: folder })
    expect(byFlag.stdout).toContain('컨테이너')
    expect(byFlag.stdout).toContain('미해결 검출 항목이')
    const configured = repository({ 'pod.yaml': privilegedPod(), '.policy-gate/config.yaml': 'language: ko\n' })
    expect((await policyGate(['scan'], { cwd: configured })).stdout).toBe(byFlag.stdout)
  })

  it('no colour without a terminal, whatever the environment says', async () => {
    const folder = repository({ 'pod.yaml': privilegedPod() })
    for (const env of [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1', TERM: 'xterm-256color' }] as Record<string, string>[])
      expect((await policyGate(['scan'], { cwd: folder, env })).stdout).not.toContain('\u001b')
  })

  it('--now: the date of the report, and nothing of the clock without it', async () => {
    const folder = repository({ 'map.yaml': harmless() })
    const report = async (...words: string[]) =>
      JSON.parse((await policyGate(['scan', '-f', 'json', ...words], { cwd: folder })).stdout) as Report
    expect((await report('--now', '2026-01-31T09:00:00+09:00')).generatedAt).toBe('2026-01-31T00:00:00.000Z')
    expect(await report()).not.toHaveProperty('generatedAt')
  })

  it('--version and --help of every command', async () => {
    const folder = repository()
    expect(await policyGate(['--version'], { cwd: folder })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
    for (const command of ['scan', 'rules', 'explain', 'init', 'doctor'])
      expect(await policyGate([command, '--help'], { cwd: folder })).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`policy-gate ${command}`),
      })
  })

  it('what a hostile name would make a terminal or a workflow do is neutralised', async () => {
    const folder = repository({ '::error::x.yaml': 'kind: Pod\napiVersion: v1\nmetadata: {\n', 'a\u001b[31m.yaml': privilegedPod() })
    const { stdout, stderr } = await policyGate(['scan', '--', '.'], { cwd: folder })
    expect(stdout + stderr).not.toContain('\u001b')
    expect(stdout + stderr).not.toMatch(/^\s*::/m)
    const missing = await policyGate(['scan', '::set-output name=a::b\u001b[0m'], { cwd: folder })
    expect(missing.code).toBe(2)
    expect(missing.stderr).not.toMatch(/^\s*::/m)
    expect(missing.stderr).not.toContain('\u001b')
  })
})

describe('the commands around the scan', () => {
  it('init writes a configuration that scan and doctor accept', async () => {
    const folder = repository({ 'map.yaml': harmless() })
    expect(await policyGate(['init'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('.policy-gate/config.yaml'),
    })
    expect(await policyGate(['scan'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' })
    const doctor = await policyGate(['doctor'], { cwd: folder })
    expect(doctor.stdout).not.toContain('fail ')
    expect(doctor.code).toBe(0)
  })

  it('says that a layout was given and no image scanned', async () => {
    const folder = repository({ 'map.yaml': harmless() })
    const words = ['scan', '--image-layout', 'registry.example/shop/order:1=order.tar']
    expect(await policyGate(words, { cwd: folder })).toMatchObject({ code: 0, stderr: expect.stringContaining('`--images changed`') })
    const korean = await policyGate([...words, '--lang', 'ko'], { cwd: folder })
    expect(korean.stderr).toMatch(/^--image-layout을 지정했지만 .*\n$/)
  })

  it('init --lang ko writes the same settings in Korean', async () => {
    const [english, korean] = [repository(), repository()]
    await policyGate(['init'], { cwd: english })
    expect((await policyGate(['init', '--lang', 'ko'], { cwd: korean })).stdout).toMatch(
      /^\.policy-gate\/config\.yaml 파일을 만들었습니다\./,
    )
    const text = (folder: string) => readFileSync(join(folder, '.policy-gate/config.yaml'), 'utf8')
    const settings = (folder: string) =>
      text(folder)
        .split('\n')
        .filter((line) => !line.startsWith('#'))
    expect(settings(korean)).toEqual(settings(english).map((line) => line.replace('language: en', 'language: ko')))
    expect((await policyGate(['scan'], { cwd: korean })).stdout).toContain('경고  policy-gate')
  })

  it('doctor names a configuration that is wrong', async () => {
    const outcome = await policyGate(['doctor'], { cwd: repository({ '.policy-gate/config.yaml': 'profile: some\n' }) })
    expect(outcome.stdout).toMatch(/fail\s+configuration\s+\.policy-gate\/config\.yaml:1: profile/)
    expect(outcome.code).toBe(3)
  })

  it('explain shows a rule in both languages', async () => {
    const folder = repository()
    expect((await policyGate(['explain', privileged], { cwd: folder })).stdout).toContain('privileged')
    expect((await policyGate(['explain', privileged, '--lang', 'ko'], { cwd: folder })).stdout).toContain('특권')
    const ofScanner = await policyGate(['explain', 'image/vulnerability/CVE-2024-1234'], { cwd: folder })
    expect(ofScanner.stdout).toMatch(/^# image\/vulnerability\n/)
    expect((await policyGate(['explain', 'image/digest/CVE-2024-1234'], { cwd: folder })).code).toBe(2)
  })

  it('an installation without its policies says so and judges nothing', () => {
    expect(() => readBuiltinPolicies(repository())).toThrow(/built-in policies cannot be read .*install policy-gate again/)
    expect(() => readBuiltinPolicies(repository({ 'policy.wasm': '', 'rules.json': '{"rules": []}' }))).toThrow('rules.json holds no rules')
  })
})
