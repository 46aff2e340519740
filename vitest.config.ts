import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { builtPrograms } from './scripts/testing/built-programs.ts'

export default defineConfig({
  plugins: [builtPrograms],
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/test/**/*.test.ts'],
    exclude: ['**/*.full.test.ts', '**/node_modules/**'],
    // suites wait for processes of their own; one processor would be kept free otherwise
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['scripts/testing/shared-product.ts'],
    reporters: ['default', './scripts/testing/left-out.ts'],
  },
})
