import type { ScannerInfo } from '../model.ts'
import { ImageError } from '../registry/error.ts'
import type { TrivyOptions, TrivyPurpose } from './model.ts'
import { openTrivy } from './trivy.ts'

/** Which Trivy would scan, with which database, as lines for people; `usable` names what it could scan. */
export async function trivyInfo(options: Omit<TrivyOptions, 'purposes'>): Promise<{ lines: string[]; usable: TrivyPurpose[] }> {
  const files = await infoOf(options, ['files'])
  if (files instanceof ImageError) return { lines: [files.message], usable: [] }
  const about = [`Trivy ${files.version}`, ...(files.sha256 === undefined ? [] : [`SHA-256 ${files.sha256}`])]
  const images = await infoOf(options, ['images'])
  if (images instanceof ImageError) return { lines: [...about, images.message], usable: ['files'] }
  const { database, server, javaDatabase } = images
  return {
    usable: ['files', 'images'],
    lines: [
      ...about,
      ...(server === undefined ? [] : [`Server ${server}`]),
      ...(database === undefined
        ? []
        : [`Vulnerability database of ${database.updatedAt}${database.sha256 ? `, SHA-256 ${database.sha256}` : ''}`]),
      ...(javaDatabase === undefined ? [] : [`Java database of ${javaDatabase.updatedAt}`]),
    ],
  }
}

async function infoOf(options: Omit<TrivyOptions, 'purposes'>, purposes: TrivyPurpose[]): Promise<ScannerInfo | ImageError> {
  try {
    const trivy = await openTrivy({ ...options, purposes })
    await trivy.close()
    return trivy.info
  } catch (error) {
    if (error instanceof ImageError) return error
    throw error
  }
}
