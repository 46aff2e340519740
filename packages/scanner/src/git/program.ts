import { execFile, spawnSync } from 'node:child_process'
import { delimiter, dirname, isAbsolute, join, parse } from 'node:path'
import { UserError } from '../model.ts'
import { isProgram } from '../paths.ts'

/** Where git reads from: a repository's own folder and the folder it is checked out in, both absolute. */
export interface GitPlace {
  /** The `.git` of the work tree: a folder, or a file that names one (linked work trees, submodules). */
  gitDir: string
  /** Top folder of the work tree. */
  top: string
  /** The index to read in place of the repository's own, absolute: hooks of `git commit -a` and `git commit <file>` are given one. */
  index?: string
}

export interface GitAnswer {
  /** Exit code; null when git was ended, because it took too long or said too much. */
  status: number | null
  stdout: Buffer
  /** The first line of what git complained about. */
  complaint: string
}

/** Milliseconds for one command. */
const deadline = 120_000
/** Most bytes that one command may answer. */
const maxAnswer = 512 * 1024 * 1024

/**
 * What a repository's own configuration must not do, whoever wrote it: run a program (file system monitor, hooks, pager) or open a
 * connection (a partial clone fetches what is missing from an address of its choice).
 */
const settings = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.pager=cat',
  'advice.graftFileDeprecated=false',
  'protocol.allow=never',
  'safe.directory=*',
  'safe.bareRepository=explicit',
].flatMap((setting) => ['-c', setting])

interface GitOptions {
  /** What the command reads from its standard input. */
  input?: string
}

/**
 * Runs one of git's plumbing commands. Here alone git is started: the program is named by its absolute path, and of the environment nothing is
 * passed on, so neither variables of a hook nor the user's configuration change an answer. Commands that read the work tree (`diff`,
 * `status`) must not be used: they run the filters that `.gitattributes` names.
 *
 * Because the repository is named outright, git does not look for one, and a checkout that belongs to another user (as in containers) is
 * read like any other; that is safe since nothing of its configuration is run.
 * @throws UserError (3) when git is not installed or cannot be started
 */
export function runGit(place: GitPlace, words: string[], options: GitOptions = {}): Promise<GitAnswer> {
  const { git, parameters, ...settings } = invocation(place, words)
  return new Promise((resolve, reject) => {
    const child = execFile(git, parameters, { ...settings, encoding: 'buffer' }, (error, stdout, stderr) => {
      // the code is a number where git ended by itself
      const { code = null, killed = false } = (error ?? { code: 0 }) as { code?: number | string | null; killed?: boolean }
      const status = typeof code === 'number' ? code : null
      try {
        resolve(answerOf({ status, code: killed ? 'ETIMEDOUT' : code, stdout, stderr }))
      } catch (fault) {
        reject(fault)
      }
    })
    // EPIPE: git ended before it had read all of its input, and says why
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input ?? '')
  })
}

/** As runGit, and waits for it: for who has nothing else to do. */
export function runGitSync(place: GitPlace, words: string[], options: GitOptions = {}): GitAnswer {
  const { git, parameters, ...settings } = invocation(place, words)
  const { status, error, stdout, stderr } = spawnSync(git, parameters, {
    ...settings,
    ...(options.input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input: options.input }),
  })
  return answerOf({ status, code: (error as NodeJS.ErrnoException | undefined)?.code ?? null, stdout, stderr })
}

/**
 * As runGit, for commands that have no reason to fail.
 * @throws UserError (3) with git's complaint
 */
export async function askGit(place: GitPlace, words: string[], options: GitOptions = {}): Promise<Buffer> {
  return unfailing(await runGit(place, words, options), words)
}

/** As askGit, and waits for it. */
export function askGitSync(place: GitPlace, words: string[], options: GitOptions = {}): Buffer {
  return unfailing(runGitSync(place, words, options), words)
}

function unfailing({ status, stdout, complaint }: GitAnswer, words: string[]): Buffer {
  if (status !== 0)
    throw new UserError(`\`git ${words.find((word) => !word.startsWith('-'))}\` failed: ${complaint || 'without a word'}.`, { exitCode: 3 })
  return stdout
}

function invocation(place: GitPlace, words: string[]) {
  const git = gitProgram(process.env)
  return {
    git,
    parameters: ['--no-pager', ...settings, ...words],
    cwd: parse(place.top).root,
    env: {
      ...environment,
      PATH: dirname(git),
      GIT_DIR: place.gitDir,
      GIT_WORK_TREE: place.top,
      ...(place.index === undefined ? {} : { GIT_INDEX_FILE: place.index }),
    },
    maxBuffer: maxAnswer,
    timeout: deadline,
    killSignal: 'SIGKILL' as const,
    windowsHide: true,
  }
}

interface Ending {
  status: number | null
  /** Of the operating system or of Node: why git did not start, or was ended. */
  code: string | number | null
  stdout: Buffer
  stderr: Buffer
}

function answerOf({ status, code, stdout, stderr }: Ending): GitAnswer {
  const isLate = status === null && endedHere.has(code)
  if (status === null && code !== null && !isLate) throw new UserError(`git cannot be started (${code}).`, { exitCode: 3 })
  return { status, stdout, complaint: isLate ? 'it took too long or answered too much' : firstFault(stderr.toString()) }
}

const endedHere = new Set<unknown>(['ETIMEDOUT', 'ENOBUFS', 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'])

/** Hints may stand before what went wrong. */
function firstFault(complaint: string): string {
  const lines = complaint.trim().split('\n')
  return (lines.find((line) => /^(fatal|error): /.test(line)) ?? lines[0] ?? '').replace(/^(fatal|error): |\.$/g, '')
}

const environment = {
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  // the objects as they were committed: no replacements, no other parents, none from elsewhere
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
  ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
}

/** The program, from the absolute folders of PATH: one in the folder that happens to be the working directory is not git. */
function gitProgram({ PATH: path = '' }: NodeJS.ProcessEnv): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git'
  const found = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find(isProgram)
  if (found === undefined)
    throw new UserError('git is needed to compare with another commit, and was not found: install it.', { exitCode: 3 })
  return found
}
