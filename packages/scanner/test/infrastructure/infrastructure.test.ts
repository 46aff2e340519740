import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Config, withDefaults } from '../../src/config/config.ts'
import { openFiles } from '../../src/files.ts'
import { checkName } from '../../src/govern/baseline/entry.ts'
import { type InfrastructureOptions, scanInfrastructure } from '../../src/infrastructure/infrastructure.ts'
import { type Manifest, type Rule, UserError } from '../../src/model.ts'
import { layOut, repository } from '../scan/repository.ts'
import { type Answer, answering } from './trivy.ts'

function rule(id: string, more: Partial<Rule> = {}): [string, Rule] {
  const text = { title: id, description: id, message: '{message}', remediation: id }
  const [domain = '', name = ''] = id.split('/')
  const empty = { kinds: [], reads: [], answersUnknown: false, tags: [], frameworks: {}, equivalents: {}, params: {} }
  return [
    id,
    { id, domain, package: [domain, name], ...text, ko: text, severity: 'medium', profile: 'baseline', scope: 'file', ...empty, ...more },
  ]
}

const rules = new Map([rule('infrastructure/misconfiguration'), rule('infrastructure/secret')])

function run(
  root: string,
  answer: (files: Record<string, string>) => Answer,
  more: Partial<Omit<InfrastructureOptions, 'config'>> & { config?: Partial<Config> } = {},
) {
  const trivy = answering(answer)
  const options: InfrastructureOptions = {
    root,
    paths: ['.'],
    sources: openFiles(root),
    rules,
    manifests: [],
    mode: 'all',
    openTrivy: () => Promise.resolve(trivy),
    cache: undefined,
    ...more,
    config: withDefaults(more.config ?? {}),
  }
  return scanInfrastructure(options).then((result) => ({ ...result, trivy }))
}

/** A finding at a line of every file whose name matches. */
const at =
  (name: RegExp, type: string, id: string, lines: { startLine?: number; endLine?: number } = {}) =>
  (files: Record<string, string>) => ({
    misconfigurations: Object.keys(files)
      .filter((path) => name.test(path))
      .map((target) => ({ id, type, target, ...lines })),
  })

const gaps = ({ notEvaluated }: { notEvaluated: { file: string; reason: string }[] }) =>
  notEvaluated.map(({ file, reason }) => `${reason} ${file}`).sort()

