import { readFileSync } from 'node:fs'

/** Milliseconds between two looks. */
const interval = 50

/**
 * Looks at the memory of a process on Linux and calls `exceeded` when it is above the limit. Pages of mapped files do not count: the database
 * is mapped, and the system takes such pages back when it needs them. Elsewhere only Go's own limit holds.
 * @param limit bytes
 */
export function watchMemory(pid: number | undefined, limit: number, exceeded: () => void): { stop(): void; peak(): number | undefined } {
  let peak: number | undefined
  if (pid === undefined || process.platform !== 'linux') return { stop: () => {}, peak: () => undefined }
  const look = () => {
    const bytes = ownMemory(pid)
    if (bytes === undefined) return
    peak = Math.max(peak ?? 0, bytes)
    if (bytes > limit) exceeded()
  }
  const timer = setInterval(look, interval)
  return { stop: () => clearInterval(timer), peak: () => peak }
}

/** Anonymous resident memory (proc_pid_status(5), RssAnon, in KiB) in bytes; undefined for a process that is gone. */
function ownMemory(pid: number): number | undefined {
  try {
    const kibibytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
  } catch {
    return undefined
  }
}
