import { type Command, commandIn, registered } from './commands.ts'

export interface Annotation {
  level: 'error' | 'warning' | 'notice'
  message: string
  properties: Record<string, string>
}

/** What a step did to the runner through its log. */
export interface StepLog {
  /** Lines that people see, masked. */
  shown: string[]
  /** Commands that acted, in their order, apart from annotations. */
  commands: Command[]
  /** What the runner keeps: ten of a level, messages cut. */
  annotations: Annotation[]
  /** Annotations that it dropped. */
  dropped: number
  masks: string[]
  outputs: Map<string, string>
  state: Map<string, string>
  /** Commands are off at the end: nothing the step says is heard. */
  stopped: boolean
  /** The runner itself fails the step. */
  problems: string[]
}

const perLevel = 10
const messageLimit = 4096

/** Reads what a step wrote as the runner does: line by line, both streams alike. */
export function readLog(output: string): StepLog {
  const log: StepLog = {
    shown: [],
    commands: [],
    annotations: [],
    dropped: 0,
    masks: [],
    outputs: new Map(),
    state: new Map(),
    stopped: false,
    problems: [],
  }
  const known = new Set(registered)
  let token: string | undefined
  // .NET's reader ends a line at CR, LF and CRLF
  for (const line of output.split(/\r\n|\r|\n/)) {
    const command = commandIn(line, known)
    if (token !== undefined) {
      if (command?.name === token) {
        known.delete(token)
        token = undefined
      }
      show(log, line)
    } else if (command === undefined) show(log, line)
    else if (command.name === 'stop-commands') {
      log.commands.push(command)
      token = command.data.toLowerCase()
      if (token === '' || registered.has(token)) log.problems.push('the token of stop-commands is reserved')
      known.add(token)
    } else act(log, command)
  }
  log.stopped = token !== undefined
  return log
}

function act(log: StepLog, command: Command): void {
  const { name, properties, data } = command
  if (name === 'error' || name === 'warning' || name === 'notice') {
    if (log.annotations.filter(({ level }) => level === name).length === perLevel) log.dropped++
    else log.annotations.push({ level: name, message: masked(log, data).slice(0, messageLimit), properties })
    return
  }
  log.commands.push(command)
  if (name === 'add-mask' && data.trim() !== '') log.masks.push(data)
  if (name === 'set-output') {
    if (properties.name === undefined) log.problems.push('set-output without a name')
    else log.outputs.set(properties.name, data)
  }
  if (name === 'save-state' && properties.name !== undefined) log.state.set(properties.name, data)
  if (name === 'set-env' || name === 'add-path') log.problems.push(`${name} is disabled`)
  if (name === 'echo' && !['on', 'off'].includes(data.trim().toLowerCase())) log.problems.push('echo is on or off')
}

function show(log: StepLog, line: string): void {
  log.shown.push(masked(log, line))
}

function masked({ masks }: StepLog, text: string): string {
  return masks.reduce((rest, mask) => rest.replaceAll(mask, '***'), text)
}
