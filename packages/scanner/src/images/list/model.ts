import type { ObjectRef } from '../../model.ts'
import type { ImageProblem, Platform } from '../model.ts'

/** A line of the repository. */
export interface ListedPlace {
  /** Relative to the root. */
  file: string
  /** 1-based; absent where only the file is known. */
  line?: number
  column?: number
}

/** One place that names an image. */
export interface ListedUse extends ListedPlace {
  unit: string
  environment: string
  object: ObjectRef
  /** `spec.template.spec.containers[0].image`. */
  path: string
  type: string
  name: string
  /** As it is written there. */
  reference: string
  /** Other lines behind the same field: templates, lines of an overlay. */
  related: ListedPlace[]
}

/** What the registry says, for one platform. */
export interface ListedDigest {
  platform: string
  /** `sha256:<hex>` that the reference leads to: of the index, where there is one. */
  digest: string
  /** `sha256:<hex>` of the manifest of the platform. */
  manifest: string
  /** Bytes, compressed. */
  size: number
}

/** An image of the deployment with everything that names it. */
export interface ListedImage {
  /** `registry/repository:tag`, or `@digest` where one is written; the reference as it is written where it says no image. */
  image: string
  registry?: string
  repository?: string
  tag?: string
  digest?: string
  /** `linux/amd64`: those that the objects name, sorted; empty when none does. */
  platforms: string[]
  /** Only where registries were asked. */
  resolved?: ListedDigest[]
  /** Digest that the lock file has, and the one that the registry has now. */
  moved?: { from: string; to: string }
  problem?: { code: ImageProblem; message: string }
  uses: ListedUse[]
}

/** One reference on one platform: what a registry is asked for. */
export interface AskedImage {
  listed: ListedImage
  reference: string
  platform: Platform
}
