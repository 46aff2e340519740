import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { type InputName, inputTable } from '../../packages/action/src/input-table.ts'
import { merge } from '../../packages/scanner/src/cli/commands/merge.ts'
import { scanCommand } from '../../packages/scanner/src/cli/commands/scan.ts'
import { parseCommand } from '../../packages/scanner/src/cli/options.ts'
import { outputPlan } from '../../packages/scanner/src/cli/report-options.ts'
import { scan } from '../../packages/scanner/src/scan.ts'
import { root } from '../policy-sources.ts'
import { built } from '../testing/built.ts'

interface Step {
  id?: string
  uses?: string
  run?: string
  if?: string
  with?: Record<string, string | boolean>
}
interface Workflow {
  on: Record<string, unknown>
  permissions: Record<string, string>
  jobs: Record<string, { needs?: string; if?: string; permissions: Record<string, string>; steps: Step[] }>
}

const folder = join(root, 'examples/workflows')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const action = parse(read('action.yml')) as { inputs: Record<string, object>; outputs: Record<string, object> }
const examples = globSync('*.yml', { cwd: folder }).sort()
const workflow = (file: string) => parse(readFileSync(join(folder, file), 'utf8')) as Workflow
const isGate = ({ uses }: Step) => uses !== undefined && /^cloudmart\/policy-gate@|^\.\/$/.test(uses)
/** Also what an expression gives is checked, where it stands for one of two values. */
const isChoice = (name: string, value: string | boolean) => {
  const spec = inputTable[name as InputName] as { kind: string; choices?: readonly string[] } | undefined
  if (spec === undefined) return false
  if (String(value).startsWith('${{')) return true
  if (spec.kind === 'flag') return ['true', 'false'].includes(String(value))
  return spec.choices === undefined || spec.choices.includes(String(value))
}

describe('workflows to copy', () => {
  it('are those that the tables name', () => {
    const files = globSync('**/*.{yml,yaml}', { cwd: folder }).map((file) => file.replaceAll('\\', '/'))
    for (const page of ['README.md', 'README.ko.md']) {
      const table = readFileSync(join(folder, page), 'utf8')
      const named = [...table.matchAll(/\]\(([^)]+\.ya?ml)\)/g)].map((match) => match[1]!)
      expect([...new Set(named)].sort()).toEqual(files.sort())
    }
  })

  it.each(examples)('%s: inputs, outputs and steps exist; other actions are pinned; nobody is given a permission by default', (file) => {
    const { permissions, jobs } = workflow(file)
    expect(permissions).toEqual({})
    const steps = Object.values(jobs).flatMap((job) => job.steps)
    expect(steps.filter(isGate).length).toBeGreaterThan(0)
    for (const [name, value] of steps.filter(isGate).flatMap((step) => Object.entries(step.with ?? {})))
      expect([name, value, isChoice(name, value)]).toEqual([name, value, true])
    expect(steps.filter((step) => step.uses && !isGate(step)).filter(({ uses }) => !/@[0-9a-f]{40}$/.test(uses!))).toEqual([])
    const used = [...readFileSync(join(folder, file), 'utf8').matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    for (const [text, id, output] of used) {
      expect(
        steps.filter(isGate).map((step) => step.id),
        text,
      ).toContain(id)
      expect(Object.keys(action.outputs), text).toContain(output)
    }
    for (const job of Object.values(jobs)) expect(job.permissions.contents).toBe('read')
  })

  it.each(examples)('%s: each permission is for an input, and each input has its permission', (file) => {
    const wanted = { comment: 'pull-requests', 'check-run': 'checks', 'upload-sarif': 'security-events' }
    for (const { permissions, steps } of Object.values(workflow(file).jobs)) {
      const on = Object.entries(wanted).filter(([input]) => steps.some((step) => isGate(step) && step.with?.[input] !== undefined))
      expect(Object.keys(permissions).sort()).toEqual(['contents', ...on.map(([, permission]) => permission)].sort())
    }
  })

  it('the required job of the matrix runs whatever became of the shards, and fails with them', () => {
    const { jobs } = workflow('monorepo-matrix.yml')
    const last = jobs['policy-gate']!
    expect([last.needs, last.if]).toEqual(['shard', 'always()'])
    const guard = last.steps.at(-1)!
    expect(guard.if).toBe("always() && needs.shard.result != 'success'")
    expect(guard.run).toContain('exit 1')
    const total = (jobs.shard as unknown as { strategy: { matrix: { index: number[] } } }).strategy.matrix.index
    expect(jobs.shard!.steps.find(isGate)!.with!.shard).toBe(`\${{ matrix.index }}/${total.length}`)
  })

  it('where secrets are at hand nothing of the change is run, and no artifact is read', () => {
    const privileged = examples.filter((file) => ['workflow_run', 'pull_request_target'].some((event) => event in workflow(file).on))
    expect(privileged).toEqual(['fork-safe.yml'])
    const steps = Object.values(workflow('fork-safe.yml').jobs).flatMap((job) => job.steps)
    expect(steps.map(({ uses }) => uses?.split('@')[0])).toEqual(['actions/checkout', 'cloudmart/policy-gate'])
    expect(steps[0]!.with!.path).toBe(steps[1]!.with!['working-directory'])
  })
})

