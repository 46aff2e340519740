import { accessSync, constants, existsSync } from 'node:fs'
import { configFile, loadConfig } from '../../config/load.ts'
import { findRoot } from '../../discover/root.ts'
import { openEngine } from '../../engines/client.ts'
import { engineLocation, engineLocation } from '../../engines/location.ts'
import { describeEngine, describeEngine, type EngineName, type EngineName, engineNames, engineNames } from '../../engines/manifest.ts'
import { readBuiltinPolicies } from '../../evaluate/builtin-policies.ts'
import { startEvaluationThread } from '../../evaluate/evaluation-thread.ts'
import { openFiles } from '../../files.ts'
import type { Rule } from '../../model.ts'
import { visibleLines } from '../../report/sanitize.ts'
import { version } from '../../version.ts'
import type { CommandSpec } from '../options.ts'

interface Check {
  name: string
  run(): Promise<string>
}

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'Check that this installation and this repository are ready.',
  positionals: '',
  options: {},
  async run(_args, io) {
    const { root } = findRoot([], { cwd: io.cwd })
    const policies = () => readBuiltinPolicies()
    const checks: Check[] = [
      { name: 'policy-gate', run: async () => `${version} on Node ${process.versions.node}` },
      { name: 'Node', run: async () => requireNode(process.versions.node) },
      { name: 'policies', run: async () => `${policies().rules.length} rules, ${policies().digest}` },
      { name: 'evaluation', run: async () => evaluate(policies().wasm) },
      ...engineNames.map((name) => ({ name: `${name} engine`, run: () => answers(name) })),
      { name: 'root', run: async () => readable(root) },
      {
        name: 'configuration',
        run: () => configuration(root, policies().rules),
      },
    ]
    let failed = false
    const width = Math.max(...checks.map(({ name }) => name.length))
    for (const { name, run } of checks) {
      try {
        io.out(`ok    ${name.padEnd(width)}  ${await run()}\n`)
      } catch (error) {
        failed = true
        io.out(`fail  ${name.padEnd(width)}  ${visibleLines((error as Error).message).join('\n')}\n`)
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

/** A request that each engine must answer. */
const probes: Record<EngineName, [operation: string, request: object]> = {
  rego: ['rego.format', { modules: { 'probe.rego': 'package probe\n' } }],
  helm: ['helm.render', { files: { 'Chart.yaml': 'apiVersion: v2\nname: probe\nversion: 0.1.0\n', 'templates/probe.yaml': 'a: {{ .Release.Name }}\n' } }],
  kustomize: ['kustomize.build', { files: { 'kustomization.yaml': 'namePrefix: probe-\n' }, directories: ['.'] }],
}

async function answers(name: EngineName): Promise<string> {
  const engine = openEngine(name, { deadlineMs: 30_000 })
  try {
    await engine.call(...probes[name])
    const { upstream } = describeEngine(engineLocation().directory, name)
    return Object.entries(upstream)
      .map(([module, version]) => `${module} ${version}`)
      .join(', ')
  } finally {
    await engine.close()
  }
}

function readable(root: string): string {
  accessSync(root, constants.R_OK)
  return 'readable'
}
