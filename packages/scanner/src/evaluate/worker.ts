import { parentPort } from 'node:worker_threads'
import { loadPolicy, type Policy } from './policy.ts'
import type { PolicyBundle, PolicyLoad, WorkerRequest, WorkerResponse } from './protocol.ts'

/** Evaluates policies in a thread of its own, so that the main thread can go on reading files and can end what does not end by itself. */
let bundles: PolicyBundle[] = []
let now: bigint | undefined
const policies: (Policy | undefined)[] = []

parentPort?.on('message', (request: PolicyLoad | WorkerRequest) => {
  if ('bundles' in request) {
    bundles = request.bundles
    now = request.now
    return
  }
  let response: WorkerResponse
  try {
    response = { id: request.id, result: answer(request) }
  } catch (error) {
    response = { id: request.id, error: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(response)
})

function answer(request: WorkerRequest) {
  const policy = open(request.policy)
  if ('data' in request) {
    policy.setData(request.data)
    return null
  }
  return policy.evaluate(request.entrypoint, request.input)
}

function open(index: number): Policy {
  const known = policies[index]
  if (known !== undefined) return known
  const bundle = bundles[index]
  if (bundle === undefined) throw new Error(`there is no policy ${index}`)
  const policy = loadPolicy(bundle.wasm, { initialPages: 256, ...(now === undefined ? {} : { now }) })
  policy.setData(bundle.data)
  policies[index] = policy
  return policy
}