/** Words of every command line of the program in a text; variables become `1`, since only the form is looked at. */
function commandLines(text: string): string[][] {
  const joined = text.replace(/\\\n\s*/g, ' ')
  return [...joined.matchAll(/(?:dist\/cli\.mjs|policy-gate)"? (scan|merge) ([^\n|;)`]*)/g)].map(([, name, rest]) => [
    name!,
    ...rest!
      .replace(/&&.*|#.*/, '')
      .replace(/"?\$\{?\w+\}?[^\s"]*"?/g, (word) =>
        word.includes('/') && /NODE/.test(word) ? '1/2' : /FAIL_ON/.test(word) ? 'high' : `f${word.length}`,
      )
      .trim()
      .split(/\s+/)
      .filter((word) => word !== ''),
  ])
}

const guides = globSync('docs/guides/*.md', { cwd: root })
const withCommands = ['examples/workflows/gitlab/gitlab-ci.yml', 'examples/workflows/tekton/task.yaml', ...guides].filter(
  (file) => commandLines(scripts(file)).length > 0,
)

/** Scripts of a YAML file as they are run, else the text. */
function scripts(file: string): string {
  if (!/\.ya?ml$/.test(file)) return read(file)
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  for (const document of parseAllDocuments(read(file))) visit(document.toJS())
  return found.join('\n')
}

describe('the guide of the action', () => {
  /** First cells of the table below a heading. */
  const rows = (page: string, heading: RegExp) => {
    const section = read(page)
      .split(/^## /m)
      .find((text) => heading.test(text))!
    return [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map((match) => match[1]!)
  }
  it.each(['docs/guides/action.md', 'docs/guides/action.ko.md'])('%s has every input and output of action.yml, in its order', (page) => {
    expect(rows(page, /^(Inputs|입력)\n/)).toEqual(Object.keys(action.inputs))
    expect(rows(page, /^(Outputs|출력)\n/)).toEqual(Object.keys(action.outputs))
  })
  it('names what is chosen from, as it is', () => {
    for (const [name, spec] of Object.entries(inputTable)) {
      const row = read('docs/guides/action.md')
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\``))!
      for (const choice of (spec as { choices?: readonly string[] }).choices ?? []) expect(row).toContain(`\`${choice}\``)
    }
  })
})

describe('command lines in examples and guides', () => {
  it('are there', () => expect(withCommands.length).toBeGreaterThan(4))
  it.each(withCommands)('%s: flags, values and numbers of outputs are right', (file) => {
    for (const [name, ...words] of commandLines(scripts(file))) {
      const args = parseCommand(name === 'merge' ? merge : scanCommand, words)
      if (args.texts('output').length > 0) outputPlan(args)
      if (name === 'merge') expect(args.positionals.length).toBeGreaterThan(0)
    }
  })
})

