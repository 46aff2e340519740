import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { built, builtVariable } from '../../../../scripts/testing/built.ts'
import { buildProgramsIn } from '../../../../scripts/testing/shared-product.ts'

export interface Product {
  /** Folder that stands in place of `dist`. */
  folder: string
  remove(): void
}

/** The programs of the checkout with policies and engines of `dist`: those of the run of vitest, outside of one bundled anew. */
export async function buildProduct(): Promise<Product> {
  if (process.env[builtVariable] !== undefined) return { folder: built(), remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-product-'))
  await buildProgramsIn(folder)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
