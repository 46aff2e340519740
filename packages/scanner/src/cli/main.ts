#!/usr/bin/env node
import { UserError } from '../model.ts'
import { neutraliseCommands } from '../sanitize.ts'
import { version } from '../version.ts'

// an import statement would load all that Node keeps for later; older releases have nothing else
const { writeSync } = process.getBuiltinModule?.('node:fs') ?? (await import('node:fs'))

// a fault that nothing caught would end with exit code 1, that of a failed gate
process.on('uncaughtException', (error) => {
  complain(`policy-gate failed: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(3)
})

/** The process: standard streams, exit code. Everything else is loaded when a command needs it. */
if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version}\n`)
} else if (isTooOld(process.versions.node)) {
  write(2, `policy-gate needs Node 22.12 or newer, this is ${process.versions.node}: run it with \`npx -y node@24 ${process.argv[1]}\`.\n`)
  process.exitCode = 2
} else {
  const { run } = await import('./program.ts')
  process.exitCode = await run(process.argv.slice(2), {
    out: (text) => write(1, text),
    error: complain,
    cwd: process.cwd(),
    env: process.env,
    terminal: process.stdout.isTTY ? process.stdout.columns : undefined,
    progress: process.stderr.isTTY === true,
  })
}

/** What cannot be said for want of space must not change the exit code, which says it too. */
function complain(text: string): void {
  try {
    write(2, neutraliseCommands(text))
  } catch {
    // there is nowhere left to say it
  }
}

/** An older Node cannot even load the program, which would end with exit code 1, that of a failed gate. */
function isTooOld(running: string): boolean {
  const [major = 0, minor = 0] = running.split('.').map(Number)
  return major < 22 || (major === 22 && minor < 12)
}

/** Writes all of the text before the process ends; a reader that went away (`| head`) must not change the exit code. */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EAGAIN') continue
      if (code === 'EPIPE') return
      throw new UserError(`The output cannot be written (${code}): is the disk full?`, { exitCode: 3, cause: error })
    }
  }
}
