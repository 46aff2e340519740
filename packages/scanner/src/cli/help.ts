import { type CommandSpec, helpOption, type OptionSpec } from './options.ts'

/** `policy-gate <command> --help`. */
export function commandHelp(command: CommandSpec): string {
  const rows = Object.entries({ ...command.options, help: helpOption }).map(([name, spec]): [string, string] => [
    flag(name, spec),
    describe(spec),
  ])
  const usage = ['policy-gate', command.name, command.positionals, '[flags]'].filter((word) => word !== '').join(' ')
  return `${command.summary}\n\nUsage: ${usage}\n\nFlags:\n${table(rows)}`
}

/** `policy-gate --help`. */
export function overview(commands: CommandSpec[]): string {
  const rows = commands.map((command): [string, string] => [`${command.name} ${command.positionals}`, command.summary])
  return `policy-gate decides whether a change to a Kubernetes or GitOps repository may merge.\n\nUsage: policy-gate <command> [flags]\n\nCommands:\n${table(rows)}\nExit codes: 0 pass or warn, 1 the gate failed, 2 wrong usage or configuration, 3 scan error or timeout.\nMore about a command: policy-gate <command> --help\n`
}

function flag(name: string, spec: OptionSpec): string {
  const value = spec.type === 'string' ? ` <${spec.value ?? name}>` : ''
  return `${spec.short === undefined ? '    ' : `-${spec.short}, `}--${name}${value}`
}

function describe(spec: OptionSpec): string {
  const notes = [spec.choices?.join(', '), spec.multiple === true ? 'may repeat' : undefined].filter((note) => note !== undefined)
  return notes.length === 0 ? spec.description : `${spec.description} (${notes.join('; ')})`
}

function table(rows: [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}
