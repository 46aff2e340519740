/**
 * `pnpm test:full [vitest arguments]`: the suites that need Go and upstream's programs (`pnpm tools`), then the tests of the Go code.
 * A tool that is missing is an error: these suites exist to be run.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../packages/scanner/src/model.ts'
import { root } from './policy-sources.ts'
import { isInstalled, requireGo, toolsNamed, withTools } from './tools/install.ts'
import { suiteTools } from './tools/table.ts'

/** Folders of our own Go modules. */
function goModules(): string[] {
  const skipped = ['**/node_modules/**', '**/vendor/**', '**/.build/**', '**/stubs/modules/**']
  return globSync('packages/**/go.mod', { cwd: root, exclude: skipped }).map(dirname).sort()
}

/** `go test` in the modules that have tests; gives false when one fails. */
function goTests(environment: NodeJS.ProcessEnv): boolean {
  let passed = true
  for (const module of goModules()) {
    const nested = goModules().filter((other) => other !== module && other.startsWith(`${module}/`))
    const tests = globSync('**/*_test.go', { cwd: join(root, module), exclude: ['vendor/**'] })
    if (!tests.some((file) => !nested.some((other) => join(module, file).startsWith(`${other}/`)))) {
      console.log(`${module}: the Go module has no tests of its own, its suites are in TypeScript`)
      continue
    }
    // a vendor folder that the build of the engines left behind holds stand-ins
    const env = { ...environment, GOFLAGS: '-mod=mod' }
    const { status } = spawnSync('go', ['test', './...'], { cwd: join(root, module), stdio: 'inherit', env })
    console.log(`${module}: go test ${status === 0 ? 'passed' : 'FAILED'}`)
    passed &&= status === 0
  }
  return passed
}

try {
  requireGo()
  const wanted = toolsNamed(suiteTools)
  const missing = wanted.filter((tool) => !isInstalled(tool)).map(({ name }) => name)
  if (missing.length > 0)
    throw new UserError(`Not installed: ${missing.join(', ')}. Run \`pnpm tools ${missing.join(' ')}\`.`, { exitCode: 3 })
  const environment = withTools(wanted)
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.full.config.ts', ...process.argv.slice(2)]
  const { status } = spawnSync(process.execPath, vitest, { cwd: root, stdio: 'inherit', env: environment })
  if (!goTests(environment) || status !== 0) process.exitCode = 1
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
