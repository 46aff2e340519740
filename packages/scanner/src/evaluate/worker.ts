import { parentPort } from 'node:worker_threads'
import { openPolicies } from './policies.ts'
import type { PolicyLoad, WorkerRequest, WorkerResponse } from './protocol.ts'

/** Evaluates policies in a thread of its own, so that the main thread can go on reading files and can end what does not end by itself. */
let open = openPolicies({ bundles: [], now: undefined })
let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (request: PolicyLoad | WorkerRequest) => {
  if ('bundles' in request) open = openPolicies(request)
  // one after the other, in the order of the requests
  else last = last.then(async () => parentPort?.postMessage(await respond(request)))
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
