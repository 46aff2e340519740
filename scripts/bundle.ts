import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { root } from './policy-sources.ts'

const scanner = join(root, 'packages/scanner/src')
const action = join(root, 'packages/action/src')

/**
 * Bundles the programs: command line, library, action, worker, engine runner. What two of them need is in a chunk of its own, so that the
 * action does not make the command line any heavier.
 * @param target folder for them
 * @returns licences of the packages that the bundles are made of
 */
export async function bundlePrograms(target: string): Promise<string> {
  const { metafile, outputFiles } = await build({
    metafile: true,
    write: false,
    absWorkingDir: root,
    entryPoints: {
      cli: join(scanner, 'cli/main.ts'),
      action: join(action, 'main.ts'),
      index: join(scanner, 'index.ts'),
      'evaluation-worker': join(scanner, 'evaluate/worker.ts'),
      'engine-runner': join(scanner, 'engines/runner.ts'),
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
  })
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true })
    // what begins with `#!` is run by its name
    writeFileSync(path, withBuiltins(text), { mode: text.startsWith('#!') ? 0o755 : 0o644 })
  }
  return notices(Object.keys(metafile.inputs))
}

/**
 * Takes Node's own modules from where they are: an import statement reads everything that a module exports, and so loads what the module
 * itself would load later or never (`fs.promises`, `crypto.webcrypto`).
 */
function withBuiltins(program: string): string {
  const text = program.replace(/import\{([^}]*)\}from"(node:[\w/]+)";?/g, (_, names: string, module: string) => {
    return `const{${names.replaceAll(' as ', ':')}}=process.getBuiltinModule("${module}");`
  })
  // some dependencies are CommonJS and ask for Node's own modules; the command line has this on its way to say that Node is too old
  const require = 'const require=process.getBuiltinModule?.("node:module").createRequire(import.meta.url);'
  return /\brequire\b/.test(text) ? text.replace(/^(#!.*\n)?/, `$1${require}`) : text
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
