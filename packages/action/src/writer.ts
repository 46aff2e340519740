import { writeSync } from 'node:fs'
import { escapeCommandData, neutraliseCommands, truncate, visible, visibleLines } from '../../scanner/src/sanitize.ts'
import type { Log } from './model.ts'

export const annotationLevels = ['error', 'warning', 'notice'] as const
export type AnnotationLevel = (typeof annotationLevels)[number]

/** What the runner keeps of each level in one step, and of each message in UTF-16 units. */
export const annotationsPerLevel = 10
const messageLimit = 4096

/** The only writer of the action. What is written through `Log` can be no command; the other functions write the commands that are meant. */
export interface Writer extends Log {
  /** Keeps a secret out of the log, here and in the runner. */
  mask(secret: string): void
  /** Lines of the reporter of annotations, which escapes and neutralises; anything that is no such line is refused. */
  annotations(lines: string[]): void
  /** How many annotations of each level the runner would still keep. */
  room(): Record<AnnotationLevel, number>
}

export interface WriterOptions {
  /** Writes all of the text before it returns; throws only what cannot be helped. */
  write(text: string): void
  /** Debug logging is on. */
  debug: boolean
}

/** Writes to standard output at once, so that nothing is lost when the process is ended; a log that went away changes nothing. */
export function writeOut(text: string): void {
  const bytes = Buffer.from(text)
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(1, bytes, offset)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
    }
  }
}

const annotationLine = /^::(error|warning|notice)(?: [^\n\r]*?)?::[^\n\r]*$/

/** Opens the one way to the log. */
export function openWriter({ write, debug }: WriterOptions): Writer {
  const secrets = new Set<string>()
  const left: Record<AnnotationLevel, number> = { error: annotationsPerLevel, warning: annotationsPerLevel, notice: annotationsPerLevel }

  const masked = (text: string): string => [...secrets].reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  const print = (text: string): void => write(`${neutraliseCommands(visibleLines(masked(text)).join('\n'))}\n`)
  const command = (name: string, data: string): void => write(`::${name}::${escapeCommandData(data)}\n`)
  const annotate = (level: AnnotationLevel, text: string): void => {
    const lines = visibleLines(masked(text)).join('\n')
    // beyond its limit the runner would drop it, and the log would not have it either
    if (left[level] === 0) print(`${level}: ${lines}`)
    else command(level, truncate(neutraliseCommands(lines), messageLimit))
    left[level] = Math.max(0, left[level] - 1)
  }
  return {
    info: print,
    notice: (text) => annotate('notice', text),
    warning: (text) => annotate('warning', text),
    error: (text) => annotate('error', text),
    debug(text) {
      if (debug) for (const line of visibleLines(masked(text))) command('debug', neutraliseCommands(line))
    },
    mask(secret) {
      if (secret.trim() === '') return
      command('add-mask', secret)
      secrets.add(secret)
    },
    annotations(lines) {
      for (const line of lines) {
        const level = annotationLine.exec(line)?.[1] as AnnotationLevel | undefined
        if (level === undefined || visible(line) !== line || /##[\w.-]*\[/.test(line)) throw new Error('a line of annotations is none')
        if (left[level] === 0) print(line)
        else write(`${masked(line)}\n`)
        left[level] = Math.max(0, left[level] - 1)
      }
    },
    room: () => ({ ...left }),
  }
}
