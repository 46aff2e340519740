import { createHash } from 'node:crypto'
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { EngineCache } from '../../engines/cache.ts'

/** SHA-256 of a file, in hex. */
async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/**
 * SHA-256 of a big file that seldom changes. It is remembered as long as device, inode, size and both times of the file stay: nobody can set
 * the time of the last change of an inode to one of their choice.
 * @param memory entries are authenticated; undefined: it is computed anew
 */
export async function rememberedDigest(file: string, memory: EngineCache | undefined): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
  const state = ['file digest 1', realpathSync(file), dev, ino, size, mtimeNs, ctimeNs].join('\n')
  const key = createHash('sha256').update(state).digest('hex')
  const known = memory?.get(key)
  if (known !== undefined) return known
  const digest = await fileDigest(file)
  memory?.set(key, digest)
  return digest
}
