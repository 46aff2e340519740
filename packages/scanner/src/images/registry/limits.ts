/** What a registry may cost at most; all of it is text or bytes of somebody unknown. */
export interface RegistryLimits {
  /** Bytes of a manifest or an index; the distribution specification wants registries to take up to 4 MiB. */
  manifest: number
  /** Bytes of the configuration of an image. */
  config: number
  /** Bytes of an answer with a token. */
  token: number
  /** Entries of an index. */
  entries: number
  /** Layers of an image; container runtimes stop at 127. */
  layers: number
  /** Redirects of one request. */
  redirects: number
  /** Indexes in indexes. */
  depth: number
  /** Attempts of a request, without those that brought a layer further. */
  attempts: number
  /** Milliseconds: before the second attempt, doubled for each further one; the longest that a registry may ask to wait. */
  firstWait: number
  longestWait: number
  /** Milliseconds without a byte. */
  idle: number
  /** Milliseconds for everything but a layer. */
  answer: number
  /** Requests to a registry at once. */
  parallel: number
  /** Bytes of layers kept for other images of the run. */
  shared: number
  /** Milliseconds for a credential helper, which may ask a cloud for a token. */
  helper: number
}

export const defaultLimits: RegistryLimits = {
  manifest: 4 * 2 ** 20,
  config: 8 * 2 ** 20,
  token: 64 * 2 ** 10,
  entries: 1000,
  layers: 512,
  redirects: 5,
  depth: 3,
  attempts: 4,
  firstWait: 500,
  longestWait: 30_000,
  idle: 30_000,
  answer: 60_000,
  parallel: 4,
  shared: 4 * 2 ** 30,
  helper: 15_000,
}
