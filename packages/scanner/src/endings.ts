const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const callbacks = new Set<() => void>()

/**
 * Calls something when this process ends, whatever ends it (but SIGKILL); what was asked for last is called first.
 * @returns what takes it back
 */
export function atEnd(callback: () => void): () => void {
  if (callbacks.size === 0) listen()
  callbacks.add(callback)
  return () => {
    callbacks.delete(callback)
    if (callbacks.size === 0) unlisten()
  }
}

function callAll(): void {
  for (const callback of [...callbacks].reverse()) {
    callbacks.delete(callback)
    callback()
  }
}

function end(signal: NodeJS.Signals): void {
  callAll()
  unlisten()
  // without the listener the signal does what it does to any process
  process.kill(process.pid, signal)
}

function listen(): void {
  process.on('exit', callAll)
  for (const signal of signals) process.on(signal, end)
}

function unlisten(): void {
  process.off('exit', callAll)
  for (const signal of signals) process.off(signal, end)
}