describe('findings in files', () => {
  const terraform = 'variable "x" {}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "x"\n}\n'

  it('have the lines, the resource and the check', async () => {
    const { findings, units, report } = await run(
      repository({ 'infra/main.tf': terraform }),
      at(/main/, 'terraform', 'AWS-0086', { startLine: 4, endLine: 4 }),
    )
    expect(findings).toMatchObject([
      {
        ruleId: 'infrastructure/misconfiguration',
        check: 'AWS-0086',
        severity: 'high',
        message: 'Message of AWS-0086',
        status: 'open',
        unit: 'infra',
        ref: { apiVersion: '', kind: 'Terraform', namespace: '', name: 'aws_s3_bucket.logs' },
        location: { file: 'infra/main.tf', startLine: 4, startColumn: 3, endLine: 4, endColumn: 15, precision: 'field' },
        params: { resource: 'aws_s3_bucket.logs', resolution: 'Mend it' },
      },
    ])
    expect(checkName(findings[0]!)).toBe('infrastructure/misconfiguration/AWS-0086')
    expect(units).toEqual([{ id: 'infra', kind: 'directory', path: 'infra', environment: '', destination: '' }])
    expect(report).toEqual({ mode: 'all', scanner: { name: 'trivy', version: '0.74.0' }, files: { terraform: 1 } })
  })

  it('keep their identity when lines move, and have one of their own each', async () => {
    const root = repository({ 'main.tf': terraform })
    const both = (startLine: number) => (files: Record<string, string>) => ({
      misconfigurations: Object.keys(files).flatMap((target) => [
        { id: 'AWS-0086', type: 'terraform', target, startLine },
        { id: 'AWS-0086', type: 'terraform', target, startLine: startLine + 1 },
      ]),
    })
    const before = await run(root, both(3))
    layOut(root, { 'main.tf': `# one line more\n${terraform}` })
    const after = await run(root, both(4))
    const prints = before.findings.map(({ fingerprint }) => fingerprint)
    expect(new Set(prints).size).toBe(2)
    expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(prints)
    expect(prints.map((print) => before.identities.get(print))).toEqual(Array(2).fill({ fingerprint: prints[0], file: 'main.tf' }))
  })

  it('of a module that two roots call are there once', async () => {
    const files = {
      'prod/main.tf': 'module "m" {\n  source = "../m"\n}\n',
      'dev/main.tf': 'module "m" {\n  source = "../m"\n}\n',
      'm/main.tf': terraform,
    }
    const { findings, report } = await run(repository(files), at(/\/m\/main/, 'terraform', 'AWS-0086', { startLine: 3 }))
    expect(findings.map(({ location, unit }) => [location.file, location.startLine, unit])).toEqual([['m/main.tf', 3, 'm']])
    expect(report.files).toEqual({ terraform: 3 })
  })

  it('without lines are about the file', async () => {
    const { findings } = await run(repository({ 'api/Dockerfile.prod': 'FROM x\n' }), at(/Dockerfile/, 'dockerfile', 'DS-0002'))
    expect(findings).toMatchObject([
      {
        ref: { kind: 'Dockerfile', name: 'api/Dockerfile.prod' },
        location: { file: 'api/Dockerfile.prod', startLine: 1, precision: 'file' },
      },
    ])
  })

  it.each([
    [
      'yaml',
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: &a\n    Type: AWS::SNS::Topic\n  "B":\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: !Ref Name}\n',
      6,
    ],
    ['json', '{"Resources": {\n "A": {"Type": "AWS::SNS::Topic"},\n "B": {"Type": "AWS::S3::Bucket",\n  "Properties": {}}}}', 4],
  ])('name the resource of a template in %s', async (form, text, startLine) => {
    const { findings } = await run(repository({ [`t.${form}`]: text }), at(/template/, 'cloudformation', 'AWS-0086', { startLine }))
    expect(findings.map(({ ref }) => ref)).toEqual([{ apiVersion: '', kind: 'CloudFormation', namespace: '', name: 'B' }])
  })

  it('have the severity of the configuration, and checks that are not wanted are left out', async () => {
    const root = repository({ Dockerfile: 'FROM x\n' })
    const both = (files: Record<string, string>) => ({
      misconfigurations: ['DS-0002', 'DS-0026'].flatMap((id) => at(/Dockerfile/, 'dockerfile', id)(files).misconfigurations),
    })
    const config = {
      rules: { 'infrastructure/misconfiguration': { severity: 'low' as const } },
      infrastructure: { checks: { exclude: ['ds-002?'] } },
    }
    const { findings } = await run(root, both, { config, rules: new Map([rule('infrastructure/misconfiguration', { severity: 'low' })]) })
    expect(findings.map(({ check, severity }) => [check, severity])).toEqual([['DS-0002', 'low']])
  })

  it('are not looked for where the rule is off', async () => {
    const { findings, trivy } = await run(repository({ Dockerfile: 'FROM x\n' }), at(/Dockerfile/, 'dockerfile', 'DS-0002'), {
      rules: new Map(),
    })
    expect([findings, trivy.calls]).toEqual([[], []])
  })
})

