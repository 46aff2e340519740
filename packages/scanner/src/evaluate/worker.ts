import { parentPort } from 'node:worker_threads'
import { loadPolicy, type Policy } from './policy.ts'
import type { PolicyBundle, PolicyLoad, WorkerRequest, WorkerResponse } from './protocol.ts'

/** Evaluates policies in a thread of its own, so that the main thread can go on reading files and can end what does not end by itself. */
let bundles: PolicyBundle[] = []
let now: bigint | undefined
const policies: (Policy | undefined)[] = []

let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (request: PolicyLoad | WorkerRequest) => {
  if ('bundles' in request) {
    bundles = request.bundles
    now = request.now
    // the first one judges nearly every object: it is loaded while the first files are read. A failure is told to who asks
    last = open(0).then(
      () => {},
      () => {},
    )
    return
  }
  // one after the other, in the order of the requests: any other policy is loaded when it is first asked
  last = last.then(async () => parentPort?.postMessage(await respond(request)))
})

async function respond(request: WorkerRequest): Promise<WorkerResponse> {
  try {
    return { id: request.id, result: JSON.stringify(await answer(request)) }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) }
  }
}

async function answer(request: WorkerRequest) {
  const policy = await open(request.policy)
  if ('data' in request) {
    policy.setData(request.data)
    return null
  }
  return policy.evaluate(request.entrypoint, request.input)
}

async function open(index: number): Promise<Policy> {
  const known = policies[index]
  if (known !== undefined) return known
  const bundle = bundles[index]
  if (bundle === undefined) throw new Error(`there is no policy ${index}`)
  const policy = await loadPolicy(bundle.wasm, { initialPages: 96, ...(now === undefined ? {} : { now }) })
  policy.setData(bundle.data)
  policies[index] = policy
  return policy
}
