import { globSync } from 'node:fs'
import { suiteTools, workflowTools } from '../tools/table.ts'

/** One step of `pnpm check`: programs that run one after the other in the root of the checkout. */
export interface Step {
  name: string
  /** What it proves, for CONTRIBUTING.md and `--list`. */
  proves: string
  /** `node` is the Node that runs the check; programs of `node_modules/.bin` are found by name. */
  commands: string[][]
  /** Tools of `pnpm tools` that it runs. */
  tools?: string[]
  needsGo?: boolean
  /** It keeps all processors busy, or measures time: nothing runs beside it. */
  alone?: boolean
}

const goFiles = (): string[] => globSync('packages/**/*.go', { exclude: ['**/node_modules/**', '**/vendor/**', '**/.build/**'] }).sort()

/** Files directly in a folder: those of other CI systems lie deeper. */
const workflows = (folder: string): string[] => globSync(`${folder}/*.yml`).sort()
const zizmor = ['zizmor', '--offline', '--quiet', '--persona', 'pedantic', '--config', '.github/zizmor.yml']

/** Everything that CI does, the longest of those that run side by side first. */
export const steps: Step[] = [
  {
    name: 'engines',
    proves: 'The engines are, byte for byte, what their Go sources give',
    commands: [['node', 'packages/engines/build.ts', '--check']],
    needsGo: true,
  },
  { name: 'lint', proves: 'TypeScript and JSON are formatted and free of lint', commands: [['biome', 'check', '.']] },
  {
    name: 'rego',
    proves: 'Rego is formatted and passes the strict check, with the engine that compiles the policies',
    commands: [['node', 'scripts/format-rego.ts', '--check']],
  },
  { name: 'types', proves: 'TypeScript is sound', commands: [['tsc', '--noEmit']] },
  {
    name: 'generated',
    proves: 'docs/rules and docs/frameworks.md are what the rules say, the picture of the README what the program prints',
    commands: [
      ['node', 'scripts/generate.ts', '--check'],
      ['node', 'scripts/picture.ts', '--check'],
    ],
  },
  {
    name: 'github',
    proves: "The API that the fake of GitHub is checked against is GitHub's own description, cut to what is asked",
    commands: [['node', 'scripts/github-schema.ts', '--check']],
  },
  { name: 'dist', proves: 'dist is what the sources give', commands: [['node', 'scripts/build.ts', '--check']] },
  {
    name: 'workflows',
    proves: 'The workflows, and those to copy, are correct (actionlint) and safe (zizmor)',
    commands: [
      ['actionlint', ...workflows('.github/workflows'), ...workflows('examples/workflows')],
      [...zizmor, '.github', 'action.yml', ...workflows('examples/workflows')],
    ],
    tools: workflowTools,
  },
  { name: 'test', proves: 'All suites that need only Node', commands: [['vitest', 'run']], alone: true },
  {
    name: 'cloudmart',
    proves: 'The committed program passes examples/cloudmart, and twice gives the same bytes',
    commands: [['node', 'scripts/check/cloudmart.ts']],
  },
  {
    name: 'gofmt',
    proves: 'Go is formatted',
    commands: [['node', 'scripts/check/silent.ts', 'gofmt', '-l', ...goFiles()]],
    needsGo: true,
  },
  {
    name: 'test-full',
    proves: 'Engines, built-ins, Pod Security rules and SARIF against the programs of their authors',
    commands: [['node', 'scripts/test-full.ts']],
    tools: suiteTools,
    needsGo: true,
    alone: true,
  },
]
