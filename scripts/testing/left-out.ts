import { existsSync, globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/** The folder of corpora that some suites read: POLICY_GATE_CORPORA, by default beside the checkout. */
export const corporaFolder = resolve(process.env.POLICY_GATE_CORPORA ?? '../shared/corpora')

const saysSo = /\bLEFT OUT\b|\(left out: /

/**
 * A vitest reporter that ends a run with what the run did not prove: the suites that need more than Node, tests that were skipped, and
 * whether the corpora are there. A green run must not look like more than it is.
 */
export default class LeftOut implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ran = new Set(modules.map(({ moduleId }) => name(moduleId)))
    const lines = modules.flatMap((module) => leftOutTests(module).map((test) => `${name(module.moduleId)}: ${test}`))
    const full = globSync('{packages,scripts}/**/*.full.test.ts', { exclude: ['**/node_modules/**'] })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !ran.has(file))
      .map((file) => `${file}: needs tools: \`pnpm test:full\``)
    if (!existsSync(corporaFolder)) lines.push('suites that read corpora: there is no such folder; POLICY_GATE_CORPORA names it')
    const all = [...lines, ...full].sort()
    console.log(all.length === 0 ? 'Nothing was left out.' : `Left out of this run:\n${all.map((line) => `  ${line}`).join('\n')}`)
  }
}

function name(moduleId: string): string {
  return relative(process.cwd(), moduleId).replaceAll('\\', '/')
}

/** Tests of a module that were skipped, or whose name says that something was. */
function leftOutTests(module: TestModule): string[] {
  const tests = [...module.children.allTests()].filter((test) => test.result().state === 'skipped' || saysSo.test(test.fullName))
  // with -t everything else is skipped because it was asked for
  return process.argv.some((word) => /^(-t|--testNamePattern)/.test(word)) ? [] : tests.map((test) => test.fullName)
}
