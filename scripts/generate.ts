/** Writes `docs/rules` and `docs/frameworks.md` from the METADATA and examples of the rules; `--check` compares instead. */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openEngine } from '../packages/scanner/src/engines/client.ts'
import { type Annotation, type Diagnostic, diagnosticsText } from '../packages/scanner/src/evaluate/compile.ts'
import { rulesFromAnnotations } from '../packages/scanner/src/evaluate/metadata.ts'
import { type Rule, UserError } from '../packages/scanner/src/model.ts'
import { pages } from './generate/pages.ts'
import { capabilities, examples, families, policyModules, root } from './policy-sources.ts'

const docs = join(root, 'docs')

/** The rules as their sources say. @throws UserError (2) with every error of every module */
async function rulesOfSources(): Promise<Rule[]> {
  const sources = policyModules({ tests: false })
  const engine = openEngine('rego')
  try {
    const request = { modules: sources, capabilities: capabilities(), strict: true, annotations: true }
    const answer = await engine.call<{ diagnostics: Diagnostic[]; annotations?: Annotation[] }>('rego.compile', request)
    if (answer.diagnostics.length > 0) throw new UserError(diagnosticsText(answer.diagnostics))
    return rulesFromAnnotations(answer.annotations ?? [], { sources, families: families() })
  } finally {
    await engine.close()
  }
}

/** Pages that are there, below `docs`; those of rules that are gone too. */
function presentPages(): string[] {
  return globSync('rules/**/*.md', { cwd: docs }).map((file) => file.replaceAll('\\', '/'))
}

try {
  const wanted = pages(await rulesOfSources(), examples())
  const present = (path: string) => (existsSync(join(docs, path)) ? readFileSync(join(docs, path), 'utf8') : undefined)
  const gone = presentPages().filter((path) => !wanted.has(path))
  const stale = [...wanted].filter(([path, text]) => present(path) !== text).map(([path]) => path)
  if (!process.argv.includes('--check')) {
    for (const path of gone) rmSync(join(docs, path))
    for (const path of stale) {
      mkdirSync(dirname(join(docs, path)), { recursive: true })
      writeFileSync(join(docs, path), wanted.get(path)!)
    }
    console.log(`${wanted.size} pages, ${stale.length} written, ${gone.length} removed.`)
  } else if (stale.length + gone.length > 0) {
    const list = [...stale, ...gone].sort().map((path) => `  docs/${path}`)
    console.error(`Pages are not what the rules say: run \`pnpm generate\` and commit. Different:\n${list.join('\n')}`)
    process.exitCode = 1
  } else console.log(`${wanted.size} pages are what the rules say.`)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
