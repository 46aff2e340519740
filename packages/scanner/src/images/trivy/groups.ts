import type { ChildProcess } from 'node:child_process'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Children that run, each with a process group of its own: a signal from the keyboard does not reach them. */
const running = new Set<ChildProcess>()

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

/** Sees to it that a child ends with this process, whatever ends it (but SIGKILL). Gives what stops that. */
export function watchGroups(child: ChildProcess): () => void {
  if (running.size === 0) listen()
  running.add(child)
  return () => {
    running.delete(child)
    if (running.size === 0) unlisten()
  }
}

function killAll(): void {
  for (const child of running) killGroup(child)
}

function end(signal: NodeJS.Signals): void {
  killAll()
  unlisten()
  // without the listener the signal does what it does to any process
  process.kill(process.pid, signal)
}

function listen(): void {
  process.on('exit', killAll)
  for (const signal of signals) process.on(signal, end)
}

function unlisten(): void {
  process.off('exit', killAll)
  for (const signal of signals) process.off(signal, end)
}
