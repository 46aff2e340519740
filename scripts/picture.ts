/**
 * Draws docs/images/scan.svg: what the program prints about examples/cloudmart after two of its changes. `--check` compares instead.
 * Nothing in the picture is written by hand.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { textReporter } from '../packages/scanner/src/report/index.ts'
import { scan } from '../packages/scanner/src/scan.ts'
import { terminalPicture } from './picture/terminal.ts'
import { root } from './policy-sources.ts'

const example = join(root, 'examples/cloudmart')
const target = join(root, 'docs/images/scan.svg')
const changes = ['08-literal-password', '14-broad-authorization']

async function picture(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-picture-'))
  try {
    cpSync(example, folder, { recursive: true })
    for (const change of changes) {
      const patch = join(example, 'changes', `${change}.patch`)
      execFileSync('git', ['apply', patch], { cwd: folder, env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() } })
    }
    const { report, rules, config, sources } = await scan({ cwd: folder, root: '.', cache: false })
    if (report.findings.length === 0) throw new Error('the changes give no finding: the picture would show nothing')
    const readSource = (file: string) => {
      const text = sources.text(file)
      return typeof text === 'string' ? text : undefined
    }
    const text = textReporter({ colour: true, width: 118, verbose: false, quiet: false })(report, {
      rules,
      language: config.language,
      readSource,
    })
    return terminalPicture(`$ policy-gate scan\n${text}`, { title: 'policy-gate scan' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const wanted = await picture()
if (!process.argv.includes('--check')) writeFileSync(target, wanted)
else if (!existsSync(target) || readFileSync(target, 'utf8') !== wanted) {
  console.error('docs/images/scan.svg is not what the program prints: run `node scripts/picture.ts` and commit.')
  process.exitCode = 1
} else console.log('docs/images/scan.svg is what the program prints.')
