import type { ChildProcess } from 'node:child_process'
import { atEnd } from '../../endings.ts'

/** Ends a child with everything in its process group. Nothing happens when they are gone already. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // no such process
  }
}

/**
 * Sees to it that a child ends with this process, whatever ends it (but SIGKILL): in a process group of its own a signal from the keyboard
 * does not reach it. Gives what stops that.
 */
export function watchGroups(child: ChildProcess): () => void {
  return atEnd(() => killGroup(child))
}
