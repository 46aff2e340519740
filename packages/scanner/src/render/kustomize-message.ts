import { posix } from 'node:path'

/** What kustomize says went wrong, without the folders on the way there. */
export interface KustomizeMessage {
  message: string
  /** Relative to the root, where the message names a file. */
  file?: string
  /** 1-based. */
  line?: number
}

/**
 * Kustomize wraps an error once for each folder on the way to it (`accumulating resources: accumulation err='...': recursed accumulation
 * of path 'deploy/base': ...`). Gives the innermost error with the folder it happened in, and the file and line of broken YAML.
 */
export function readKustomizeMessage(text: string, folder: string): KustomizeMessage {
  const steps = [...text.matchAll(/recursed accumulation of path '([^']+)': /g)]
  const last = steps.at(-1)
  const place = last?.[1] ?? folder
  const inner = (last === undefined ? text : text.slice(last.index + last[0].length)).replace(
    /^(accumulating (resources|components): )+/,
    '',
  )
  const broken = /MalformedYAMLError: yaml: line (\d+): (.*) in File: (.+)$/.exec(inner)
  if (broken === null) return { message: place === folder ? inner : `in ${place}: ${inner}` }
  const [, line, problem, name] = broken
  return { message: `${problem} (line ${line} of its document)`, file: posix.join(place, name!), line: Number(line) }
}
