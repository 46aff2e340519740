/**
 * A closed WASI preview 1 for Go programs: stdin and stdout in memory, and nothing else. There are no files, no environment and no
 * arguments; randomness comes from a fixed seed, the wall clock stands still and the monotonic clock ticks with each look at it. So the
 * same module with the same input always gives the same output. Call numbers and layouts: https://github.com/WebAssembly/WASI, phase
 * "snapshot preview 1"; only what Go's wasip1 port imports is answered, the rest is ENOSYS.
 */

const EBADF = 8
const ENOENT = 44
const ENOSYS = 52

/** 2024-01-01T00:00:00Z in nanoseconds: what `now` gives in a template. */
const wallClock = 1_704_067_200_000_000_000n

class Exit {
  readonly code: number
  constructor(code: number) {
    this.code = code
  }
}

export interface Run {
  /** 0 for success, 2 after a fatal error of the Go runtime. */
  exitCode: number
  stdout: Uint8Array
  stderr: string
}

/**
 * Runs a Go command (`_start`) to its end on a fresh instance. Errors of WebAssembly itself (stack overflow: RangeError, trap:
 * WebAssembly.RuntimeError) are thrown as they are.
 */
export function runCommand(module: WebAssembly.Module, stdin: Uint8Array): Run {
  const host = closedHost(stdin)
  const instance = new WebAssembly.Instance(module, host.imports)
  const { memory, _start } = instance.exports as { memory: WebAssembly.Memory; _start: () => void }
  host.attach(memory)
  let exitCode = 0
  try {
    _start()
  } catch (error) {
    if (!(error instanceof Exit)) throw error
    exitCode = error.code
  }
  return { exitCode, stdout: host.written(1), stderr: new TextDecoder().decode(host.written(2)) }
}

function closedHost(stdin: Uint8Array) {
  let memory: WebAssembly.Memory
  let position = 0
  let ticks = 0n
  const random = generator()
  const output: Record<number, Uint8Array[]> = { 1: [], 2: [] }
  const view = () => new DataView(memory.buffer)
  const bytes = (at: number, length: number) => new Uint8Array(memory.buffer, at >>> 0, length >>> 0)
  const vectors = (at: number, count: number) =>
    Array.from({ length: count }, (_, i) => bytes(view().getUint32(at + i * 8, true), view().getUint32(at + i * 8 + 4, true)))
  const none = (countAt: number, sizeAt: number) => {
    view().setUint32(countAt, 0, true)
    view().setUint32(sizeAt, 0, true)
    return 0
  }
  const calls: Record<string, (...args: never[]) => number> = {
    args_sizes_get: none,
    environ_sizes_get: none,
    args_get: () => 0,
    environ_get: () => 0,
    clock_time_get(id: number, _precision: bigint, at: number) {
      if (id !== 0) ticks += 1_000n
      view().setBigUint64(at, id === 0 ? wallClock : ticks, true)
      return 0
    },
    random_get(at: number, length: number) {
      random(bytes(at, length))
      return 0
    },
    fd_write(fd: number, at: number, count: number, writtenAt: number) {
      const parts = output[fd]
      if (!parts) return EBADF
      const chunks = vectors(at, count)
      for (const chunk of chunks) parts.push(chunk.slice())
      view().setUint32(
        writtenAt,
        chunks.reduce((sum, chunk) => sum + chunk.length, 0),
        true,
      )
      return 0
    },
    fd_read(fd: number, at: number, count: number, readAt: number) {
      if (fd !== 0) return EBADF
      const before = position
      for (const target of vectors(at, count)) {
        const part = stdin.subarray(position, position + target.length)
        target.set(part)
        position += part.length
      }
      view().setUint32(readAt, position - before, true)
      return 0
    },
    fd_fdstat_get(fd: number, at: number) {
      if (fd > 2) return EBADF
      bytes(at, 24).fill(0)
      view().setUint8(at, 4)
      return 0
    },
    fd_fdstat_set_flags: () => 0,
    fd_prestat_get: () => EBADF,
    fd_prestat_dir_name: () => EBADF,
    fd_close: () => 0,
    sched_yield: () => 0,
    path_open: () => ENOENT,
    path_filestat_get: () => ENOENT,
    /** Answers every subscription at once; sleeping costs no time, it moves the monotonic clock. */
    poll_oneoff(subscriptions: number, events: number, count: number, eventsAt: number) {
      const v = view()
      for (let i = 0; i < count; i++) {
        const from = subscriptions + i * 48
        const to = events + i * 32
        const type = v.getUint8(from + 8)
        if (type === 0) ticks += v.getBigUint64(from + 24, true)
        v.setBigUint64(to, v.getBigUint64(from, true), true)
        v.setUint16(to + 8, 0, true)
        v.setUint8(to + 10, type)
      }
      v.setUint32(eventsAt, count, true)
      return 0
    },
    proc_exit(code: number): never {
      throw new Exit(code)
    },
  }
  const unknown = () => ENOSYS
  const preview1 = new Proxy(calls, { get: (known, name) => known[name as string] ?? unknown }) as unknown as WebAssembly.ModuleImports
  return {
    imports: { wasi_snapshot_preview1: preview1 },
    attach(exported: WebAssembly.Memory) {
      memory = exported
    },
    written: (fd: number): Uint8Array => Buffer.concat(output[fd]!),
  }
}

/** xorshift32 from a fixed seed: not secret, only well spread. */
function generator(): (target: Uint8Array) => void {
  let state = 0x9e3779b9
  return (target) => {
    for (let i = 0; i < target.length; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      target[i] = state >>> 8
    }
  }
}
