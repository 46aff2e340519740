import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { bundlePrograms } from '../../../../scripts/bundle.ts'
import { sharedFolder } from '../../../../scripts/testing/shared-folder.ts'
import { checkout } from './action-file.ts'

export interface Product {
  /** Folder that stands in place of `dist`. */
  folder: string
  remove(): void
}

/**
 * Bundles the programs of the checkout into a folder beside `dist`; policies and engines are those of `dist`. All suites of a run share what
 * the first of them has built.
 */
export async function buildProduct(): Promise<Product> {
  const shared = process.env[sharedFolder]
  if (shared !== undefined) return { folder: await sharedProduct(shared), remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-product-'))
  await build(folder)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

async function build(folder: string): Promise<void> {
  await bundlePrograms(folder)
  for (const part of ['policies', 'engines']) symlinkSync(join(checkout, 'dist', part), join(folder, part))
}

/** Who makes the folder `building` builds; the others wait until it has its name, or build in turn where that failed. */
async function sharedProduct(shared: string): Promise<string> {
  const [building, product] = [join(shared, 'building'), join(shared, 'product')]
  while (!existsSync(product)) {
    if (!isMade(building)) {
      await setTimeout(50)
      continue
    }
    // it may have got its name between the two looks
    if (existsSync(product)) break
    try {
      await build(building)
      renameSync(building, product)
    } catch (error) {
      rmSync(building, { recursive: true, force: true })
      throw error
    }
  }
  return product
}

/** False where somebody else has made it. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
