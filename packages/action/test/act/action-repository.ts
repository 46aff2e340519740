import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { built } from '../../../../scripts/testing/built.ts'
import { checkout } from '../runner/action-file.ts'

/** What `uses: cloudmart/policy-gate@v1` finds: `action.yml` and `dist` of this checkout. */
export function actionRepository(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-action-'))
  cpSync(join(checkout, 'action.yml'), join(folder, 'action.yml'))
  cpSync(built(), join(folder, 'dist'), { recursive: true })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
