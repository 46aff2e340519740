/** Files and rendered objects through the whole pipeline with the real Trivy. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../scan/repository.ts'
import { found, gaps, judgeFiles } from './real-trivy.ts'

const bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = "x"\n}\n'
const counted = (number: string, name = 'count') => bucket.replace('{\n', `{\n  ${name} = ${number}\n`)
const encryption = (lines: string[]) => lines.filter((line) => /^AWS-0132 /.test(line))

describe('Terraform', () => {
  const module = 'variable "encrypted" {\n  type = bool\n}\n\nresource "aws_db_instance" "this" {\n  storage_encrypted = var.encrypted\n}\n'
  const call = (encrypted: boolean) => `module "db" {\n  source    = "../modules/db"\n  encrypted = ${encrypted}\n}\n`

  it('is judged with what callers give to modules', async () => {
    const report = await judgeFiles(repository({ 'prod/main.tf': call(true), 'dev/main.tf': call(false), 'modules/db/main.tf': module }))
    expect(found(report).filter((line) => line.startsWith('AWS-0080'))).toEqual(['AWS-0080 modules/db/main.tf:6-6 aws_db_instance.this'])
    const without = await judgeFiles(repository({ 'prod/main.tf': call(true), 'modules/db/main.tf': module }))
    expect(found(without).filter((line) => line.startsWith('AWS-0080'))).toEqual([])
    expect(gaps(without)).toEqual([])
    expect(without.infrastructure).toMatchObject({ mode: 'all', scanner: { name: 'trivy', version: '0.74.0' }, files: { terraform: 2 } })
  })

  it('is judged with the values of its variables', async () => {
    const text = 'variable "encrypted" {\n  default = true\n}\nresource "aws_db_instance" "x" {\n  storage_encrypted = var.encrypted\n}\n'
    const values = (value: boolean) => `encrypted = ${value}\n`
    const report = await judgeFiles(
      repository({
        'a/main.tf': text,
        'a/terraform.tfvars': values(false),
        'b/main.tf': text,
        'c/main.tf': text,
        'c/terraform.tfvars': values(false),
        'c/x.auto.tfvars': values(true),
        'd/main.tf': text,
        'd/terraform.tfvars': 'encrypted = ',
      }),
    )
    expect(found(report).filter((line) => line.startsWith('AWS-0080'))).toEqual(['AWS-0080 a/main.tf:5-5 aws_db_instance.x'])
    expect(report.notEvaluated.map(({ file, reason }) => [file, reason])).toEqual([['d', 'file-not-scanned']])
  })

  it('is not hidden by what a change may bring along', async () => {
    const attempts: Record<string, Record<string, string>> = {
      'a call that creates nothing': { 'evil/main.tf': 'module "a" {\n  source = "../prod"\n  count  = 0\n}\n' },
      'a circle': {
        'evil/main.tf': 'module "a" {\n  source = "../prod"\n}\n',
        'prod/x.tf': 'module "b" {\n  source = "../evil"\n}\n',
      },
      'a call of itself': { 'prod/x.tf': 'module "b" {\n  source = "./"\n}\n' },
      comments: { 'prod/main.tf': `#trivy:ignore:*\n#tfsec:ignore:*\n${bucket.replace('{', '{ # trivy:ignore:*')}` },
      'other configuration': {
        'prod/.tfsec/config.yml': 'exclude: [AWS-0132]\n',
        'prod/.terraform/modules/modules.json': '{"Modules":[]}',
      },
      'a number that is none where nothing else is': { 'prod/main.tf': counted('fileexists("${path.module}/README.md") ? 1 : 0') },
      'a number by way of others': {
        'prod/main.tf': counted('local.on ? 1 : 0'),
        'prod/on.tf': 'locals {\n  on = terraform . workspace == "prod"\n}\n',
      },
      'a number that is none without files': { 'prod/main.tf': counted('can(file("x")) ? 1 : 0') },
      'instances for files': { 'prod/main.tf': counted('fileset(".", "*.md")', 'for_each') },
      'a broken neighbour': { 'prod/z.tf': 'resource {' },
    }
    const files = Object.values(attempts).flatMap((added, i) =>
      Object.entries({ 'prod/main.tf': bucket, ...added }).map(([path, text]) => [`${i}/${path}`, text]),
    )
    const report = await judgeFiles(
      repository({
        ...Object.fromEntries(files),
        'trivy.yaml': 'misconfiguration: {scanners: [helm]}\nscan: {skip-dirs: ["**"]}\n',
        '.trivyignore': 'AWS-0132\n',
        '.trivyignore.yaml': 'misconfigurations: [{id: AWS-0132}]\n',
      }),
    )
    const judged = encryption(found(report)).map((line) => line.replace(/:\d+-\d+ .*/, ''))
    expect(judged).toEqual(Object.keys(attempts).map((_, i) => `AWS-0132 ${i}/prod/main.tf`))
    expect(report.notEvaluated.filter(({ reason }) => reason === 'file-not-scanned').map(({ file }) => file)).toEqual(['9/prod/z.tf'])
  })

  it('that may create more than the scanner sees is said, at its line, and blocks nothing', async () => {
    const unknown = 'data "aws_regions" "all" {}\nvariable "names" {}\n'
    const sources: Record<string, string> = {
      'a variable': `${unknown}${counted('toset(var.names)', 'for_each')}`,
      'what a cloud says': `${unknown}${counted('toset(data.aws_regions.all.names)', 'for_each')}`,
      'an error that is caught': `${unknown}${counted('try(data.aws_regions.all.x, false) ? 1 : 0')}`,
      'a module': `${unknown}module "m" {\n  source = "../m"\n  names  = var.names\n}\n`,
      'a number': `${unknown}${counted('length(var.names)')}`,
      'a plain 0': counted('0'),
      'known names': counted('toset(["x"])', 'for_each'),
    }
    const files = Object.values(sources).map((text, i): [string, string] => [`${i}/main.tf`, text])
    const module = `variable "names" {}\n${counted('toset(var.names)', 'for_each')}`
    const other = `module "m" {\n  source = "../m"\n  names  = []\n}\n`
    const report = await judgeFiles(repository({ ...Object.fromEntries(files), 'm/main.tf': module, 'other/main.tf': other }))
    expect(report.notEvaluated.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
      '0/main.tf:3 unknown-value',
      '1/main.tf:3 unknown-value',
      '2/main.tf:3 unknown-value',
      'm/main.tf:2 unknown-value',
    ])
    expect(encryption(found(report)).map((line) => line.replace(/:.*/, ''))).toEqual(['AWS-0132 4/main.tf', 'AWS-0132 6/main.tf'])
    expect(report.reasons.map(({ code }) => code)).not.toContain('not-evaluated')
  })

  it('that cannot be read was not scanned, and the gate says so', async () => {
    const unread = {
      'a/b.tf': 'resource "aws_s3_bucket" "b" {\n  bucket =\n',
      'b/b.tf': `unknown "x" {}\n${bucket}`,
      'c/b.tf.json': '{',
    }
    const read = Object.fromEntries(Object.keys(unread).map((file) => [`${file[0]}/a.tf`, bucket]))
    const report = await judgeFiles(repository({ ...unread, ...read }))
    expect(report.notEvaluated.map(({ file, reason }) => [file, reason])).toEqual(
      Object.keys(unread).map((file) => [file, 'file-not-scanned']),
    )
    expect(encryption(found(report))).toHaveLength(3)
    expect(report.reasons.map(({ code }) => code)).toContain('not-evaluated')
  })

  it('downloads no module', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const sources = [
      `https://127.0.0.1:${port}/a.zip`,
      `s3::http://127.0.0.1:${port}/bucket/b.zip`,
      `git::http://127.0.0.1:${port}/c.git`,
      `127.0.0.1:${port}/d/e/f`,
      `\${"https:"}//127.0.0.1:${port}/g.zip`,
    ]
    const text = sources.map((source, i) => `module "m${i}" {\n  source = "${source}"\n}\n`).join('')
    const report = await judgeFiles(repository({ 'main.tf': text + bucket }))
    server.close()
    expect(asked).toEqual([])
    expect(report.notEvaluated.map(({ line, reason }) => [line, reason])).toEqual(sources.map((_, i) => [i * 3 + 2, 'remote-source']))
    expect(encryption(found(report))).toEqual(['AWS-0132 main.tf:16-18 aws_s3_bucket.logs'])
  })

  it('reads nothing of the machine through paths and links', async () => {
    const outside = repository({ 'm/main.tf': bucket, 'policy.json': '{}' })
    const root = repository({
      'main.tf': `module "a" {\n  source = "../${outside.split('/').at(-1)}/m"\n}\nmodule "b" {\n  source = "./link"\n}\n`,
    })
    symlinkSync(join(outside, 'm'), join(root, 'link'))
    const report = await judgeFiles(root)
    expect(found(report)).toEqual([])
    expect(report.notEvaluated.map(({ file, reason }) => [file, reason])).toEqual([
      ['link', 'outside-root'],
      ['main.tf', 'outside-root'],
      ['main.tf', 'unresolved-reference'],
    ])
  })

  it('in a link to a folder of the repository is judged there', async () => {
    const root = repository({ 'a/main.tf': bucket })
    mkdirSync(join(root, 'b'))
    symlinkSync('../a/main.tf', join(root, 'b', 'main.tf'))
    expect(encryption(found(await judgeFiles(root)))).toEqual([
      'AWS-0132 a/main.tf:1-3 aws_s3_bucket.logs',
      'AWS-0132 b/main.tf:1-3 aws_s3_bucket.logs',
    ])
  })
})

