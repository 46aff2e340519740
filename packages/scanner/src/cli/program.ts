import { suggestion } from '../config/nearest.ts'
import { UserError } from '../model.ts'
import { version } from '../version.ts'
import { doctor } from './commands/doctor.ts'
import { explain } from './commands/explain.ts'
import { init } from './commands/init.ts'
import { rules } from './commands/rules.ts'
import { scanCommand } from './commands/scan.ts'
import { commandHelp, overview } from './help.ts'
import { type CommandSpec, type Io, parseCommand } from './options.ts'

const commands: CommandSpec[] = [scanCommand, rules, explain, init, doctor]

/**
 * Runs the command line and gives the exit code. Known faults become a sentence on stderr; anything else is a fault of this program,
 * reported as such with exit code 3: an error must never look like a pass.
 */
export async function run(words: string[], io: Io): Promise<number> {
  try {
    const [name, ...rest] = words
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const asked = commands.find((command) => command.name === rest[0])
      io.out(asked === undefined ? overview(commands) : commandHelp(asked))
      return name === undefined ? 2 : 0
    }
    if (name === '--version' || name === '-V') {
      io.out(`${version}\n`)
      return 0
    }
    const command = commands.find((candidate) => candidate.name === name)
    if (command === undefined) {
      const names = commands.map((candidate) => candidate.name)
      throw new UserError(`There is no command "${name}"; the commands are ${names.join(', ')}.${suggestion(name, names)}`)
    }
    const args = parseCommand(command, rest)
    if (args.flag('help')) {
      io.out(commandHelp(command))
      return 0
    }
    return await command.run(args, io)
  } catch (error) {
    if (error instanceof UserError) {
      io.error(`${error.message.endsWith('\n') ? error.message.trimEnd() : error.message}\n`)
      return error.exitCode
    }
    io.error(`policy-gate failed: ${error instanceof Error ? error.message : String(error)}\nThis is a fault of policy-gate, not of your files; nothing was judged. Please report it with this text.\n`)
    if (io.env.POLICY_GATE_DEBUG) io.error(`${error instanceof Error ? error.stack : ''}\n`)
    return 3
  }
}
