import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Actions of GitHub that talk to its servers, as far as the examples need them: artifacts lie in the folder `$ARTIFACTS`, other repositories
 * are clones of `$REMOTE`. (The checkout of the own repository is done by act itself.)
 */
const standIns: Record<string, string> = {
  'actions/upload-artifact': `
name: upload-artifact
inputs:
  name: { required: true }
  path: { required: true }
  retention-days: {}
runs:
  using: composite
  steps:
    - shell: bash
      env:
        NAME: \${{ inputs.name }}
        PATHS: \${{ inputs.path }}
      run: |
        mkdir -p "$ARTIFACTS/$NAME"
        while read -r path; do test -z "$path" || cp "$path" "$ARTIFACTS/$NAME/"; done <<< "$PATHS"
`,
  'actions/download-artifact': `
name: download-artifact
inputs:
  pattern: { required: true }
  path: { required: true }
runs:
  using: composite
  steps:
    - shell: bash
      env:
        PATTERN: \${{ inputs.pattern }}
        TARGET: \${{ inputs.path }}
      run: |
        mkdir -p "$TARGET"
        for artifact in "$ARTIFACTS"/$PATTERN; do cp -r "$artifact" "$TARGET/"; done
`,
  'actions/checkout': `
name: checkout
inputs:
  repository: { required: true }
  ref: { required: true }
  path: { required: true }
  allow-unsafe-pr-checkout: {}
  persist-credentials: {}
  fetch-depth: {}
runs:
  using: composite
  steps:
    - shell: bash
      env:
        REF: \${{ inputs.ref }}
        TARGET: \${{ inputs.path }}
      run: git init -q "$TARGET" && git -C "$TARGET" fetch -q --depth 1 "$REMOTE" "$REF" && git -C "$TARGET" checkout -q --detach FETCH_HEAD && git -C "$TARGET" remote add origin "$ORIGIN"
`,
}

/** Writes the stand-ins for the actions that a workflow names, at the versions that it names. */
export function writeStandIns(workflows: string[], folder: string): Record<string, string> {
  const named = workflows.flatMap((text) => [...text.matchAll(/uses: (actions\/[\w-]+@[0-9a-f]{40})/g)].map((match) => match[1]!))
  return Object.fromEntries(
    [...new Set(named)].flatMap((reference) => {
      const name = reference.replace(/@.*/, '')
      const text = standIns[name]
      if (text === undefined) throw new Error(`there is no stand-in for ${name}`)
      mkdirSync(join(folder, name), { recursive: true })
      writeFileSync(join(folder, name, 'action.yml'), text)
      return [[reference, join(folder, name)]]
    }),
  )
}
