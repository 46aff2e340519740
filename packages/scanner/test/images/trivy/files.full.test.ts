import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesArguments } from '../../../src/images/trivy/arguments.ts'
import { readFileReport } from '../../../src/images/trivy/misconfigurations.ts'
import type { FileFacts, FileType, Misconfiguration, Trivy } from '../../../src/images/trivy/model.ts'
import { folderOf, openReal, rawRun } from '../support/trivy.ts'

const types: FileType[] = ['terraform', 'cloudformation', 'dockerfile', 'kubernetes']
const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n    - name: ${name}\n      image: ${name}:1\n      securityContext: {privileged: true}\n`
const files = {
  'joined.yaml': `${pod('a')}--- # second\n${pod('b')}---\n${pod('c')}---\n${pod('d')}`,
  'windows.yaml': `${pod('e')}---\n${pod('f')}`.replaceAll('\n', '\r\n'),
  'infrastructure/main.tf':
    'module "logs" {\n  source = "./modules/bucket"\n  name   = var.name\n}\nvariable "name" {\n  default = "logs"\n}\n',
  'infrastructure/modules/bucket/main.tf': 'variable "name" {}\nresource "aws_s3_bucket" "this" {\n  bucket = var.name\n}\n',
  'broken/main.tf': 'resource "aws_s3_bucket" {{{\n',
  'broken/Dockerfile': 'FROM\n',
  'stack.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A:\n    Type: AWS::S3::Bucket\n',
  'build/Dockerfile': 'FROM alpine:3.19\nRUN apk add curl\n',
  'notes.txt': `token: ghp_${'a1B2'.repeat(9)}\n`,
}

let trivy: Trivy
let facts: FileFacts
beforeAll(async () => {
  trivy = await openReal({ purposes: ['files'] })
  const given = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }))
  facts = await trivy.scanFiles(given, { types, secrets: true })
})
afterAll(() => trivy.close())

/** Name of the container and the lines that Trivy gives. */
function privileged(all: Misconfiguration[], file: string) {
  return all
    .filter(({ id, target }) => id === 'KSV-0017' && target === file)
    .map(({ message, startLine, endLine }) => `${/'(\w)'/.exec(message)![1]} ${startLine}-${endLine}`)
    .sort()
}

describe('files with several documents', () => {
  it('Trivy itself drops what follows a separator with a comment, and counts later lines wrongly', async () => {
    const { report } = await rawRun({}, (place) =>
      filesArguments(place, folderOf({ 'joined.yaml': files['joined.yaml'] }), { types, secrets: false, variables: [] }),
    )
    // b is missing; c and d lie in lines 24 to 26 and 33 to 35
    expect(privileged(readFileReport(report).misconfigurations, 'joined.yaml')).toEqual(['a 6-8', 'c 23-25', 'd 31-33'])
  })

  it('are judged document by document, with the lines of the file', () => {
    expect(privileged(facts.misconfigurations, 'joined.yaml')).toEqual(['a 6-8', 'b 15-17', 'c 24-26', 'd 33-35'])
    expect(privileged(facts.misconfigurations, 'windows.yaml')).toEqual(['e 6-8', 'f 15-17'])
  })
})

describe('facts about files', () => {
  it('modules of Terraform: the line in the module, and who uses it', () => {
    const bucket = facts.misconfigurations
      .filter(({ id }) => id === 'AWS-0087')
      .map(({ target, startLine, endLine, resource }) => [target, startLine, endLine, resource])
    expect(bucket).toEqual([
      ['infrastructure/modules/bucket/main.tf', 2, 4, 'module.logs'],
      ['stack.yaml', 3, 4, undefined],
    ])
  })

  it('a check without a line', () => {
    const user = facts.misconfigurations.find(({ id, target }) => id === 'DS-0002' && target === 'build/Dockerfile')!
    expect(user).toMatchObject({ type: 'dockerfile', severity: 'high', status: 'fail', url: expect.stringContaining('https://') })
    expect(user).not.toHaveProperty('startLine')
  })

  it('files that are broken are named, and what was looked at', () => {
    expect(facts.failed.map(({ file }) => file)).toEqual(['broken/Dockerfile', 'broken/main.tf'])
    expect(facts.scanned).toEqual(
      expect.arrayContaining(
        ['build/Dockerfile', 'infrastructure/main.tf', 'joined.yaml', 'stack.yaml', 'windows.yaml'].filter(
          (file) => file !== 'infrastructure/main.tf',
        ),
      ),
    )
    expect(facts.scanned).not.toContain('broken/Dockerfile')
  })

  it('credentials', () => {
    expect(facts.secrets).toMatchObject([{ id: 'github-pat', file: 'notes.txt', startLine: 1, endLine: 1, severity: 'critical' }])
    expect(JSON.stringify(facts)).not.toContain('ghp_')
  })

  it('need no database, and say so by having none', () => {
    expect(trivy.info).not.toHaveProperty('database')
  })
})
