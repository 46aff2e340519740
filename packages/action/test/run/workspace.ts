import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A pod that no rule finds fault with. */
export const goodPod = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
data:
  colour: blue
`

/** A pod with findings of every severity. */
export const badPod = `apiVersion: v1
kind: Pod
metadata:
  name: debug
  namespace: shop
spec:
  hostNetwork: true
  containers:
    - name: main
      image: nginx:latest
      securityContext:
        privileged: true
`

/** A folder with these files, as a checkout would be; no git. */
export function workspaceWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-workspace-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