describe('Tekton', () => {
  const work = mkdtempSync(join(tmpdir(), 'policy-gate-tekton-'))
  afterAll(() => rmSync(work, { recursive: true, force: true }))
  const task = parse(read('examples/workflows/tekton/task.yaml'))
  const pipeline = parse(read('examples/workflows/tekton/pipeline.yaml'))

  /** Runs the script of a step as Tekton does, with what its variables stand for; the program is that of this checkout. */
  function run(step: { script: string; env: { name: string; value: string }[] }, params: Record<string, string>, cwd: string): number {
    const fill = (text: string) =>
      text
        .replace(/\$\(params\.([\w-]+)\)/g, (_, name: string) => params[name]!)
        .replaceAll('$(workspaces.source.path)', work)
        .replace(/\$\(results\.([\w-]+)\.path\)/g, (_, name: string) => join(work, name))
    const env = Object.fromEntries(step.env.map(({ name, value }) => [name, fill(value)]))
    const script = join(work, 'script')
    writeFileSync(script, step.script.replaceAll('/opt/policy-gate/dist/cli.mjs', built('cli.mjs')))
    mkdirSync(cwd, { recursive: true })
    try {
      execFileSync('sh', [script], { cwd, env: { PATH: process.env.PATH ?? '', ...env, HOME: work, TMPDIR: work }, stdio: 'pipe' })
      return 0
    } catch (error) {
      return (error as { status: number }).status
    }
  }

  it('names parameters, workspaces and tasks that are declared', () => {
    const named = (text: string) => [...text.matchAll(/\$\(params\.([\w-]+)\)/g)].map((match) => match[1]!)
    const declared = (params: { name: string }[]) => params.map(({ name }) => name)
    expect(new Set(named(JSON.stringify(task.spec)))).toEqual(new Set(declared(task.spec.params)))
    expect(declared(pipeline.spec.params)).toEqual(expect.arrayContaining(named(JSON.stringify(pipeline.spec.tasks))))
    const judged = pipeline.spec.tasks.find(({ taskRef }: { taskRef?: { name: string } }) => taskRef?.name === task.metadata.name)
    const required = task.spec.params.filter((param: object) => !('default' in param))
    expect(declared(judged.params).sort()).toEqual(declared(required).sort())
  })

  it('fetches both commits, and judges the change by the settings of the one it goes to', () => {
    const upstream = join(work, 'upstream')
    const git = (...words: string[]) =>
      execFileSync('git', ['-C', upstream, '-c', 'user.name=x', '-c', 'user.email=x@localhost', ...words], { encoding: 'utf8' }).trim()
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{name: a, image: a}]}\n'
    mkdirSync(join(upstream, '.policy-gate'), { recursive: true })
    git('init', '--quiet')
    git('config', 'uploadpack.allowAnySHA1InWant', 'true')
    writeFileSync(join(upstream, '.policy-gate/config.yaml'), 'failOn: high\n')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'base')
    const base = git('rev-parse', 'HEAD')
    writeFileSync(join(upstream, '.policy-gate/config.yaml'), 'failOn: none\n')
    writeFileSync(join(upstream, 'pod.yaml'), pod)
    git('add', '--all')
    git('commit', '--quiet', '--message', 'change')
    const params = { image: 'x', repository: upstream, revision: git('rev-parse', 'HEAD'), base, 'settings-from': base, 'fail-on': 'high' }
    expect(run(pipeline.spec.tasks[0].taskSpec.steps[0], params, work)).toBe(0)
    expect(run(task.spec.steps[0], params, join(work, 'src'))).toBe(1)
    expect(readFileSync(join(work, 'exit-code'), 'utf8')).toBe('1')
    expect(JSON.parse(readFileSync(join(work, '.reports/policy-gate.json'), 'utf8')).settings.commit).toBe(base)
  })
})

it('the Tekton examples have no finding of the strict profile', async () => {
  const cwd = join(folder, 'tekton')
  const { report } = await scan({ cwd, root: cwd, profile: 'strict', cache: false })
  expect([report.verdict, report.findings, report.summary.objects]).toEqual(['pass', [], 2])
})

