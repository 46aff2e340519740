import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { scanCommand } from '../../packages/scanner/src/cli/commands/scan.ts'
import { scan } from '../../packages/scanner/src/scan.ts'
import { steps } from '../check/steps.ts'
import { root } from '../policy-sources.ts'
import { tools } from '../tools/table.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const pages = ['*.md', 'docs/*.md', 'docs/guides/*.md', 'docs/rules/README.md', 'packages/*/README.md', 'examples/cloudmart/*.md'].flatMap(
  (pattern) => globSync(pattern, { cwd: root }),
)
const blocks = (file: string, language: string) =>
  [...read(file).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!)

describe('links lead to files that are there', () => {
  it.each(pages)('%s', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1]!).filter((link) => !/^https?:/.test(link))
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
  })
})

describe('CONTRIBUTING', () => {
  it('names commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read('CONTRIBUTING.md').matchAll(/(?:`|^)pnpm ([a-z][a-z:-]*)/gm)].map((match) => match[1]!)
    expect(named.length).toBeGreaterThan(10)
    expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([])
  })

  it('says of every step of the check what it proves', () => {
    const table = read('CONTRIBUTING.md').split('| step of `pnpm check` |')[1] ?? ''
    const named = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap((row) => [...row[1]!.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]!))
    expect(named.sort()).toEqual(steps.map(({ name }) => name).sort())
  })
})

describe('the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-readme-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(['README.md', 'README.ko.md'])('has examples that work: %s', async (page) => {
    mkdirSync(join(folder, page, '.policy-gate/policies'), { recursive: true })
    const [workflow, configuration] = blocks(page, 'yaml') as [string, string]
    const [, step] = parse(workflow).jobs['policy-gate'].steps
    expect(Object.keys(parse(read('action.yml')).inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)))
    writeFileSync(join(folder, page, '.policy-gate/config.yaml'), configuration)
    writeFileSync(join(folder, page, '.policy-gate/policies/team.rego'), blocks(page, 'rego')[0]!)
    writeFileSync(join(folder, page, 'web.yaml'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n')
    const { report, config } = await scan({ cwd: join(folder, page), cache: false })
    expect(report.findings.filter(({ ruleId }) => ruleId === 'main/deny').map(({ message }) => message)).toEqual(['web has no team'])
    expect(config.environments.map(({ name }) => name)).toEqual(['production'])
  })

  it('names flags that there are, with all their values', () => {
    const rows = [...read('README.md').matchAll(/^\| `--([a-z-]+) [^|]*\|(.*)\|$/gm)]
    expect(rows.length).toBeGreaterThan(4)
    for (const [, flag = '', text = ''] of rows) {
      const values = [...text.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map((match) => match[1]!)
      expect(values.sort(), flag).toEqual([...(scanCommand.options[flag]?.choices ?? [])].sort())
    }
  })

  it('says the same in Korean: commands, headings, rows, links', () => {
    const outline = (page: string) => ({
      commands: blocks(page, 'sh'),
      headings: read(page).match(/^#+ /gm),
      rows: read(page).match(/^\|/gm)?.length,
      points: read(page).match(/^- /gm)?.length,
      links: [...read(page).matchAll(/\]\(([^)\s]+)/g)].map((match) => match[1]!.replace('.ko.md', '.md')).sort(),
    })
    expect(outline('README.ko.md')).toEqual(outline('README.md'))
  })

  it('opens with the commands that CI runs', () => {
    const script = read('.ci/run')
    for (const command of blocks('README.md', 'sh')
      .slice(0, 2)
      .join('')
      .split(/&&|\n/)
      .filter((line) => line.trim() !== '')) {
      expect(script).toContain(`\n${command.trim()}`)
    }
  })
})

describe('tools', () => {
  it('that CI installs are those that the steps of the check run', () => {
    expect(read('.ci/run')).toContain('\nnice -n 19 npx -y pnpm@12 run tools --check >')
    for (const name of steps.flatMap(({ tools: wanted = [] }) => wanted)) expect(tools.map((tool) => tool.name)).toContain(name)
  })
})
