import type { ResolvedImage } from '../model.ts'
import { ImageError } from '../registry/error.ts'
import { platformText } from '../registry/platform.ts'
import type { Resolver } from '../resolver.ts'
import type { AskedImage } from './model.ts'

/** Of one image on one platform: what its registry said, where it did. */
export interface Resolution extends AskedImage {
  resolved?: ResolvedImage
}

/** Asks what each image is now, and writes it, or why it is not known, into the list. */
export async function resolveImages(asked: AskedImage[], resolver: Resolver): Promise<Resolution[]> {
  return await Promise.all(
    asked.map(async (one): Promise<Resolution> => {
      const { listed, reference, platform } = one
      try {
        const { image, moved } = await resolver.resolve({ reference, registry: listed.registry!, repository: listed.repository!, platform })
        const { digest, manifest, size } = image
        const entry = { platform: platformText(platform), digest, manifest, size }
        listed.resolved = [...(listed.resolved ?? []), entry].sort((a, b) => (a.platform < b.platform ? -1 : 1))
        if (moved !== undefined) listed.moved = moved
        return { ...one, resolved: image }
      } catch (error) {
        if (!(error instanceof ImageError)) throw error
        listed.problem ??= { code: error.code, message: error.message }
        return one
      }
    }),
  )
}
