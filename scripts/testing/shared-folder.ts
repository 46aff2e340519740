import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The variable that names a folder which all suites of a run share. */
export const sharedFolder = 'POLICY_GATE_TEST_SHARED'

/** For vitest, before the first suite: makes the folder; what is given back removes it after the last. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-shared-'))
  process.env[sharedFolder] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
