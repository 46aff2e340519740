import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'

/** Remembers over the steps of a job, by a variable, that a SARIF file of a category was uploaded: GitHub keeps one of each only. */
export function uploadsOfJob(category: string, env: NodeJS.ProcessEnv): { uploaded(): boolean; remember(): void } {
  // as in the file: slashes at the ends say nothing
  const parts = category.split('/').filter((part) => part !== '')
  const name = `POLICY_GATE_SARIF_${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 16).toUpperCase()}`
  return {
    uploaded: () => env[name] === 'uploaded',
    remember() {
      env[name] = 'uploaded'
      const file = env.GITHUB_ENV ?? ''
      if (file !== '') appendFileSync(file, `${name}=uploaded\n`)
    },
  }
}
