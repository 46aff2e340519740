import { defineConfig } from 'vitest/config'
import { builtPrograms } from './scripts/testing/built-programs.ts'
import LongestFirst from './scripts/testing/longest-first.ts'

/** The suites that need more than Node: Go, upstream's programs, minutes. `pnpm test:full` runs them with the tools on PATH. */
export default defineConfig({
  plugins: [builtPrograms],
  test: {
    include: ['packages/*/test/**/*.full.test.ts', 'scripts/test/**/*.full.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['scripts/testing/shared-product.ts'],
    reporters: ['default', './scripts/testing/left-out.ts'],
  },
})
