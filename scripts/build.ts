/**
 * Builds `dist` from the sources: bundles (command line, library, action, worker, engine runner), policies, and, with `--engines`, the Go engines.
 * `--check` builds into a temporary folder and compares: exit 1 when the committed `dist` is not what the sources give.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { buildPolicies } from './build-policies.ts'
import { bundlePrograms } from './bundle.ts'
import { root } from './policy-sources.ts'

const committed = join(root, 'dist')

/** Everything in `dist` that this script makes; `engines` is made by `pnpm build:engines`. */
async function bundle(target: string): Promise<void> {
  const notices = await bundlePrograms(target)
  await buildPolicies(join(target, 'policies'))
  writeFileSync(join(target, 'THIRD_PARTY_NOTICES.md'), notices)
}

/** Contents by path, and whether a file can be run. */
function files(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  return new Map(paths.filter((path) => !path.startsWith('engines/')).map((path) => [path, contentOf(join(folder, path))]))
}

function contentOf(file: string): string {
  const isProgram = process.platform !== 'win32' && (statSync(file).mode & 0o111) !== 0
  return `${isProgram ? 'program' : 'file'} ${readFileSync(file, 'base64')}`
}

if (process.argv.includes('--engines')) execFileSync(process.execPath, [join(root, 'packages/engines/build.ts')], { stdio: 'inherit' })
if (process.argv.includes('--check')) {
  const target = mkdtempSync(join(tmpdir(), 'policy-gate-dist-'))
  try {
    await bundle(target)
    const [wanted, present] = [files(target), files(committed)]
    const stale = [...new Set([...wanted.keys(), ...present.keys()])].filter((path) => wanted.get(path) !== present.get(path)).sort()
    if (stale.length > 0) {
      console.error(
        `dist is not what the sources give: run \`pnpm bundle\` and commit. Different:\n${stale.map((path) => `  dist/${path}`).join('\n')}`,
      )
      process.exitCode = 1
    } else console.log(`dist is what the sources give: ${wanted.size} files.`)
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
} else {
  // built beside and moved into place, so that an error leaves what was there
  const target = join(root, 'node_modules/.cache/policy-gate-dist')
  rmSync(target, { recursive: true, force: true })
  await bundle(target)
  mkdirSync(committed, { recursive: true })
  for (const name of readdirSync(committed)) if (name !== 'engines') rmSync(join(committed, name), { recursive: true })
  for (const name of readdirSync(target)) renameSync(join(target, name), join(committed, name))
}
