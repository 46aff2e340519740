import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/model.ts'
import { repository } from '../scan/repository.ts'
import { gaps, run } from './scanning.ts'

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
