/**
 * Main program of the child process that runs an engine: `node runner <file.wasm.br> <its sha256> <memory bytes>`. Reads request frames
 * from stdin, runs each on a fresh instance, writes one frame for each to stdout, and ends with stdin. After a request that ended without
 * an answer it ends too, since memory may be exhausted.
 */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { encodeFrame, frameKinds, frameReader } from './frames.ts'
import { withMemoryMaximum } from './memory.ts'
import { runCommand } from './wasi.ts'

const [file, sha256, memoryBytes] = process.argv.slice(2)
if (file === undefined || sha256 === undefined || memoryBytes === undefined) throw new Error('usage: runner <file> <sha256> <bytes>')

const packed = readFileSync(file)
if (hash('sha256', packed) !== sha256) throw new Error(`${file} is not the file that engines.json describes (SHA-256 differs)`)
// one piece: put together from small ones, it takes twice the time
const bytes = brotliDecompressSync(packed, { chunkSize: 20 * 2 ** 20 })
const module = new WebAssembly.Module(withMemoryMaximum(bytes, Number(memoryBytes)) as Uint8Array<ArrayBuffer>)

process.stdin.on(
  'data',
  frameReader(({ payload }) => {
    const { kind, content } = answer(payload)
    const last = kind !== frameKinds.answer
    process.stdout.write(encodeFrame(kind, content), () => {
      if (last) process.exit(0)
    })
    if (last) process.stdin.destroy()
  }),
)

function answer(request: Uint8Array): { kind: number; content: Uint8Array } {
  try {
    const run = runCommand(module, request)
    if (run.exitCode === 0) return { kind: frameKinds.answer, content: run.stdout }
    const outOfMemory = /out of memory|cannot allocate memory/.test(run.stderr)
    const reason = run.stderr.split('\n')[0] || `exit code ${run.exitCode}`
    return { kind: outOfMemory ? frameKinds.memory : frameKinds.crash, content: Buffer.from(reason) }
  } catch (error) {
    return { kind: frameKinds.crash, content: Buffer.from(error instanceof Error ? `${error.name}: ${error.message}` : String(error)) }
  }
}
