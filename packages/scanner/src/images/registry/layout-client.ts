import { createReadStream, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { UserError } from '../../model.ts'
import type { RegistryClient } from './client.ts'
import { digestOf } from './content.ts'
import { ImageError } from './error.ts'
import type { RegistryPlace } from './settings.ts'

const indexType = 'application/vnd.oci.image.index.v1+json'

/**
 * Answers from an OCI layout folder (image-spec, image-layout.md) as a registry would: whatever the tag, its `index.json` is meant. Every
 * byte is checked by its digest as that of a registry is.
 * @param options.folder absolute
 * @param options.place of the registry that the image is named after, for messages
 * @throws UserError (2) for a folder that is no layout
 */
export function openLayoutClient({ folder, place }: { folder: string; place: RegistryPlace }): RegistryClient {
  const index = readIndex(folder)
  const own = digestOf(index)

  const contentOf = (path: string): { body: Readable; size: number; type?: string } | undefined => {
    const [kind = '', reference = ''] = path.split('/')
    if (kind === 'manifests' && (!reference.startsWith('sha256:') || reference === own))
      return { body: Readable.from([index]), size: index.length, type: indexType }
    if ((kind !== 'manifests' && kind !== 'blobs') || !/^sha256:[0-9a-f]{64}$/.test(reference)) return undefined
    const file = join(folder, 'blobs', ...reference.split(':'))
    const stat = statSync(file, { throwIfNoEntry: false })
    // a pipe of an archive would be waited for without end
    return stat?.isFile() ? { body: createReadStream(file), size: stat.size } : undefined
  }

  return {
    place,
    async request({ image, path, method = 'GET', read }) {
      const content = contentOf(path)
      if (content === undefined)
        throw new ImageError(
          'not-found',
          `${image}: the layout ${folder} does not have ${path}: write it anew, with all platforms that are wanted.`,
        )
      const { body, size, type } = content
      const headers = {
        'content-length': String(size),
        ...(type === undefined ? {} : { 'content-type': type, 'docker-content-digest': own }),
      }
      if (method === 'HEAD') body.destroy()
      return await read({ status: 200, headers, body: method === 'HEAD' ? Readable.from([]) : body })
    },
  }
}

function readIndex(folder: string): Buffer {
  const file = join(folder, 'index.json')
  try {
    return readFileSync(statSync(file).isFile() ? file : '')
  } catch (cause) {
    throw new UserError(
      `${folder} is no OCI layout: it has no index.json. Write one, e.g. with \`docker save <image> | tar -x -C <folder>\` or \`docker buildx build --output type=oci,tar=false,dest=<folder>\`.`,
      { cause },
    )
  }
}
