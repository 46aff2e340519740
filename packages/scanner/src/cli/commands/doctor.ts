import { accessSync, constants, existsSync } from 'node:fs'
import { type Config, withDefaults } from '../../config/config.ts'
import { configFile, loadConfig } from '../../config/load.ts'
import { findRoot } from '../../discover/root.ts'
import { openEngine } from '../../engines/client.ts'
import { engineLocation } from '../../engines/location.ts'
import { describeEngine, type EngineName, engineNames } from '../../engines/manifest.ts'
import { readBuiltinPolicies } from '../../evaluate/builtin-policies.ts'
import { startEvaluationThread } from '../../evaluate/evaluation-thread.ts'
import { openFiles } from '../../files.ts'
import { visibleLines } from '../../sanitize.ts'
import { translation } from '../../translation/translation.ts'
import { version } from '../../version.ts'
import { languageOf } from '../language.ts'
import { type CommandSpec, unitOptions } from '../options.ts'

interface Check {
  name: string
  run(): Promise<string>
}

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'Check that this installation and this repository are ready.',
  positionals: '',
  options: { lang: unitOptions.lang },
  async run(args, io) {
    const { root } = findRoot([], { cwd: io.cwd })
    const lang = args.text('lang')
    const translate = await translation(languageOf(lang === undefined ? [] : ['--lang', lang], io.cwd))
    const policies = () => readBuiltinPolicies()
    const settings = async () => loadConfig({ root, sources: openFiles(root), rules: policies().rules })
    const checks: Check[] = [
      { name: 'policy-gate', run: async () => `${version} on Node ${process.versions.node}` },
      { name: 'Node', run: async () => requireNode(process.versions.node) },
      { name: 'policies', run: async () => `${policies().rules.length} rules, ${policies().digest}` },
      { name: 'evaluation', run: async () => evaluate(policies().wasm) },
      ...engineNames.map((name) => ({ name: `${name} engine`, run: () => answers(name) })),
      // a configuration that is wrong has a line of its own
      { name: 'trivy', run: async () => scanner(root, await settings().catch(() => withDefaults({}))) },
      { name: 'root', run: async () => readable(root) },
      { name: 'configuration', run: () => configuration(root, settings()) },
    ]
    let failed = false
    const width = Math.max(...checks.map(({ name }) => name.length))
    for (const { name, run } of checks) {
      try {
        io.out(`ok    ${name.padEnd(width)}  ${translate(await run())}\n`)
      } catch (error) {
        failed = true
        io.out(`fail  ${name.padEnd(width)}  ${visibleLines(translate((error as Error).message)).join('\n')}\n`)
      }
    }
    return failed ? 3 : 0
  },
}

async function requireNode(running: string): Promise<string> {
  const [major = 0, minor = 0] = running.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 12))
    throw new Error(`Node ${running} is too old: 22.12 or newer is needed, e.g. \`npx -y node@24\`.`)
  return 'new enough'
}

async function evaluate(wasm: Uint8Array): Promise<string> {
  const thread = startEvaluationThread()
  thread.load([{ wasm, data: { params: {}, settings: {}, selection: { findings: {}, unknown: {} } } }], { deadlineMs: 10_000 })
  try {
    await thread.evaluate(0, 'policy_gate/resource/results', { resources: [] })
    return 'the policies answer'
  } finally {
    await thread.close()
  }
}

/** The least that an engine can be asked. */
const question: Record<EngineName, [string, object]> = {
  rego: ['rego.capabilities', {}],
  helm: ['helm.capabilities', {}],
  kustomize: ['kustomize.build', { files: {}, directories: [] }],
}

async function answers(name: EngineName): Promise<string> {
  const engine = openEngine(name, { deadlineMs: 30_000 })
  try {
    await engine.call(...question[name])
    const { upstream } = describeEngine(engineLocation().directory, name)
    return Object.entries(upstream)
      .map(([module, release]) => `${module} ${release}`)
      .join(', ')
  } finally {
    await engine.close()
  }
}

/** That it is missing is a fault only where the configuration turns on what needs it. */
async function scanner(root: string, config: Pick<Config, 'images' | 'infrastructure'>): Promise<string> {
  const { trivyInfo } = await import('../../images/trivy/info.ts')
  const { lines, usable } = await trivyInfo({ root, today: new Date().toISOString().slice(0, 10) })
  const said = lines.join('; ')
  const isOn = { images: (config.images.scan ?? 'none') !== 'none', files: (config.infrastructure.scan ?? 'none') !== 'none' }
  if ((isOn.images && !usable.includes('images')) || (isOn.files && !usable.includes('files'))) throw new Error(said)
  if (usable.includes('files') || isOn.images || isOn.files) return said
  return [said, 'It is needed only for scans of images and infrastructure, which are off here.'].join(' ')
}

async function configuration(root: string, config: Promise<Config>): Promise<string> {
  await config
  return existsSync(`${root}/${configFile}`) ? configFile : 'none, the defaults hold'
}

function readable(root: string): string {
  accessSync(root, constants.R_OK)
  return 'readable'
}
