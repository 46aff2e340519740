/** A command that the GitHub runner finds in a line of a log. */
export interface RunnerCommand {
  name: string
  properties: Record<string, string>
  data: string
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

/** The runner's reading of one line: `::name k=v,k=v::data` after white space, or `##[name ...]data` anywhere. */
export function runnerCommand(line: string): RunnerCommand | undefined {
  const [, head, data] = /^\s*::([^:]*(?::(?!:)[^:]*)*)::(.*)$/su.exec(line) ?? []
  if (head === undefined) {
    const legacy = /##\[([^\s\]]*)[^\]]*\](.*)$/su.exec(line)
    return legacy ? { name: legacy[1]!, properties: {}, data: legacy[2]! } : undefined
  }
  const space = head.indexOf(' ')
  const list = space < 0 ? '' : head.slice(space + 1)
  const pairs = list
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), unescapeProperty(pair.slice(pair.indexOf('=') + 1))])
  return { name: space < 0 ? head : head.slice(0, space), properties: Object.fromEntries(pairs), data: unescapeData(data!) }
}

/** All commands in an output, which the runner divides at CR, LF and CRLF. */
export function runnerCommands(output: string): RunnerCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => runnerCommand(line) ?? [])
}
