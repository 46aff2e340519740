import type { ImageProblem } from '../model.ts'
import { AddressError } from './address.ts'

/** Why a request failed, before it is known which image is spoken of. */
export class RequestFailure extends Error {
  readonly code: ImageProblem
  /** What the registry did, behind its name: `does not have it (404)`. */
  readonly what: string
  /** What to do, behind a colon. */
  readonly remedy: string
  /** Another attempt may do better. */
  readonly isTemporary: boolean
  /** Milliseconds that the registry wants to be left alone. */
  readonly wait: number | undefined
  /** The registry was not reached at all. */
  readonly isConnection: boolean
  constructor(failure: {
    code: ImageProblem
    what: string
    remedy: string
    isTemporary?: boolean
    wait?: number | undefined
    isConnection?: boolean
    cause?: unknown
  }) {
    super(`${failure.what}: ${failure.remedy}`, { cause: failure.cause })
    this.name = 'RequestFailure'
    this.code = failure.code
    this.what = failure.what
    this.remedy = failure.remedy
    this.isTemporary = failure.isTemporary ?? false
    this.wait = failure.wait
    this.isConnection = failure.isConnection ?? false
  }
}

/** An answer that breaks the rules of the protocol. */
export function wrongAnswer(what: string): RequestFailure {
  return new RequestFailure({ code: 'invalid', what, remedy: 'push the image again, or ask those who run the registry' })
}

/** The failure behind a status that is no success. 401 and 403 are for whoever signs in. */
export function failureOfStatus(status: number, headers: { 'retry-after'?: string | undefined }): RequestFailure {
  const wait = retryAfter(headers['retry-after'])
  if (status === 404) return new RequestFailure({ code: 'not-found', what: 'does not have it (404)', remedy: 'check repository and tag' })
  if (status === 429)
    return new RequestFailure({
      code: 'rate-limited',
      what: `wants to be asked less often (429${wait === undefined ? '' : `, again in ${Math.ceil(wait / 1000)} s`})`,
      remedy: 'sign in to it for a higher limit, use a mirror in images.registries, or try again later',
      isTemporary: true,
      wait,
    })
  if (status >= 500 || status === 408)
    return new RequestFailure({
      code: 'unreachable',
      what: `answers with an error of its own (${status})`,
      remedy: 'try again later',
      isTemporary: status !== 501 && status !== 505,
      wait,
    })
  return new RequestFailure({ code: 'invalid', what: `answers with ${status}`, remedy: 'check that it is a registry (OCI distribution)' })
}

/** `Retry-After` in milliseconds: seconds, or a date (RFC 9110, section 10.2.3). */
export function retryAfter(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

const certificateErrors = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/

/** The failure behind an error of the network. */
export function failureOfError(error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error
  const found = innermost(error)
  const { code = '', message } = found as NodeJS.ErrnoException
  const unreachable = (what: string, remedy: string, isTemporary: boolean) =>
    new RequestFailure({ code: 'unreachable', what, remedy, isTemporary, isConnection: true, cause: error })
  if (found instanceof AddressError)
    return unreachable(
      `is at ${message}, an address of this machine or of a private network`,
      'name the registry in images.registries of the configuration if it is meant',
      false,
    )
  if (code === 'ENOTFOUND') return unreachable('has a name that cannot be resolved', 'check the name of the registry', false)
  if (certificateErrors.test(code))
    return unreachable(`has a certificate that is not trusted (${code})`, 'give its authority in NODE_EXTRA_CA_CERTS', false)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return unreachable('does not speak TLS', 'set plainHttp for it in images.registries if that is meant', false)
  if (code.startsWith('HPE_')) return wrongAnswer('does not answer in HTTP')
  const isCut = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
  return unreachable(
    isCut ? 'has broken off the transfer' : `cannot be reached${code === '' ? '' : ` (${code})`}`,
    'check the network, or try again later',
    true,
  )
}

/** Of several attempts at once (IPv4 and IPv6) the first that says more than that it was in vain. */
function innermost(error: unknown): Error {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0])
  return error instanceof Error ? error : new Error(String(error))
}