it('CloudFormation is judged in every form, and what cannot be read is said', async () => {
  const read: Record<string, [text: string, lines: string]> = {
    'a/plain.yaml': ['Resources:\n  Q: {Type: AWS::SQS::Queue}\n  B:\n    Type: AWS::S3::Bucket\n', '3-4'],
    'b/separator.yml': ['--- # x\nResources:\n  B:\n    Type: AWS::S3::Bucket\n', '3-4'],
    'c/comments.yaml': [
      'Resources:\n  # trivy:ignore:*\n  B: # trivy:ignore:AWS-0132\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: !Ref X}\n',
      '3-5',
    ],
    'd/json.json': ['{"Resources": {\n "B": {\n  "Type": "AWS::S3::Bucket"}}}\n', '2-3'],
    'd/letters.json': ['{"\\u0052esources": {\n "B": {\n  "Type": "\\u0041WS::S3::Bucket"}}}\n', '2-3'],
    'd/letters.yaml': ['"\\x52esources":\n  B:\n    Type: "A\\u0057S::S3::Bucket"\n', '2-3'],
    'e/other.template': ['{"Resources": {\n "B": {\n  "Type": "AWS::S3::Bucket"}}}\n', '2-3'],
  }
  const unread = {
    'f/syntax.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources: {A: [}\n',
    'g/loop.yaml': 'Resources:\n  Fn::ForEach::X: [a, [b], {"R": {Type: AWS::S3::Bucket}}]\n  B: {Type: AWS::S3::Bucket}\n',
  }
  const files = Object.fromEntries(Object.entries(read).map(([file, [text]]) => [file, text]))
  const report = await judgeFiles(repository({ ...files, ...unread }))
  expect(encryption(found(report))).toEqual(Object.entries(read).map(([file, [, lines]]) => `AWS-0132 ${file}:${lines} B`))
  const missed = report.notEvaluated.filter(({ reason }) => reason === 'file-not-scanned').map(({ file }) => file)
  expect(missed).toEqual(Object.keys(unread))
})

