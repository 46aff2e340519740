import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Holds the lock of a bolt file, as a process does that has opened it for writing (flock(2)). */
export async function flock(file: string): Promise<{ release(): void }> {
  const child = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  return { release: () => child.stdin.end() }
}
