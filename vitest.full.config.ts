import { defineConfig } from 'vitest/config'

/** The suites that need more than Node: Go, upstream's programs, minutes. `pnpm test:full` runs them with the tools on PATH. */
export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.full.test.ts', 'scripts/test/**/*.full.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    maxWorkers: 2,
    reporters: ['default', './scripts/testing/left-out.ts'],
  },
})
