/**
 * Formats and checks every Rego file of the project with the engine that compiles the policies (`opa fmt` and `opa check --strict` of the
 * same version). `--write` formats; `--check` names what is not formatted, and every error of the strict check.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EngineClient, openEngine } from '../packages/scanner/src/engines/client.ts'
import type { RegoFormatAnswer } from '../packages/scanner/src/engines/operations.ts'
import { type Diagnostic, diagnosticsText } from '../packages/scanner/src/evaluate/compile.ts'
import { capabilities, root } from './policy-sources.ts'

/** Modules that are compiled together, each set by itself. Fixtures of tests are wrong on purpose and stay as they are. */
const sets = [
  { folder: 'packages/policies', files: '{lib,entrypoints,rules,gate}/**/*.rego' },
  { folder: 'scripts/bench/policy', files: '**/*.rego' },
]

function modules({ folder, files }: (typeof sets)[number]): Record<string, string> {
  const names = globSync(files, { cwd: join(root, folder) }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
  return Object.fromEntries(names.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

/** The files that formatting changes, with their new text, and what cannot be parsed. */
async function formatted(
  engine: EngineClient,
  sources: Record<string, string>,
): Promise<{ changed: [string, string][]; wrong: Diagnostic[] }> {
  const { files } = await engine.call<RegoFormatAnswer>('rego.format', { modules: sources })
  const answers = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    changed: answers.flatMap(([file, { text }]): [string, string][] =>
      text === undefined || text === sources[file] ? [] : [[file, text]],
    ),
    wrong: answers.flatMap(([, { diagnostics = [] }]) => diagnostics),
  }
}

async function strictCheck(engine: EngineClient, sources: Record<string, string>): Promise<Diagnostic[]> {
  const request = { modules: sources, capabilities: capabilities(), strict: true }
  return (await engine.call<{ diagnostics: Diagnostic[] }>('rego.compile', request)).diagnostics
}

const engine = openEngine('rego')
const problems: string[] = []
let count = 0
try {
  for (const set of sets) {
    const sources = modules(set)
    count += Object.keys(sources).length
    const { changed, wrong } = await formatted(engine, sources)
    if (process.argv.includes('--write')) for (const [file, text] of changed) writeFileSync(join(root, file), text)
    else problems.push(...changed.map(([file]) => `${file}: not formatted: run \`pnpm format\``))
    const diagnostics = wrong.length > 0 ? wrong : await strictCheck(engine, sources)
    if (diagnostics.length > 0) problems.push(diagnosticsText(diagnostics))
  }
} finally {
  await engine.close()
}
if (count === 0) problems.push('there is no Rego file: this is not the whole checkout')
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exitCode = 1
} else console.log(`${count} Rego files are formatted and pass the strict check.`)
