import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePrograms } from '../../../../scripts/bundle.ts'
import { checkout } from '../runner/action-file.ts'

/** What `uses: cloudmart/policy-gate@v1` finds: `action.yml` and `dist` of this checkout. */
export async function actionRepository(): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-action-'))
  mkdirSync(join(folder, 'dist'))
  await bundlePrograms(join(folder, 'dist'))
  for (const part of ['dist/policies', 'dist/engines', 'action.yml']) cpSync(join(checkout, part), join(folder, part), { recursive: true })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
