import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toolFolder, toolsNamed } from '../../../../../scripts/tools/install.ts'
import { outputFile } from '../../../src/images/trivy/arguments.ts'
import type { Trivy, TrivyOptions } from '../../../src/images/trivy/model.ts'
import type { RunResult } from '../../../src/images/trivy/run.ts'
import { openTrivy } from '../../../src/images/trivy/trivy.ts'
import type { RunPlace } from '../../../src/images/trivy/worker.ts'
import { openWorkers, type WorkersOptions } from '../../../src/images/trivy/workers.ts'
import { alpine, type ImageDescription, makeImage, npmPackages, writeLayout } from './image-maker.ts'
import { type DatabaseContents, smallDatabase, writeVulnerabilityDatabase } from './vulnerability-database.ts'

/** The real program of `pnpm tools`, of the version that the product installs. */
export const realTrivy = join(toolFolder(toolsNamed(['trivy'])[0]!), 'trivy')

/** A day on which the small database is new enough. */
export const today = '2026-11-02'

/** A new empty folder. */
export function freshFolder(name = 'trivy'): string {
  return mkdtempSync(join(tmpdir(), `policy-gate-test-${name}-`))
}

/** An Alpine system with a vulnerable library, and an npm package on top: everything that the small database knows. */
export const vulnerable: ImageDescription = {
  layers: [alpine({ libssl3: { version: '3.1.4-r0', source: 'openssl' }, musl: '1.2.4-r2' }), npmPackages({ lodash: '4.17.11' })],
}

/** An OCI layout folder of an image. */
export function layoutOf(description: ImageDescription): string {
  const folder = freshFolder('layout')
  writeLayout(makeImage(description), folder)
  return folder
}

/** A folder with a database. */
export function databaseOf(contents: DatabaseContents = smallDatabase): string {
  return writeVulnerabilityDatabase(freshFolder('database'), contents)
}

/** The real Trivy with a database of its own, for images and files. */
export async function openReal(options: Partial<TrivyOptions> = {}): Promise<Trivy> {
  const root = freshFolder('root')
  return await openTrivy({
    root,
    purposes: ['images', 'files'],
    today,
    program: realTrivy,
    database: databaseOf(),
    cache: false,
    ...options,
  })
}

/** Runs the real Trivy as the driver does, and gives its report as it is. */
export async function rawRun(
  options: Partial<WorkersOptions>,
  args: (place: RunPlace) => string[],
): Promise<{ report: unknown; result: RunResult }> {
  const workers = openWorkers({ program: realTrivy, parallel: 1, timeout: 60, memory: 2048, reach: 'none', ...options })
  try {
    return await workers.run({
      args,
      read: async (result, place) => {
        return { result, report: result.code === 0 ? JSON.parse(readFileSync(outputFile(place), 'utf8')) : undefined }
      },
    })
  } finally {
    await workers.close()
  }
}

/** Writes files into a new folder, and gives it. */
export function folderOf(files: Record<string, string>): string {
  const folder = freshFolder('files')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** A program that stands in for Trivy: a script of the shell. */
export function fakeTrivy(script: string, folder = freshFolder('program')): string {
  const file = join(folder, 'trivy')
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return file
}
