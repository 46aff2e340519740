import { describe, expect, it } from 'vitest'
import { checkName } from '../../src/govern/baseline/entry.ts'
import { layOut, repository } from '../scan/repository.ts'
import { at, rule, run } from './scanning.ts'

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