describe('what is scanned', () => {
  it('is every file of the types, under names that Trivy takes', async () => {
    const files = {
      Dockerfile: 'FROM a\n',
      'x/Dockerfile.a.b': 'FROM b\n',
      'x/api.dockerfile': 'FROM c\n',
      'x/Containerfile': 'FROM d\n',
      'x/Dockerfile.dockerignore': 'x\n',
      'x/Dockerfile.md': '# Dockerfile\n',
      'a.tofu': 'locals {}\n',
      'stack.template': '{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}',
      'k8s.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "AWS::S3 Resources"}\n',
      'package.json': '{"name": "x"}',
      'arm.json': '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}',
    }
    const { trivy, report } = await run(repository(files), () => ({}))
    expect(report.files).toEqual({ cloudformation: 1, dockerfile: 4, terraform: 1 })
    expect(Object.keys(trivy.calls[0]!.files).map((path) => path.replace(/^\d+\//, ''))).toEqual([
      'a.tofu',
      ...Array(4).fill('Dockerfile'),
      'template.json',
    ])
  })

  it('is what git tracks, whatever .gitignore names', async () => {
    const root = repository({ '.gitignore': '*.tf\n.env\n', 'main.tf': '', 'other.tf': '', '.env': 'x\n' })
    execFileSync('git', ['init', '-q'], { cwd: root })
    execFileSync('git', ['add', '-f', '.gitignore', 'main.tf', '.env'], { cwd: root })
    const { trivy } = await run(root, () => ({}), { config: { infrastructure: { secrets: true } } })
    expect(trivy.calls.map(({ files }) => Object.keys(files))).toEqual([['0/main.tf'], ['0/.env', '1/.gitignore']])
  })

  it('is an Ansible project as a whole, where that is asked for', async () => {
    const play = '- hosts: all\n  tasks: []\n'
    const root = repository({
      'one/ansible.cfg': '[defaults]\n',
      'one/playbooks/site.yml': play,
      'one/roles/a/tasks/main.yml': '- name: [\n',
      'two/site.yaml': play,
      'two/inventory': 'localhost\n',
      'two/logo.png': 'x',
      'k8s/list.yaml': '- name: x\n',
    })
    const result = await run(root, () => ({}), { config: { infrastructure: { types: ['ansible'] } } })
    expect(result.trivy.calls.map(({ files, options }) => [Object.keys(files), options.types])).toEqual([
      [
        ['0/one/ansible.cfg', '0/one/playbooks/site.yml', '0/one/roles/a/tasks/main.yml', '1/two/inventory', '1/two/site.yaml'],
        ['ansible'],
      ],
    ])
    expect(gaps(result).filter((gap) => gap.includes('tasks'))).toEqual(['file-not-scanned one/roles/a/tasks/main.yml'])
  })

  it('leaves out what the configuration excludes and git ignores, and follows no link out', async () => {
    const root = repository({
      '.gitignore': 'build/\n',
      'build/Dockerfile': 'FROM a\n',
      'old/main.tf': '',
      'deploy/main.tf': '',
      '.git/HEAD': '',
    })
    const outside = repository({ 'main.tf': '', Dockerfile: 'FROM x\n' })
    symlinkSync(join(outside, 'Dockerfile'), join(root, 'Dockerfile'))
    symlinkSync(join(outside, 'nothing'), join(root, 'broken.tf'))
    symlinkSync('main.tf', join(root, 'deploy', 'other.tf'))
    const result = await run(root, () => ({}), { config: { discover: { exclude: ['old/**'] } } })
    expect(gaps(result).filter((gap) => !gap.includes('.gitignore'))).toEqual(['outside-root Dockerfile', 'unreadable broken.tf'])
    expect(Object.keys(result.trivy.calls[0]!.files)).toEqual(['0/deploy/main.tf', '0/deploy/other.tf'])
  })

  it.each([
    ['a file that is too large', { 'main.tf': 'x'.repeat(4 * 1024 * 1024 + 1) }, ['too-large main.tf']],
    ['a file that is no text', { 'main.tf': new Uint8Array([0xff, 0xfe, 0xfd, 0, 1]) }, ['file-not-scanned main.tf']],
    ['a template of a Dockerfile', { 'Dockerfile.j2': 'FROM {{ x }}\n' }, ['unknown-value Dockerfile.j2']],
    [
      'two templates in a file',
      { 'a.yaml': 'Resources: {A: {Type: "AWS::SNS::Topic"}}\n---\nResources: {B: {Type: "AWS::SNS::Topic"}}\n' },
      ['file-not-scanned a.yaml'],
    ],
    ['a module from elsewhere', { 'main.tf': 'module "m" {\n  source = "a/b/c"\n}\n' }, ['remote-source main.tf']],
  ])('%s is said', async (_, files, expected) => {
    expect(gaps(await run(repository(files as Record<string, string>), () => ({})))).toEqual(expected)
  })

  it('what the scanner cannot read is said, once', async () => {
    const answer = () => ({ failed: [1, 2].map(() => ({ file: '0/a/main.tf', message: '0/a/main.tf:2,1-3: Invalid expression' })) })
    const result = await run(repository({ 'a/main.tf': 'x', 'a/b.tf': '' }), answer)
    expect(result.notEvaluated).toEqual([
      {
        file: 'a/main.tf',
        unit: 'a',
        reason: 'file-not-scanned',
        message: 'The file was not scanned: a/main.tf:2,1-3: Invalid expression.',
      },
    ])
  })

  it('without a scanner there is one gap for all files, and without files nobody asks for a scanner', async () => {
    const openTrivy = () => Promise.reject(new Error('There is no Trivy: run `policy-gate trivy install`.'))
    const result = await run(repository({ Dockerfile: 'FROM a\n', 'b/Dockerfile': 'FROM b\n' }), () => ({}), { openTrivy })
    expect(result.notEvaluated).toEqual([
      {
        file: 'Dockerfile',
        unit: '',
        reason: 'file-not-scanned',
        message: 'These 2 files and folders could not be scanned: There is no Trivy: run `policy-gate trivy install`.',
      },
    ])
    expect(result).toMatchObject({ units: [], report: { files: {} } })
    expect((await run(repository({ 'a.yaml': 'a: b\n' }), () => ({}), { openTrivy })).notEvaluated).toEqual([])
    const wrong = () => Promise.reject(new UserError('There is no file x.'))
    await expect(run(repository({ Dockerfile: 'FROM a\n' }), () => ({}), { openTrivy: wrong })).rejects.toThrow(UserError)
  })
})

describe('a change', () => {
  const files = {
    'prod/main.tf': 'module "m" {\n  source = "../m"\n}\n',
    'other/main.tf': 'module "x" {\n  source = "a/b/c"\n}\n',
    'm/main.tf': '',
    Dockerfile: 'FROM a\n',
    'b/Dockerfile': 'FROM b\n',
  }
  const scanned = async (isChanged: (file: string) => boolean, removed: string[] = []) => {
    const result = await run(repository(files), () => ({}), { mode: 'changed', isChanged, removed })
    return [...result.trivy.calls.flatMap((call) => Object.keys(call.files)), ...gaps(result)]
  }

  it('has to do with the files that it touches, and the root modules that call them', async () => {
    expect(await scanned((file) => file === 'm/main.tf' || file === 'b/Dockerfile')).toEqual([
      '0/m/main.tf',
      '0/prod/main.tf',
      '1/Dockerfile',
    ])
  })

  it('has to do with a module that lost a file', async () => {
    expect(await scanned(() => false, ['m/bucket.tf', 'Dockerfile.old'])).toEqual(['0/m/main.tf', '0/prod/main.tf'])
  })

  it('that touches nothing asks no scanner', async () => {
    expect(await scanned(() => false)).toEqual([])
  })
})

describe('credentials', () => {
  it('are looked for in all files of text, and found where they stand', async () => {
    const root = repository({ 'a/key.pem': 'x\n', 'logo.png': new Uint8Array([1, 0, 2]), empty: '' })
    const answer = () => ({ secrets: [{ id: 'private-key', file: '0/a/key.pem', startLine: 1 }] })
    const { findings, trivy } = await run(root, answer, { config: { infrastructure: { secrets: true } } })
    expect(trivy.calls.map(({ files, options }) => [Object.keys(files), options.secrets])).toEqual([[['0/a/key.pem'], true]])
    expect(findings).toMatchObject([
      {
        ruleId: 'infrastructure/secret',
        check: 'private-key',
        severity: 'critical',
        ref: { kind: 'File', name: 'a/key.pem' },
        location: { startLine: 1, precision: 'field' },
      },
    ])
    expect(JSON.stringify(findings[0]!.params)).not.toContain('match')
  })
})

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
