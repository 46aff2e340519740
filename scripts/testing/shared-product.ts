import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundlePrograms } from '../bundle.ts'
import { root } from '../policy-sources.ts'
import { builtVariable } from './built.ts'

/**
 * Bundles the programs of the checkout into a folder that stands in place of `dist`, whose policies and engines it has. From sources a
 * program takes four times as long to start. Copies, no links: what a suite breaks must not be that of the checkout.
 */
export async function buildProgramsIn(folder: string): Promise<void> {
  await bundlePrograms(folder)
  for (const part of ['policies', 'engines']) cpSync(join(root, 'dist', part), join(folder, part), { recursive: true })
}

/** For vitest, before the first suite: builds the programs, again when the suites run again; what is given back removes them. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-shared-'))
  process.env[builtVariable] = folder
  await buildProgramsIn(folder)
  project.onTestsRerun(() => buildProgramsIn(folder))
  return () => rmSync(folder, { recursive: true, force: true })
}
