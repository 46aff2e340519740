import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePrograms } from '../../../../scripts/bundle.ts'
import { checkout } from './action-file.ts'

export interface Product {
  /** Folder that stands in place of `dist`. */
  folder: string
  remove(): void
}

/** Bundles the programs of the checkout into a folder of their own; policies and engines are those of `dist`. */
export async function buildProduct(): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-product-'))
  await bundlePrograms(folder)
  for (const part of ['policies', 'engines']) symlinkSync(join(checkout, 'dist', part), join(folder, part))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
