/** Repositories that others wrote, and the example: every file is scanned, or said not to be. */
import { existsSync, globSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withDefaults } from '../../src/config/config.ts'
import { readBuiltinPolicies } from '../../src/evaluate/builtin-policies.ts'
import { openFiles } from '../../src/files.ts'
import { openTrivy } from '../../src/images/trivy/trivy.ts'
import { scanInfrastructure } from '../../src/infrastructure/infrastructure.ts'
import { program } from './real-trivy.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? join(import.meta.dirname, '../../../../../shared/corpora'))
const absent = existsSync(corpora) ? '' : ' (LEFT OUT: POLICY_GATE_CORPORA names no folder with the corpora)'
const repositories = absent === '' ? globSync('realworld/*', { cwd: corpora }).sort() : []

const rules = new Map(readBuiltinPolicies().rules.map((rule) => [rule.id, rule]))

async function scanFiles(root: string) {
  const opened = openTrivy({ root, purposes: ['files'], today: '2026-01-01', program, cache: false })
  try {
    return await scanInfrastructure({
      root,
      paths: ['.'],
      sources: openFiles(root),
      config: withDefaults({}),
      rules,
      manifests: [],
      mode: 'all',
      openTrivy: () => opened,
      cache: undefined,
    })
  } finally {
    await (await opened).close()
  }
}

/** Files by their names, found without any of the scanner's own code. */
function named(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root }).filter((file) => !file.split('/').some((part) => part.startsWith('.') || part === 'node_modules'))
}

/** Resources that some caller of their module has none of, by the length of a list that another caller makes of resources. */
const unknown: Record<string, string[]> = { 'realworld/retail-store': ['terraform/lib/ecs/service/iam.tf:25 unknown-value'] }

describe(`repositories${absent}`, () => {
  it.each(repositories)('%s', async (path) => {
    const root = join(corpora, path)
    const { report, notEvaluated, findings } = await scanFiles(root)
    const terraform = named(root, '**/*.{tf,tf.json}')
    const values = named(root, '**/{terraform.tfvars,*.auto.tfvars}')
    const dockerfiles = named(root, '**/{Dockerfile*,*.dockerfile,*.Dockerfile,Containerfile*}').filter(
      (file) => !file.endsWith('.dockerignore'),
    )
    expect([report.files.terraform ?? 0, report.files.dockerfile ?? 0]).toEqual([terraform.length + values.length, dockerfiles.length])
    const gaps = notEvaluated.filter(({ reason }) => reason !== 'remote-source')
    expect(gaps.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(unknown[path] ?? [])
    for (const { location, ref } of findings) {
      expect([...terraform, ...dockerfiles]).toContain(location.file)
      expect(ref.name).not.toBe('')
    }
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length)
  })
})

it('the example has nothing that is worse than low', async () => {
  const { findings, notEvaluated, report } = await scanFiles(resolve(import.meta.dirname, '../../../../examples/cloudmart'))
  expect(findings.filter(({ severity }) => severity !== 'low').map(({ check, location }) => `${check} ${basename(location.file)}`)).toEqual(
    [],
  )
  // as many as there are zones, which the cloud says
  expect(notEvaluated.map(({ reason, file, line }) => `${reason} ${file}:${line}`).sort()).toEqual(
    [24, 38, 58].map((line) => `unknown-value terraform/modules/vpc/main.tf:${line}`),
  )
  expect(report.files.dockerfile).toBe(8)
  expect(report.files.terraform).toBeGreaterThan(30)
})