it('templates of Azure and projects of Ansible are judged where that is asked for', async () => {
  const arm = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [
      { type: 'Microsoft.Storage/storageAccounts', apiVersion: '2021-01-01', name: 'x', properties: { supportsHttpsTrafficOnly: false } },
    ],
  }
  const report = await judgeFiles(
    repository({
      '.policy-gate/config.yaml': 'infrastructure: {types: [azure-arm, ansible]}\n',
      'azure/main.json': JSON.stringify(arm, null, 1),
      'ops/site.yml': '- hosts: localhost\n  tasks:\n    - name: b\n      amazon.aws.s3_bucket:\n        name: x\n        state: present\n',
    }),
  )
  const ofFiles = found(report).map((line) => line.replace(/^([A-Z]+)-\d+ ([^:]*):.*/, '$1 $2'))
  expect([...new Set(ofFiles)]).toEqual(['AWS ops/site.yml', 'AZU azure/main.json'])
  expect(report.infrastructure!.files).toEqual({ ansible: 1, 'azure-arm': 1 })
})

it('Dockerfiles are judged under all their names, whatever their comments say; what is none is said', async () => {
  const text = 'FROM alpine:3.20\n# trivy:ignore:*\nRUN apk add curl\n'
  const names = ['Dockerfile', 'a/Dockerfile.a.b', 'a/Dockerfile.prod', 'b/Containerfile', 'b/api.dockerfile']
  const others = {
    'c/Dockerfile': 'FROM scratch\nUSER 65532\nHEALTHCHECK NONE\n',
    'd/Dockerfile': 'FROM scratch\nNO such\n',
    'e/Dockerfile': '',
  }
  const report = await judgeFiles(repository({ ...Object.fromEntries(names.map((name) => [name, text])), ...others }))
  expect(found(report).filter((line) => line.startsWith('DS-0025'))).toEqual(names.map((name) => `DS-0025 ${name}:3-3 ${name}`))
  expect(found(report).filter((line) => /[cde]\/Dockerfile/.test(line))).toEqual([])
  expect(report.infrastructure!.files).toEqual({ dockerfile: 8 })
  expect(report.notEvaluated.map(({ file, reason }) => [file, reason])).toEqual([
    ['d/Dockerfile', 'file-not-scanned'],
    ['e/Dockerfile', 'file-not-scanned'],
  ])
})

