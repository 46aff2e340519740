import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { run } from '../../src/cli/program.ts'
import type { BaselineEntry } from '../../src/govern/baseline/entry.ts'
import type { Report } from '../../src/model.ts'
import { privileged, privilegedPod } from '../scan/manifests.ts'
import { layOut, repository } from '../scan/repository.ts'

export const baselineFile = '.policy-gate/baseline.json'

/** Runs a command in a folder; what it printed to both streams, and its exit code. */
export async function command(folder: string, ...words: string[]): Promise<{ code: number; out: string; error: string }> {
  const printed = { out: '', error: '' }
  const code = await run(words, {
    out: (text) => {
      printed.out += text
    },
    error: (text) => {
      printed.error += text
    },
    cwd: folder,
    env: {},
    terminal: undefined,
    progress: false,
  })
  return { code, ...printed }
}

/** The entries of a folder's baseline. */
export const read = (folder: string): BaselineEntry[] => JSON.parse(readFileSync(join(folder, baselineFile), 'utf8')).findings
export const write = (folder: string, entries: unknown[]) =>
  layOut(folder, { [baselineFile]: JSON.stringify({ schemaVersion: '1', findings: entries }) })

/** `<status> <file> <name>` of the privileged findings. */
export const privilegedIn = ({ findings }: Report) =>
  findings.filter(({ ruleId }) => ruleId === privileged).map(({ status, location, ref }) => `${status} ${location.file} ${ref.name}`)

/** A folder with a privileged pod and these files, and a baseline of all that was found there. */
export async function adopted(files: Record<string, string> = {}): Promise<string> {
  const folder = repository({ '.policy-gate/config.yaml': '', 'shop/debug.yaml': privilegedPod('debug'), ...files })
  expect(await command(folder, 'baseline', 'create')).toMatchObject({ code: 0, error: '' })
  return folder
}
