/**
 * `pnpm tools [names]`: installs the programs that the full suites, `pnpm check` and the benchmark run, pinned, outside of the checkout,
 * and prints the folders to put on PATH. What is there stays. `--check` installs those of `pnpm check`, `--list` prints the table only.
 */
import { parseArgs } from 'node:util'
import { UserError } from '../packages/scanner/src/model.ts'
import { steps } from './check/steps.ts'
import { installTools, isInstalled, toolFolder, toolsNamed } from './tools/install.ts'

try {
  const { values, positionals } = parseArgs({ options: { list: { type: 'boolean' }, check: { type: 'boolean' } }, allowPositionals: true })
  const wanted = toolsNamed(values.check ? steps.flatMap(({ tools = [] }) => tools) : positionals)
  if (values.list) {
    for (const tool of wanted)
      console.log(
        `${tool.name.padEnd(15)}  ${tool.version.padEnd(7)}  ${tool.kind.padEnd(10)}  ${isInstalled(tool) ? 'installed' : 'missing  '}  ${tool.usedFor}`,
      )
  } else {
    installTools(wanted, (sentence) => console.error(sentence))
    for (const tool of wanted) console.log(toolFolder(tool))
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
