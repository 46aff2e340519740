/**
 * `pnpm bench:action`: what the action weighs and how long it takes, from the sources of this checkout: the bytes of `dist`, the
 * time to the first line of the log and to the first finding, and whole runs on examples/cloudmart, with an empty cache and with a full one.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exampleRepository } from '../packages/action/test/act/repository.ts'
import { badPod, workspaceWith } from '../packages/action/test/run/workspace.ts'
import { buildProduct } from '../packages/action/test/runner/product.ts'
import { runStep, type Step } from '../packages/action/test/runner/runner.ts'

const runs = 3
const cache = mkdtempSync(join(tmpdir(), 'policy-gate-measure-'))
const product = await buildProduct()
const repository = exampleRepository({})
const small = workspaceWith({ 'pod.yaml': badPod })

/** Milliseconds from the start of the process. */
interface Times {
  firstLine: number
  firstFinding: number
  end: number
}

async function measure(step: Omit<Step, 'product' | 'started'>): Promise<Times> {
  const start = performance.now()
  const times: Times = { firstLine: 0, firstFinding: 0, end: 0 }
  const result = await runStep({
    product: product.folder,
    env: { POLICY_GATE_CACHE_DIR: cache },
    ...step,
    started(child, written) {
      child.stdout!.on('data', () => {
        const now = performance.now() - start
        times.firstLine ||= now
        if (/^ {2}(critical|high|medium|low|info) {2}/m.test(written())) times.firstFinding ||= now
      })
    },
  })
  times.end = performance.now() - start
  rmSync(result.folder, { recursive: true, force: true })
  if (result.exitCode !== 0 && result.exitCode !== 1) throw new Error(result.raw)
  return times
}

function print(name: string, all: Times[]): void {
  const median = (key: keyof Times): string => {
    const time = all.map((times) => times[key]).sort((a, b) => a - b)[Math.floor(all.length / 2)]!
    return time === 0 ? 'none' : `${(time / 1000).toFixed(2)} s`
  }
  console.log(`${name.padEnd(44)} first line ${median('firstLine')}  first finding ${median('firstFinding')}  end ${median('end')}`)
}

function bytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

async function several(step: Omit<Step, 'product' | 'started'>): Promise<Times[]> {
  const all: Times[] = []
  for (let run = 0; run < runs; run++) all.push(await measure(step))
  return all
}

try {
  const [all = 0, policies = 0, engines = 0] = ['.', 'policies', 'engines'].map((part) => bytes(join(product.folder, part)))
  console.log(`dist: programs ${all - policies - engines} bytes, policies ${policies}, engines ${engines}`)
  await measure({ workspace: small })
  print(`one pod (${runs} runs, median)`, await several({ workspace: small }))
  repository.main()
  print('examples/cloudmart, push, empty cache', [await measure({ workspace: repository.folder, sha: repository.base })])
  print(`examples/cloudmart, push (${runs} runs, median)`, await several({ workspace: repository.folder, sha: repository.base }))
  const { merge, payload } = repository.pullRequest('01-mtls-permissive.patch')
  const step = { workspace: repository.folder, sha: merge, ref: 'refs/pull/2/merge', event: { name: 'pull_request', payload } }
  print('a pull request to it, first run', [await measure(step)])
  print(`a pull request to it (${runs} runs, median)`, await several(step))
} finally {
  product.remove()
  repository.remove()
  for (const folder of [cache, small]) rmSync(folder, { recursive: true, force: true })
}
