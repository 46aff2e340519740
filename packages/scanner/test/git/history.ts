import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { layOut } from '../scan/repository.ts'

/** A git repository of a test, without the configuration of whoever runs it. */
export interface History {
  folder: string
  git(...words: string[]): string
  /** Writes files (null removes one), adds everything and commits; gives the hash. */
  commit(files: Record<string, string | Uint8Array | null>): string
}

const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgsign=false']

export function history(folder: string, files: Record<string, string | Uint8Array> = {}): History {
  const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const git = (...words: string[]): string =>
    execFileSync('git', [...author, '-c', 'protocol.file.allow=always', ...words], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  git('init', '-q', '-b', 'main')
  const commit: History['commit'] = (changes) => {
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) rmSync(join(folder, path), { recursive: true, force: true })
      else layOut(folder, { [path]: content })
    }
    git('add', '-A', '-f')
    git('commit', '-q', '--allow-empty', '-m', 'change')
    return git('rev-parse', 'HEAD')
  }
  if (Object.keys(files).length > 0) commit(files)
  return { folder, git, commit }
}
