import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** What one run of a program took, its child processes included. */
export interface Measurement {
  /** Seconds. */
  wall: number
  /** User and system time, seconds. */
  cpu: number
  /** MiB of the largest single process. */
  memory: number
  status: number
}

/**
 * The operating system's own accounting of a finished process. Node tells it only of itself, so Python's `resource` asks: a small process
 * between, whose own share is not in the figures.
 */
const wrapper = `
import json, resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
wall = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * unit / 2**20, "status": status}))
`

/** Runs a program to its end, its output thrown away. @throws Error when Python is missing or the exit code is not among `accepted` */
export function measure(command: string[], options: { cwd: string; env: NodeJS.ProcessEnv; accepted: number[] }): Measurement {
  const { status, stdout, stderr, error } = spawnSync('python3', ['-c', wrapper, ...command], {
    cwd: options.cwd,
    env: options.env,
    encoding: 'utf8',
  })
  if (error !== undefined || status !== 0) throw new Error(`python3 is needed to measure: ${error?.message ?? stderr}`)
  const result = JSON.parse(stdout) as Measurement
  if (!options.accepted.includes(result.status)) throw new Error(`${command.join(' ')} ended with exit code ${result.status}`)
  return result
}

/** The same while this process goes on serving what the program asks for. */
export async function measureBeside(
  command: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; accepted: number[] },
): Promise<Measurement> {
  const { stdout } = await promisify(execFile)('python3', ['-c', wrapper, ...command], { cwd: options.cwd, env: options.env })
  const result = JSON.parse(stdout) as Measurement
  if (!options.accepted.includes(result.status)) throw new Error(`${command.join(' ')} ended with exit code ${result.status}`)
  return result
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