it('credentials are found at their lines, and their values are nowhere in the report', async () => {
  const token = ['ghp', 'A'.repeat(18) + '1'.repeat(18)].join('_')
  const report = await judgeFiles(
    repository({ '.policy-gate/config.yaml': 'infrastructure: {secrets: true}\n', 'app/settings.ini': `[x]\ntoken = ${token}\n` }),
  )
  expect(found(report)).toEqual(['github-pat app/settings.ini:2-2 app/settings.ini'])
  expect(JSON.stringify(report)).not.toContain(token)
})

it('rendered objects have the lines that people edit, and do not repeat what our own rules say', async () => {
  const deployment = (name: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: a}}\n    spec:\n      containers:\n        - name: c\n          image: registry.example/a:1\n`
  const report = await judgeFiles(
    repository({
      '.policy-gate/config.yaml': 'profile: strict\ninfrastructure: {types: [kubernetes]}\n',
      'base/d.yaml': deployment('k'),
      'base/kustomization.yaml': 'resources: [d.yaml]\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 0.1.0\n',
      'chart/templates/d.yaml': deployment('{{ .Release.Name }}').replace('registry.example/a:1', '{{ .Values.image }}'),
      'chart/values.yaml': 'image: registry.example/a:1\n',
      'many/a.yaml': ['a', 'b', 'c'].map(deployment).join('--- # trivy:ignore:*\n'),
      'operator/a.yaml': deployment('r').replace('apps/v1', 'argoproj.io/v1alpha1').replace('kind: Deployment', 'kind: Rollout'),
      'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
      'privileged/a.yaml': `${deployment('p')}          securityContext: {privileged: true}\n`,
    }),
  )
  expect(found(report).filter((line) => line.startsWith('KSV-0014'))).toEqual([
    'KSV-0014 base/d.yaml:10-10 prod-k',
    'KSV-0014 chart/templates/d.yaml:10-10 chart',
    'KSV-0014 many/a.yaml:10-10 a',
    'KSV-0014 many/a.yaml:22-22 b',
    'KSV-0014 many/a.yaml:34-34 c',
    'KSV-0014 operator/a.yaml:10-10 r',
    'KSV-0014 privileged/a.yaml:10-10 p',
  ])
  expect(report.findings.filter(({ ruleId }) => ruleId === 'pod-security/privileged')).toHaveLength(1)
  expect(report.findings.map(({ check }) => check)).not.toContain('KSV-0017')
})
