import { StringDecoder } from 'node:string_decoder'

import { isAboutInstances } from './expansions.ts'

/** What of the log of one run is kept. Names of files in it come from whoever made what was scanned. */
export interface RunLog {
  /** Warnings, errors, and what says that something was not read; the first ones. */
  notes: string[]
  /** The last lines of all. */
  tail: string[]
  /** What it says of blocks of Terraform without an instance, in its order; what is said again is not repeated. */
  instances: string[]
  /** There were more notes, or more of these, than are kept. */
  truncated: boolean
}

const maxNotes = 1000
const maxInstances = 10_000
const maxLine = 4096
const maxTail = 120

/** Trivy says at level DEBUG that it left a file out. */
const noted = /\t(?:WARN|ERROR|FATAL)\t|Analysis error|Walk error|Permission error|Ignore finding|^panic: |^fatal error: /

/** Takes what Trivy writes to stderr, piece by piece, and keeps a bounded part of it. */
export function logReader(): { push(bytes: Buffer): void; end(): RunLog } {
  const decoder = new StringDecoder('utf8')
  const log: RunLog = { notes: [], tail: [], instances: [], truncated: false }
  const ofRoot = new Set<string>()
  let rest = ''
  const take = (line: string) => {
    const short = line.slice(0, maxLine)
    log.tail.push(short)
    if (log.tail.length > maxTail) log.tail.shift()
    if (isAboutInstances(short, short.length === maxLine)) {
      // without the time
      const said = short.slice(short.indexOf('\t'))
      if (said.includes('Scanning root module\t')) ofRoot.clear()
      if (!ofRoot.has(said)) {
        ofRoot.add(said)
        if (log.instances.length < maxInstances) log.instances.push(said)
        else log.truncated = true
      }
    }
    if (!noted.test(short)) return
    if (log.notes.length < maxNotes) log.notes.push(short)
    else log.truncated = true
  }
  return {
    push(bytes) {
      const lines = (rest + decoder.write(bytes)).split('\n')
      // a line without an end must not grow for ever
      rest = (lines.pop() ?? '').slice(0, maxLine)
      for (const line of lines) take(line)
    },
    end() {
      if (rest !== '') take(rest)
      return log
    },
  }
}

/** The value of a field of a line (`file_path="a b"`), undefined when it has none. */
export function fieldOf(line: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S+))`).exec(line)
  return match === null ? undefined : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2])
}
