import type { JsonObject } from '../model.ts'

/** A compiled policy and the base document it is evaluated with. */
export interface PolicyBundle {
  wasm: Uint8Array
  data: JsonObject
  /** It came with this program, and ends where a policy of somebody else may not: it may judge little things in the main thread. */
  builtin?: boolean
}

/** Policies by number; `now` is what they see as the time, in nanoseconds since 1970. The first message to the evaluation worker. */
export interface PolicyLoad {
  bundles: PolicyBundle[]
  now: bigint | undefined
}

/** What the evaluation worker is asked. Input is JSON text as bytes, because that is what the policy takes. */
export type WorkerRequest =
  | { id: number; policy: number; entrypoint: string; input: Uint8Array }
  /** Replaces the base document of a policy. */
  | { id: number; policy: number; data: JsonObject }

/** The result is JSON text: read sooner than a copied object, and what the cache keeps. */
export type WorkerResponse = { id: number; result: string } | { id: number; error: string }
