import { gunzipSync } from 'node:zlib'
import { type Exchange, failure, type Handler, notFound, refused } from './exchange.ts'
import type { FakeUpload } from './state.ts'

/** GitHub's limit for a file, compressed, in bytes. */
const largestFile = 10 * 1024 * 1024

interface UploadBody {
  ref: string
  commit_sha: string
  /** Compressed by gzip, then Base64. */
  sarif: string
  validate?: boolean
}

export const codeScanningHandlers: Record<string, Handler> = {
  'code-scanning/upload-sarif': (exchange) => {
    const { state, apiUrl } = exchange
    const body = exchange.body as UploadBody
    const problem = refused(exchange, 'security-events', 'write')
    if (problem !== undefined) return problem
    if (!state.codeScanning) return failure(403, 'Advanced Security must be enabled for this repository to use code scanning.')
    const packed = Buffer.from(body.sarif, 'base64')
    if (packed.length > largestFile) return failure(413, 'Payload too large')
    const sarif = unpacked(packed)
    if (sarif === undefined) return failure(400, 'sarif is not gzip compressed, base64 encoded JSON')
    const number = String(state.nextId()).padStart(12, '0')
    const id = `00000000-0000-4000-8000-${number}`
    state.uploads.push({ id, ref: body.ref, commitSha: body.commit_sha, validate: body.validate, sarif, asked: 0 })
    return { status: 202, body: { id, url: `${apiUrl}/repos/${state.owner}/${state.repo}/code-scanning/sarifs/${id}` } }
  },
  'code-scanning/get-sarif': (exchange) => {
    const upload = exchange.state.uploads.find(({ id }) => id === exchange.parameters.sarif_id)
    if (upload === undefined) return notFound()
    const problem = refused(exchange, 'security-events', 'read')
    if (problem !== undefined) return problem
    const { processing, processingErrors } = exchange.state
    const status = processing[Math.min(upload.asked++, processing.length - 1)]!
    if (status === 404) return notFound()
    const errors = status === 'pending' ? null : [...ruleBreaches(exchange, upload), ...processingErrors]
    const failed = status === 'failed' || (errors ?? []).length > 0
    const url = `${exchange.apiUrl}/repos/${exchange.state.owner}/${exchange.state.repo}/code-scanning/analyses?sarif_id=${upload.id}`
    return {
      status: 200,
      body: { processing_status: status === 'pending' ? status : failed ? 'failed' : 'complete', analyses_url: url, errors },
    }
  },
}

function unpacked(packed: Buffer): FakeUpload['sarif'] | undefined {
  try {
    return JSON.parse(gunzipSync(packed).toString()) as FakeUpload['sarif']
  } catch {
    return undefined
  }
}

/** What GitHub finds only while it processes a file. */
function ruleBreaches({ state }: Exchange, { sarif, ref, commitSha }: FakeUpload): string[] {
  const found: string[] = []
  for (const run of sarif.runs) {
    const invocations = (run.invocations ?? []) as { executionSuccessful: boolean }[]
    if (invocations.some(({ executionSuccessful }) => !executionSuccessful)) found.push('unsuccessful execution')
  }
  const number = /^refs\/pull\/(\d+)\/(merge|head)$/.exec(ref)
  const pull = state.pulls.find((one) => one.number === Number(number?.[1]))
  if (number !== null && pull === undefined) found.push(`there is no ${ref}`)
  if (number?.[2] === 'head' && pull?.headSha !== commitSha) found.push(`${commitSha} is not ${ref}`)
  return found
}
