import type { JsonObject } from '../model.ts'

/** A compiled policy and the base document it is evaluated with. */
export interface PolicyBundle {
  wasm: Uint8Array
  data: JsonObject
}

/** The first message to the evaluation worker; `now` is what policies see as the time, in nanoseconds since 1970. */
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
