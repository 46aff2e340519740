import { UserError } from '../model.ts'
import { parseImage } from './reference.ts'

export interface NamedImage {
  registry: string
  repository: string
  tag?: string | undefined
  digest?: string | undefined
}

/** `registry/repository:tag`; with the digest only where no tag is written. */
export function layoutName({ registry, repository, tag, digest }: NamedImage): string {
  return `${registry}/${repository}${tag === undefined && digest !== undefined ? `@${digest}` : `:${tag ?? 'latest'}`}`
}

/**
 * Where images lie that are in no registry yet: absolute folders by layoutName.
 * @param layouts folders by reference
 * @throws UserError (2) for a reference that is none
 */
export function layoutFolders(layouts: Record<string, string> = {}): Map<string, string> {
  return new Map(
    Object.entries(layouts).map(([reference, folder]) => {
      const image = parseImage(reference)
      if (image === undefined || 'unresolved' in image)
        throw new UserError(`${reference} is no image reference: write registry/repository:tag.`)
      return [layoutName(image), folder]
    }),
  )
}
