import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleName, scaffoldRule } from '../new-rule.ts'
import { root } from '../policy-sources.ts'

const copy = mkdtempSync(join(tmpdir(), 'policy-gate-new-rule-'))
const policies = join(copy, 'packages/policies')
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The checkout as far as rules need it, without any rule. */
beforeAll(() => {
  const parts = ['lib', 'entrypoints', 'gate', 'frameworks', 'test', 'capabilities.json'].map((part) => `packages/policies/${part}`)
  for (const part of [...parts, 'packages/scanner/src', 'packages/action/src', 'schemas', 'scripts', 'package.json', 'vitest.config.ts']) {
    cpSync(join(root, part), join(copy, part), { recursive: true })
  }
  mkdirSync(join(copy, 'dist'))
  for (const part of ['node_modules', 'dist/engines', 'dist/policies']) symlinkSync(join(root, part), join(copy, part))
})

/** Runs a program of the copy; its output is part of the error when it fails. */
function run(program: string, args: string[]): string {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|NODE_OPTIONS)/.test(name)))
  try {
    return execFileSync(process.execPath, [program, ...args], {
      cwd: copy,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...environment, NO_COLOR: '1' },
    })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${stdout}\n${stderr}`)
  }
}

describe('a new rule, as it is scaffolded', () => {
  beforeAll(() => {
    scaffoldRule(ruleName('workload/new-resource'), policies)
    scaffoldRule(ruleName('new-domain/new-relation', 'relation'), policies)
    scaffoldRule(ruleName('new-domain/new-image', 'image'), policies)
    scaffoldRule(ruleName('new-domain/new-file', 'file'), policies)
  })

  it('passes the tests of rules and of examples', () => {
    const output = run(join(root, 'node_modules/vitest/vitest.mjs'), [
      'run',
      '--reporter=verbose',
      'packages/policies/test/rules.test.ts',
      'packages/policies/test/examples.test.ts',
    ])
    for (const wanted of [
      'rules.workload.new_resource > a pod that asks for it',
      'rules.new_domain.new_relation > only other pods',
      'workload/new-resource > refuses: With the boolean of YAML 1.1',
      'new-domain/new-relation > accepts: A pod with the label',
      'rules.new_domain.new_image > an image that nobody owns',
      'new-domain/new-image > refuses: Only others',
      'new-domain/new-file > has at least two bad and two good examples',
      'new-domain/new-file > has the form: Replace this too',
    ])
      expect(output).toContain(wanted)
  })

  it('is formatted and passes the strict check', () => {
    expect(run('scripts/format-rego.ts', ['--check'])).toContain('formatted and pass the strict check')
  })

  it('gets its pages', () => {
    run('scripts/generate.ts', [])
    expect(readFileSync(join(copy, 'docs/rules/new-domain/new-relation.md'), 'utf8')).toContain('The Service "{service}" selects no pod')
    expect(readFileSync(join(copy, 'docs/rules/new-domain/new-image.md'), 'utf8')).toContain('- image: registry.example/tools/wait:0.3.0')
    expect(readFileSync(join(copy, 'docs/rules/ko/new-domain/new-file.md'), 'utf8')).toContain(
      '`main.tf`:\n\n```hcl\nresource "aws_sqs_queue" "orders" {\n  name = "orders"\n}\n```\n\n검출 위치: `main.tf:1 XX-0002 aws_sqs_queue.orders`',
    )
  })
})

describe('the scaffold refuses', () => {
  it.each(['privileged', 'Mesh/mtls', 'mesh/mtls_strict', 'mesh/', 'a/b/c', '../x', 'mesh/-x'])('the name %s', (id) => {
    expect(() => ruleName(id)).toThrow(/is no name of a rule/)
  })

  it('a rule that is there', () => {
    const name = ruleName('workload/twice')
    scaffoldRule(name, join(copy, 'elsewhere'))
    expect(() => scaffoldRule(name, join(copy, 'elsewhere'))).toThrow(/is there already/)
  })
})
