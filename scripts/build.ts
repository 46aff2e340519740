/**
 * Builds `dist` from the sources: bundles (command line, library, worker, engine runner), policies, and, with `--engines`, the Go engines.
 * `--check` builds into a temporary folder and compares: exit 1 when the committed `dist` is not what the sources give.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { buildPolicies } from './build-policies.ts'
import { root } from './policy-sources.ts'

const source = join(root, 'packages/scanner/src')
const committed = join(root, 'dist')

/** Everything in `dist` that this script makes; `engines` is made by `pnpm build:engines`. */
async function bundle(target: string): Promise<void> {
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: {
      cli: join(source, 'cli/main.ts'),
      action: join(root, 'packages/action/src/main.ts'),
      index: join(source, 'index.ts'),
      'evaluation-worker': join(source, 'evaluate/worker.ts'),
      'engine-runner': join(source, 'engines/runner.ts'),
    },
    outdir: target,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    minifySyntax: true,
    minifyWhitespace: true,
    charset: 'utf8',
    legalComments: 'none',
    // its ECMAScript modules: what is not used falls away, and nothing runs before it is wanted
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    logLevel: 'warning',
    // some dependencies are CommonJS and ask for Node's own modules
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  })
  await buildPolicies(join(target, 'policies'))
  writeFileSync(join(target, 'THIRD_PARTY_NOTICES.md'), notices(Object.keys(metafile.inputs)))
}

/** Licences of the packages that the bundles are made of, from their own folders. */
function notices(inputs: string[]): string {
  const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? [])
  const parts = [...new Set(folders)].map((path) => {
    const folder = resolve(root, path)
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file === undefined ? '' : `\n\`\`\`\n${readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()}\n\`\`\`\n`
    return `## ${name} ${version} (${license})\n${text}`
  })
  return `# Third-party software inside the bundles\n\nWhat is inside the engines: engines/THIRD_PARTY_NOTICES.md.\n\n${parts.sort().join('\n')}`
}

function files(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  return new Map(paths.filter((path) => !path.startsWith('engines/')).map((path) => [path, readFileSync(join(folder, path), 'base64')]))
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
        `dist is not what the sources give: run \`pnpm build\` and commit. Different:\n${stale.map((path) => `  dist/${path}`).join('\n')}`,
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
