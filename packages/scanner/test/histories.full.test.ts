/** The suites about random changes, over more of them than `pnpm test` takes the time for. */
process.env.POLICY_GATE_HISTORIES ??= '8'
await import('./changes/histories.test.ts')
await import('./hooks/differential.test.ts')
await import('./shards/generated.test.ts')

export {}