describe('GitLab', () => {
  it('shards hand on what they found, and the last job gives the verdict by the settings of the target branch', () => {
    const work = mkdtempSync(join(tmpdir(), 'policy-gate-gitlab-'))
    const upstream = join(work, 'upstream')
    const git = (cwd: string, ...words: string[]) =>
      execFileSync('git', ['-C', cwd, '-c', 'user.name=x', '-c', 'user.email=x@localhost', ...words], { stdio: 'pipe' })
    const pod = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {hostPID: true, containers: [{name: a, image: a}]}\n`
    const commit = (message: string) => {
      git(upstream, 'add', '--all')
      git(upstream, 'commit', '--quiet', '--message', message)
    }
    mkdirSync(join(upstream, '.policy-gate'), { recursive: true })
    git(upstream, 'init', '--quiet', '--initial-branch', 'trunk')
    writeFileSync(join(upstream, '.policy-gate/config.yaml'), 'failOn: high\n')
    commit('base')
    git(upstream, 'checkout', '--quiet', '-b', 'change')
    writeFileSync(join(upstream, '.policy-gate/config.yaml'), 'failOn: none\n')
    for (const name of ['a', 'b']) {
      mkdirSync(join(upstream, name))
      writeFileSync(join(upstream, name, 'pod.yaml'), pod(name))
    }
    commit('change')
    /** Runs the lines of a job in a clone of its own; gives its exit code, as GitLab does that of the first line that fails. */
    const job = (name: string, lines: string[], variables: Record<string, string>): { cwd: string; code: number } => {
      const cwd = join(work, name)
      if (!existsSync(cwd)) execFileSync('git', ['clone', '--quiet', '--depth', '2', '--branch', 'change', `file://${upstream}`, cwd])
      const env = { PATH: process.env.PATH ?? '', HOME: work, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'trunk', ...variables }
      const text = lines.join('\n').replaceAll('/opt/policy-gate/dist/cli.mjs', built('cli.mjs'))
      const { status } = spawnSync('sh', ['-e', '-c', text], { cwd, env, stdio: 'pipe' })
      return { cwd, code: status ?? -1 }
    }
    try {
      const fetchBase = (file['.policy-gate']!.before_script as string[]).at(-1)!
      const lines = (name: string) => [fetchBase, ...(file[name]!.script as string[])]
      const merged = join(work, 'merged')
      for (const index of ['1', '2']) {
        const { cwd, code } = job(`shard-${index}`, lines('policy-gate-shard'), { CI_NODE_INDEX: index, CI_NODE_TOTAL: '2' })
        expect(code).toBe(0)
        if (index === '1') job('merged', [], {})
        copyFileSync(join(cwd, `policy-gate-${index}.json`), join(merged, `policy-gate-${index}.json`))
      }
      expect(job('merged', lines('policy-gate-merged'), {}).code).toBe(1)
      expect(readFileSync(join(merged, 'policy-gate.xml'), 'utf8')).toContain('pod-security/host-pid')
      expect(job('whole', lines('policy-gate'), {}).code).toBe(1)
      expect(existsSync(join(work, 'whole/policy-gate.html'))).toBe(true)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  })
  const file = parse(read('examples/workflows/gitlab/gitlab-ci.yml')) as Record<string, Record<string, unknown>>
  it('jobs extend and need jobs that are there', () => {
    for (const job of Object.values(file)) {
      if (job.extends !== undefined) expect(Object.keys(file)).toContain(job.extends)
      for (const need of (job.needs as string[] | undefined) ?? []) expect(Object.keys(file)).toContain(need)
    }
  })
  it('what is kept is what is written', () => {
    for (const [name, job] of Object.entries(file).filter(([, { artifacts }]) => artifacts !== undefined)) {
      const { paths = [], reports = {} } = job.artifacts as { paths?: string[]; reports?: Record<string, string> }
      const script = (job.script as string[]).join('\n')
      for (const path of [...paths, ...Object.values(reports)]) expect(script, name).toContain(basename(path).split('*')[0])
    }
  })
})
