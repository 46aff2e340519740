/**
 * Cuts the operations that the action uses out of GitHub's OpenAPI description, for the fake of GitHub's API in the tests:
 * `node scripts/github-schema.ts [--check]`. Descriptions and examples are left out, and OpenAPI 3.0's `nullable` becomes JSON Schema.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { slice } from './github-schema/slice.ts'
import { toolsFolder } from './tools/install.ts'

const source = {
  package: '@octokit/openapi',
  version: '23.0.2',
  integrity: 'sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==',
  license: 'MIT License Copyright (c) 2020 Octokit contributors',
}
const member = 'package/generated/api.github.com.json'
const target = join(import.meta.dirname, '..', 'packages', 'action', 'test', 'fake', 'openapi.generated.json')

/** Path of the description in the tools folder, which is fetched and checked first where it is missing: 29 MB, of which 13 MB are kept. */
function description(): string {
  const folder = join(toolsFolder(), `github-openapi-${source.version}`)
  if (existsSync(folder)) return join(folder, member)
  mkdirSync(toolsFolder(), { recursive: true })
  const part = mkdtempSync(join(toolsFolder(), 'installing-'))
  try {
    const archive = execFileSync('npm', ['pack', '--silent', `${source.package}@${source.version}`], { cwd: part, encoding: 'utf8' }).trim()
    const digest = createHash('sha512')
      .update(readFileSync(join(part, archive)))
      .digest('base64')
    if (`sha512-${digest}` !== source.integrity) throw new Error(`the archive is sha512-${digest}, expected ${source.integrity}`)
    execFileSync('tar', ['-xzf', archive, member], { cwd: part })
    rmSync(join(part, archive))
    renameSync(part, folder)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  return join(folder, member)
}

const text = `${JSON.stringify({ source, ...slice(JSON.parse(readFileSync(description(), 'utf8'))) }, null, 1)}\n`
if (process.argv.includes('--check')) {
  if (existsSync(target) && readFileSync(target, 'utf8') === text) console.log(`${target} is up to date.`)
  else {
    console.error(`${target} differs: run node scripts/github-schema.ts`)
    process.exitCode = 1
  }
} else {
  writeFileSync(target, text)
  console.log(`${target}: ${Math.round(text.length / 1000)} kB of JSON`)
}
