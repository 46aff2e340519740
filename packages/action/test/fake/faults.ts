import type { ServerResponse } from 'node:http'
import { failure } from './exchange.ts'

/** How an answer can go wrong. */
export type Fault =
  /** An answer with this status in place of GitHub's; `text`: a proxy's page in place of JSON. */
  | { kind: 'status'; status: number; message?: string; headers?: Record<string, string>; text?: boolean }
  /** The hourly limit is used up; it is reset after so many seconds. */
  | { kind: 'rate-limit'; seconds: number }
  /** Too much at once; with or without saying for how many seconds. */
  | { kind: 'secondary-limit'; seconds?: number }
  /** No answer at all; the connection is cut before the answer, or in the middle of it. */
  | { kind: 'silence' }
  | { kind: 'cut' }
  | { kind: 'half' }

export interface PlannedFault {
  /** Only for this operation (`issues/create-comment`); without it for all. */
  operation?: string
  /** How often; once unless it says otherwise. */
  times?: number
  /** The request is done, and only its answer goes wrong. */
  afterwards?: boolean
  fault: Fault
}

/** The next planned fault for an operation; it is used up. */
export function takeFault(planned: PlannedFault[], operation: string): PlannedFault | undefined {
  const found = planned.find((one) => (one.operation ?? operation) === operation && (one.times ?? 1) > 0)
  if (found !== undefined) found.times = (found.times ?? 1) - 1
  return found
}

/**
 * Gives the answer that goes wrong.
 * @param json what the right answer would have been, for one that is cut in the middle
 * @returns its status, 0 where there is none
 */
export function answerWrongly(fault: Fault, response: ServerResponse, json: string): number {
  switch (fault.kind) {
    case 'silence':
      return 0
    case 'cut':
      response.destroy()
      return 0
    case 'half':
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': json.length + 100 })
      response.write(json.slice(0, json.length / 2), () => response.destroy())
      return 200
    default: {
      const { status, headers, message, text } = statusOf(fault)
      const body = text ? `<html>${message}</html>` : JSON.stringify(failure(status, message).body)
      response.writeHead(status, { 'content-type': text ? 'text/html' : 'application/json', ...headers }).end(body)
      return status
    }
  }
}

function statusOf(fault: Extract<Fault, { kind: 'status' | 'rate-limit' | 'secondary-limit' }>) {
  if (fault.kind === 'status') return { message: 'Server Error', headers: {}, text: false, ...fault }
  if (fault.kind === 'rate-limit') {
    const reset = String(Math.ceil(Date.now() / 1000) + fault.seconds)
    const headers: Record<string, string> = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
    return { status: 403, message: 'API rate limit exceeded for installation ID 1.', headers, text: false }
  }
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  const headers: Record<string, string> = fault.seconds === undefined ? {} : { 'retry-after': String(fault.seconds) }
  return { status: 403, message, headers, text: false }
}
