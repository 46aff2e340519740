import { setTimeout as sleep } from 'node:timers/promises'
import { openSlots } from '../slots.ts'
import { ImageError } from './error.ts'
import { failureOfError, failureOfStatus, type RequestFailure } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { isOwnHost, type RegistryPlace } from './settings.ts'
import type { SignIn } from './sign-in.ts'
import { type Answer, discard, late, type Transport } from './transport.ts'

export interface ClientRequest<T> {
  /** The image as messages name it. */
  image: string
  repository: string
  /** Below the repository: `manifests/1.27`. */
  path: string
  method?: 'GET' | 'HEAD'
  /** Asked before each attempt. */
  headers?(): Record<string, string>
  /** Statuses that are answers too; default: only success. */
  expected?: number[]
  signal?: AbortSignal | undefined
  /** No limit of time but the signal; bytes must come all the while. */
  isLong?: boolean
  /** Bytes so far; attempts are counted anew when it has grown. */
  progress?(): number
  /** Reads the answer; what goes wrong here leads to another attempt, too. */
  read(answer: Answer): Promise<T>
}

/** Asks one registry. */
export interface RegistryClient {
  place: RegistryPlace
  /** @throws ImageError; the reason of the signal when that ended it */
  request<T>(request: ClientRequest<T>): Promise<T>
}

export interface ClientOptions {
  place: RegistryPlace
  transport: Transport
  signIn: SignIn
  limits: RegistryLimits
}

/** Least number of bytes that count as getting on. */
const isFurther = 2 ** 20

/**
 * A client with repetition of what failed for now: after the time that the registry names, else after one that doubles. A registry that
 * still wants to be left alone then, or was never reached, is not asked again by this client: further images fail at once.
 */
export function openClient(options: ClientOptions): RegistryClient {
  const { place, limits } = options
  const slots = openSlots(limits.parallel)
  let quietUntil = 0
  let wasReached = false
  let lost: RequestFailure | undefined

  /** Milliseconds until the next attempt. @throws ImageError where there is none */
  function waitAfter(failure: RequestFailure, attempt: number, image: string): number {
    const wait = waitFor(failure, attempt, limits)
    if (wait === undefined) {
      const isLost = failure.code === 'rate-limited' || (failure.isConnection && !wasReached)
      if (isLost) lost ??= failure
      throw errorOf(failure, image, place)
    }
    if (failure.code === 'rate-limited') quietUntil = Math.max(quietUntil, performance.now() + wait)
    return wait
  }

  return {
    place,
    async request(request) {
      let attempt = 0
      let progress = 0
      while (true) {
        if (lost !== undefined) throw errorOf(lost, request.image, place)
        const quiet = quietUntil - performance.now()
        if (quiet > 0) await pause(quiet, request.signal)
        attempt++
        try {
          return await slots.use(() => ask(request, { ...options, onReached: () => (wasReached = true) }))
        } catch (error) {
          request.signal?.throwIfAborted()
          const failure = failureOf(error)
          const now = request.progress?.() ?? 0
          if (now - progress >= isFurther) [attempt, progress] = [0, now]
          await pause(waitAfter(failure, Math.max(attempt, 1), request.image), request.signal)
        }
      }
    },
  }
}

/** One attempt. */
async function ask<T>(request: ClientRequest<T>, options: ClientOptions & { onReached: () => void }): Promise<T> {
  const { repository, path, method = 'GET', expected = [], isLong = false } = request
  const { place, transport, signIn, limits } = options
  const ends = [request.signal, isLong ? undefined : AbortSignal.timeout(limits.answer)]
  const signal = AbortSignal.any(ends.filter((end) => end !== undefined))
  const url = new URL(`${place.scheme}://${place.host}/v2/${repository}/${path}`)
  try {
    const answer = await signIn.through(repository, signal, (authorization) =>
      transport.send(url, {
        method,
        headers: { ...request.headers?.(), ...(authorization === undefined ? {} : { Authorization: authorization }) },
        signal,
      }),
    )
    options.onReached()
    if (answer.status < 200 || (answer.status > 299 && !expected.includes(answer.status))) {
      await discard(answer)
      throw failureOfStatus(answer.status, answer.headers)
    }
    return await readAll(answer, request, signal)
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw signal.aborted ? late() : error
  }
}

async function readAll<T>(answer: Answer, request: ClientRequest<T>, signal: AbortSignal): Promise<T> {
  try {
    const value = await request.read(answer)
    // a body without a length that is cut off here looks as if it were complete
    signal.throwIfAborted()
    return value
  } catch (error) {
    answer.body.destroy()
    throw error
  }
}

/** What went wrong on the way. @throws the error itself where it is none of the network */
function failureOf(error: unknown): RequestFailure {
  const failure = error instanceof ImageError || isProgrammingError(error) ? undefined : failureOfError(error)
  if (failure === undefined) throw error
  return failure
}

/** Milliseconds until the next attempt; undefined when there is none. */
function waitFor({ isTemporary, wait }: RequestFailure, attempt: number, limits: RegistryLimits): number | undefined {
  if (!isTemporary || attempt >= limits.attempts) return undefined
  const pause = wait ?? limits.firstWait * 2 ** (attempt - 1)
  return pause > limits.longestWait ? undefined : pause
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** A fault of ours must not pass for one of the network. */
function isProgrammingError(error: unknown): boolean {
  return error instanceof ReferenceError || error instanceof SyntaxError || (error instanceof TypeError && !('code' in error))
}

/** The sentence about a failure: image, registry, what happened, what to do. */
export function errorOf(failure: RequestFailure, image: string, place: RegistryPlace): ImageError {
  const { name, host } = place
  const asked = isOwnHost(place) ? name : `${name} (asked at ${host})`
  return new ImageError(failure.code, `${image}: the registry ${asked} ${failure.what}: ${failure.remedy}.`, { cause: failure })
}
