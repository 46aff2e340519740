import { visible } from '../../sanitize.ts'
import type { ImageProblem } from '../model.ts'
import { ImageError } from '../registry/error.ts'
import type { RunResult } from './run.ts'

/** What a run was about; the same line of a log means different things. */
export type Task = 'scan' | 'database' | 'server'

interface Cause {
  pattern: RegExp
  /** Default: every task. */
  tasks?: Task[]
  code: ImageProblem
  sentence: string | ((detail: string) => string)
}

const unreachable = /no such host|connection refused|connection reset|i\/o timeout|network is unreachable|TLS handshake|certificate/i

/**
 * Causes by what stands in the log, the more certain before the vaguer: the headline of Trivy ("unable to find the specified image", "failed to
 * download vulnerability DB") is printed for every one of them.
 */
const causes: Cause[] = [
  {
    pattern: /TOOMANYREQUESTS|429 Too Many Requests|toomanyrequests/,
    code: 'database',
    tasks: ['database'],
    sentence: 'the registry of the database wants to be asked less often: try again later, or name a repository of your own for it',
  },
  {
    pattern: /UNAUTHORIZED|DENIED|401 Unauthorized|403 Forbidden/,
    code: 'database',
    tasks: ['database'],
    sentence: 'the registry of the database refuses an anonymous download: name a repository that everybody may read',
  },
  {
    pattern: /MANIFEST_UNKNOWN|NAME_UNKNOWN|404 Not Found/,
    code: 'database',
    tasks: ['database'],
    sentence: 'there is no database at this reference: it is written `registry/repository:2`',
  },
  {
    pattern: unreachable,
    code: 'database',
    tasks: ['database'],
    sentence: (detail) =>
      `the registry of the database cannot be reached (${detail}): check network and proxy, or name a folder that holds the database`,
  },
  {
    pattern: unreachable,
    code: 'scanner-failed',
    tasks: ['server'],
    sentence: (detail) => `the Trivy server cannot be reached (${detail}): check its address, and that it runs`,
  },
  {
    pattern: /twirp error unauthenticated|invalid token/,
    code: 'scanner-failed',
    tasks: ['server'],
    sentence: 'the Trivy server wants another token',
  },
  {
    pattern: /context deadline exceeded|analyzer timed out/,
    code: 'timeout',
    sentence: 'Trivy took too long: raise `images.timeout`',
  },
  {
    pattern: /Java DB|\[javadb\]/,
    code: 'incomplete',
    sentence: 'it holds Java archives, which can only be judged with the Java database: name a folder with it, or leave the image out',
  },
  {
    pattern: /DB schema|old schema version/,
    code: 'database',
    sentence: 'the vulnerability database has another schema than this Trivy reads: download it again',
  },
  {
    pattern: /skip-db-update cannot be specified on the first run|There is no db file/,
    code: 'database',
    sentence: 'there is no vulnerability database: allow the download, or name a folder that holds it',
  },
  {
    pattern: /vulnerability DB initialize|go\.etcd\.io\/bbolt|invalid database|bolt|failed to download vulnerability DB/i,
    code: 'database',
    sentence: 'the vulnerability database is damaged: download it again',
  },
  {
    pattern: /cache may be in use by another process/,
    code: 'scanner-failed',
    sentence: 'another process has opened the cache of this scan: run again',
  },
  {
    pattern: /no space left on device/,
    code: 'scanner-failed',
    sentence: 'the disk is full: Trivy unpacks images into the temporary folder (TMPDIR)',
  },
  {
    pattern: /permission denied/,
    code: 'scanner-failed',
    sentence: 'Trivy may not read or write a file that it needs: check who owns the temporary folder',
  },
  {
    pattern:
      /failed to analyze layer|unable to open .* as an OCI Image|no valid manifest|invalid index\.json|failed to extract the archive|unexpected EOF/,
    code: 'invalid',
    sentence: (detail) => `the image cannot be read (${detail})`,
  },
  {
    pattern: /unknown flag|unknown command/,
    code: 'scanner-failed',
    sentence: 'this version of Trivy lacks a flag that is needed: use 0.69 or newer',
  },
  { pattern: /out of memory/, code: 'scanner-failed', sentence: 'Trivy ran out of memory: raise `images.memory`' },
]

/**
 * Why a run failed, as one sentence with what to do; undefined when it did not.
 * @param about begins the sentence: `Trivy could not scan the image`
 */
export function failureOf(run: RunResult, { task, about, timeout, memory }: FailureContext): ImageError | undefined {
  if (run.end === 'exit' && run.code === 0) return undefined
  const fail = (code: ImageProblem, sentence: string) => new ImageError(code, `${about}: ${sentence}.`)
  if (run.end === 'timeout') return fail('timeout', `it was ended after ${timeout} s: raise \`images.timeout\``)
  if (run.end === 'memory') return fail('scanner-failed', `it needed more than ${memory} MiB and was ended: raise \`images.memory\``)
  if (run.end === 'aborted') return fail('scanner-failed', 'it was called off')
  if (run.end === 'not-started') return fail('scanner-missing', `the program cannot be started (${detailOf(run.stdout)})`)
  if (run.end === 'killed') return fail('scanner-failed', `it was ended by ${run.killedBy ?? 'a signal'}, perhaps because memory ran out`)
  // what it ended with counts before what it only complained of, which may be the text of a scanned file
  for (const lines of [ending(run.log.tail), [...run.log.notes, ...run.log.tail]])
    for (const { pattern, tasks, code, sentence } of causes) {
      const line = tasks === undefined || tasks.includes(task) ? lines.find((one) => pattern.test(one)) : undefined
      if (line !== undefined) return fail(code, typeof sentence === 'string' ? sentence : sentence(detailOf(line)))
    }
  const last = lastCause(run.log.tail)
  return fail('scanner-failed', `Trivy ended with exit code ${run.code}${last === '' ? '' : ` (${detailOf(last)})`}`)
}

export interface FailureContext {
  task: Task
  about: string
  /** Seconds. */
  timeout: number
  /** MiB. */
  memory: number
}

/** From the last fatal line on: a chain of errors, one in each line, or the stack of a panic. */
function ending(tail: string[]): string[] {
  const at = tail.findLastIndex((line) => /\tFATAL\t|^panic: |^fatal error: /.test(line))
  return at < 0 ? [] : tail.slice(at)
}

/** The end of a chain of errors, which has a line for each; else the last complaint. */
function lastCause(tail: string[]): string {
  const chain = ending(tail).filter((line) => line.startsWith('  - '))
  if (chain.length > 0)
    return chain
      .slice(-2)
      .map((line) => line.slice(4))
      .join(' ')
  return tail.findLast((line) => /\t(?:FATAL|ERROR)\t|^panic: /.test(line)) ?? tail.at(-1) ?? ''
}

/** The last part of a chain of errors: it is the first cause. Printable, at most 200 characters. */
function detailOf(line: string): string {
  const text = (line.split('\t').slice(2).join(' ') || line).replace(/^ {2}- |:$/g, '')
  const parts = text.trim().split(/: (?=\S)/)
  return visible(parts.slice(-2).join(': ')).slice(-200)
}
