import { UserError } from '../model.ts'
import { suggestion } from '../nearest.ts'
import { visibleLines } from '../sanitize.ts'
import { version } from '../version.ts'
import { commandHelp, overview } from './help.ts'
import { type CommandSpec, type Io, parseCommand } from './options.ts'

/** Each command is loaded when it is wanted: most runs are a scan that has to be quick. */
const commands: Record<string, () => Promise<CommandSpec>> = {
  scan: async () => (await import('./commands/scan.ts')).scanCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  diff: async () => (await import('./commands/diff.ts')).diff,
  merge: async () => (await import('./commands/merge.ts')).merge,
  units: async () => (await import('./commands/units.ts')).units,
  images: async () => (await import('./commands/images.ts')).images,
  rules: async () => (await import('./commands/rules.ts')).rules,
  explain: async () => (await import('./commands/explain.ts')).explain,
  baseline: async () => (await import('./commands/baseline.ts')).baseline,
  trivy: async () => (await import('./commands/trivy.ts')).trivy,
  init: async () => (await import('./commands/init.ts')).init,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
}
const names = Object.keys(commands)

/**
 * Runs the command line and gives the exit code. Known faults become a sentence on stderr; anything else is a fault of this program,
 * reported as such with exit code 3: an error must never look like a pass.
 */
export async function run(words: string[], io: Io): Promise<number> {
  try {
    const [name, ...rest] = words
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const asked = Object.hasOwn(commands, rest[0] ?? '') ? commands[rest[0]!] : undefined
      if (asked === undefined && rest[0] !== undefined && name === 'help') throw unknownCommand(rest[0])
      io.out(asked === undefined ? overview(await Promise.all(names.map((each) => commands[each]!()))) : commandHelp(await asked()))
      return name === undefined ? 2 : 0
    }
    if (name === '--version' || name === '-V') {
      io.out(`${version}\n`)
      return 0
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (load === undefined) throw unknownCommand(name)
    const command = await load()
    const args = parseCommand(command, rest)
    if (args.flag('help')) {
      io.out(commandHelp(command))
      return 0
    }
    return await command.run(args, io)
  } catch (error) {
    const [{ languageOf }, { translation }] = await Promise.all([import('./language.ts'), import('../translation/translation.ts')])
    const translate = await translation(languageOf(words, io.cwd))
    if (error instanceof UserError) {
      io.error(`${visibleLines(translate(error.message)).join('\n')}\n`)
      return error.exitCode
    }
    io.error(
      `${translate(`policy-gate failed: ${visibleLines(error instanceof Error ? error.message : String(error)).join('\n')}`)}\n${translate('This is a fault of policy-gate, not of your files; nothing was judged. Please report it with this text.')}\n`,
    )
    if (io.env.POLICY_GATE_DEBUG) io.error(`${error instanceof Error ? error.stack : ''}\n`)
    return 3
  }
}

function unknownCommand(name: string): UserError {
  return new UserError(`There is no command "${name}"; the commands are ${names.join(', ')}.${suggestion(name, names)}`)
}
