import { createHash } from 'node:crypto'
import type { EngineCache } from '../engines/cache.ts'
import type { ImageLicense, ImageSecret, ScanFacts, ScannerInfo } from './model.ts'

/** What is in an image, whatever is known about it later. */
export interface ImageContents extends Omit<ScanFacts, 'vulnerabilities'> {
  secrets: ImageSecret[]
  licenses: ImageLicense[]
  /** CycloneDX document of its packages. */
  sbom: string
}

/** What was found in images, by the digest of the manifest, what was looked for, and who looked. */
export interface ScanCache {
  /** As found with the database of today. */
  facts(manifest: string): ScanFacts | undefined
  setFacts(manifest: string, facts: ScanFacts): void
  /** Found with any database: the packages can be judged again without the image. */
  contents(manifest: string): ImageContents | undefined
  setContents(manifest: string, contents: ImageContents): void
}

/**
 * Results of a scan are the same as long as the bytes of the image, the scanner, its database and what was looked for are.
 * @param cache entries are authenticated; undefined: nothing is kept
 */
export function openScanCache(cache: EngineCache | undefined, { scanner, find }: { scanner: ScannerInfo; find: string[] }): ScanCache {
  const { database, javaDatabase, checks: _checks, ...program } = scanner
  const wanted = [...find].sort()
  const keyOf = (part: string, ...rest: unknown[]) =>
    createHash('sha256')
      .update(JSON.stringify([part, program, wanted, ...rest]))
      .digest('hex')
  const factsKey = (manifest: string) => keyOf('image facts 1', manifest, database?.sha256 ?? database?.updatedAt, javaDatabase)
  const contentsKey = (manifest: string) => keyOf('image contents 1', manifest)
  const get = <T>(key: string): T | undefined => {
    const text = cache?.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }
  return {
    facts: (manifest) => get(factsKey(manifest)),
    setFacts: (manifest, facts) => cache?.set(factsKey(manifest), JSON.stringify(facts)),
    contents: (manifest) => get(contentsKey(manifest)),
    setContents: (manifest, contents) => cache?.set(contentsKey(manifest), JSON.stringify(contents)),
  }
}
