import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replaceAnchors } from '../../../engines/build/anchors.ts'

/** Lays out an engine.go and lets the build put its calls in. */
function place(source: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-anchors-'))
  try {
    const engine = join(folder, 'vendor/helm.sh/helm/v4/pkg/engine')
    mkdirSync(engine, { recursive: true })
    writeFileSync(join(engine, 'engine.go'), source)
    replaceAnchors(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('an anchor that is gone, or stands twice, fails the build', () => {
  expect(() => place('package engine\n')).toThrow(/engine\.go: the anchor .* stands there 0 times, once was expected/)
  const include = '\t\tvar buf strings.Builder\n\t\tif v, ok := includedNames[name]; ok {\n'
  expect(() => place(include + include)).toThrow(/stands there 2 times/)
})
