import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { objectOf, textAt } from '../../json.ts'
import { isInside, isProgram } from '../../paths.ts'
import type { Credential } from './docker-config.ts'
import type { Environment } from './settings.ts'

export interface HelperOptions {
  environment: Environment
  /** Folder that is scanned: no program in it is started. */
  root?: string | undefined
  /** Milliseconds. */
  deadline: number
}

/** Why a helper gave nothing, as a sentence without its output, which may hold a secret. */
export class HelperError extends Error {}

/** What helpers of systems and clouds read; tokens of other services are not among it. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|LANG|TMPDIR|DOCKER_CONFIG|XDG_.*|DBUS_SESSION_BUS_ADDRESS|DISPLAY|WAYLAND_DISPLAY|GNUPGHOME|PASSWORD_STORE_DIR|GPG_TTY|AWS_.*|AZURE_.*|GOOGLE_.*|CLOUDSDK_.*|OCI_CLI_.*|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|SSL_CERT_FILE|SSL_CERT_DIR|SYSTEMROOT|SYSTEMDRIVE|WINDIR|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|TEMP|TMP|PATHEXT|COMSPEC)$/i

const maxAnswer = 64 * 1024

/**
 * Asks `docker-credential-<name> get` (docker/docker-credential-helpers): the registry on standard input, JSON on standard output.
 * @returns undefined when the helper knows no credential for it
 * @throws HelperError when there is no such program outside of the root, or it fails, takes too long or answers something else
 */
export async function askHelper(name: string, registry: string, options: HelperOptions): Promise<Credential | undefined> {
  const program = findHelper(name, options)
  const { status, output } = await run(program, registry, options)
  if (status !== 0) {
    if (/credentials not found/i.test(output)) return undefined
    throw new HelperError(`docker-credential-${name} failed (exit code ${status ?? 'none, it was ended'})`)
  }
  const answer = objectOf(output)
  const [user, secret] = [textAt(answer, ['Username']), textAt(answer, ['Secret'])]
  if (user === undefined || secret === undefined)
    throw new HelperError(`docker-credential-${name} answered something else than a credential`)
  if (secret === '') return undefined
  return user === '<token>' ? { type: 'identity', token: secret } : { type: 'password', user, password: secret }
}

/** From the absolute folders of PATH outside of the scanned one; links are followed before that is judged. */
function findHelper(name: string, { environment, root }: HelperOptions): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new HelperError(`${JSON.stringify(name)} is no name of a credential helper`)
  const file = `docker-credential-${name}${process.platform === 'win32' ? '.exe' : ''}`
  const found = foldersOf(environment, root)
    .map((folder) => join(folder, file))
    .find((path) => isProgram(path) && (root === undefined || !isInside(realpathSync(path), root)))
  if (found === undefined)
    throw new HelperError(`docker-credential-${name} was not found in the folders of PATH that lie outside of the scanned one`)
  return found
}

function foldersOf({ PATH, Path }: Environment, root: string | undefined): string[] {
  return (PATH ?? Path ?? '').split(delimiter).filter((folder) => isAbsolute(folder) && (root === undefined || !isInside(folder, root)))
}

function run(program: string, input: string, options: HelperOptions): Promise<{ status: number | null; output: string }> {
  const { environment, root, deadline } = options
  const kept = Object.entries(environment).filter(([key]) => passedOn.test(key) && key.toUpperCase() !== 'PATH')
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      cwd: dirname(program),
      env: { ...Object.fromEntries(kept), PATH: foldersOf(environment, root).join(delimiter) },
      // what it says besides may hold a secret
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: deadline,
      killSignal: 'SIGKILL',
      windowsHide: true,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.length > maxAnswer) child.kill('SIGKILL')
    })
    child.on('error', (error: NodeJS.ErrnoException) => reject(new HelperError(`${program} cannot be started (${error.code})`)))
    // its own children may hold the pipe open for longer than it lives
    child.on('exit', () => setTimeout(() => child.stdout.destroy(), 200).unref())
    child.on('close', (status) => resolve({ status, output }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
