import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from './endings.ts'

export interface TemporaryFolder {
  /** Absolute, symbolic links resolved. */
  path: string
  /** Removes the folder with all that is in it. */
  remove(): void
}

/** A new empty folder that only this user can look into. It is gone when it is removed, the process ends, or a signal ends it. */
export function temporaryFolder(): TemporaryFolder {
  // mkdtemp gives it the mode 0700
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-')))
  const erase = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 2 })
  const forget = atEnd(erase)
  return {
    path,
    remove() {
      forget()
      erase()
    },
  }
}
