import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Folders that are to be removed. */
const folders = new Set<string>()

export interface TemporaryFolder {
  /** Absolute, symbolic links resolved. */
  path: string
  /** Removes the folder with all that is in it. */
  remove(): void
}

/** A new empty folder that only this user can look into. It is gone when it is removed, the process ends, or a signal ends it. */
export function temporaryFolder(): TemporaryFolder {
  // mkdtemp gives it the mode 0700
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-')))
  if (folders.size === 0) listen()
  folders.add(path)
  return {
    path,
    remove() {
      remove(path)
      if (folders.size === 0) unlisten()
    },
  }
}

function remove(path: string): void {
  folders.delete(path)
  rmSync(path, { recursive: true, force: true, maxRetries: 2 })
}

function removeAll(): void {
  for (const path of folders) remove(path)
}

function end(signal: NodeJS.Signals): void {
  removeAll()
  unlisten()
  // without the listener the signal does what it does to any process
  process.kill(process.pid, signal)
}

function listen(): void {
  process.on('exit', removeAll)
  for (const signal of signals) process.on(signal, end)
}

function unlisten(): void {
  process.off('exit', removeAll)
  for (const signal of signals) process.off(signal, end)
}
