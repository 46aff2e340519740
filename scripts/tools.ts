/**
 * `pnpm tools [names]`: installs the programs that the full suites, `pnpm check` and the benchmark run, pinned, outside of the checkout,
 * and prints the folders to put on PATH. What is there stays. `--list` prints the table only.
 */
import { parseArgs } from 'node:util'
import { UserError } from '../packages/scanner/src/model.ts'
import { installTools, isInstalled, toolFolder, toolsNamed } from './tools/install.ts'

try {
  const { values, positionals } = parseArgs({ options: { list: { type: 'boolean' } }, allowPositionals: true })
  const wanted = toolsNamed(positionals)
  if (values.list) {
    for (const tool of wanted)
      console.log(
        `${tool.name.padEnd(15)}  ${tool.version.padEnd(7)}  ${tool.kind.padEnd(6)}  ${isInstalled(tool) ? 'installed' : 'missing  '}  ${tool.usedFor}`,
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
