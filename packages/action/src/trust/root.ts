import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder that reports are relative to, and that settings of the working tree lie in: the nearest one with `.git`, from the working
 * directory up to the workspace; without any, the workspace. A folder `.policy-gate` further down says nothing, since a change can add one.
 * @param workingDirectory inside of the workspace; both absolute, symbolic links resolved
 */
export function repositoryRoot(workingDirectory: string, workspace: string): string {
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === workspace || folder === dirname(folder)) return workspace
  }
}
