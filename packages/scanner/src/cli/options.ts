import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkCacheFolder } from '../cache-folder.ts'
import { languages, profiles, UserError } from '../model.ts'
import { suggestion } from '../nearest.ts'

/** A flag of a command: for parsing, for help, and for the nearest name of a mistyped one. */
export interface OptionSpec {
  type: 'string' | 'boolean'
  description: string
  /** May be given more than once. */
  multiple?: boolean
  short?: string
  /** Word for the value in help: `<severity>`. */
  value?: string
  choices?: readonly string[]
}

export interface CommandSpec {
  name: string
  summary: string
  /** Words after the command's name: `[paths..]`. */
  positionals: string
  options: Record<string, OptionSpec>
  run(args: ParsedArguments, io: Io): Promise<number>
}

export interface ParsedArguments {
  positionals: string[]
  text(name: string): string | undefined
  texts(name: string): string[]
  flag(name: string): boolean
}

/** Where a command writes, and what it may know of its surroundings. */
export interface Io {
  out(text: string): void
  error(text: string): void
  cwd: string
  env: NodeJS.ProcessEnv
  /** Columns of the terminal on stdout; undefined when it is none. */
  terminal: number | undefined
  /** A terminal is on stderr, so a progress line may be drawn there. */
  progress: boolean
}

/** Where a repository begins, and where results are kept. */
export const placeOptions = {
  root: { type: 'string', value: 'folder', description: 'Root of the repository (default: nearest folder with .policy-gate or .git).' },
  'cache-dir': {
    type: 'string',
    value: 'folder',
    description: 'Folder to keep results in (default: POLICY_GATE_CACHE_DIR, else below the cache folder of the user).',
  },
  'no-cache': { type: 'boolean', description: 'Render and compile anew, keep nothing.' },
} satisfies Record<string, OptionSpec>

/** What units are, and the language of messages. */
export const unitOptions = {
  unit: { type: 'string', choices: ['auto', 'file', 'dir'], description: 'What is judged together.' },
  lang: { type: 'string', choices: languages, description: 'Language of messages.' },
} satisfies Record<string, OptionSpec>

/** Which rules judge. */
export const ruleOptions = {
  profile: { type: 'string', choices: profiles, description: 'Which rules are on.' },
  policy: {
    type: 'string',
    value: 'path',
    multiple: true,
    description: 'Folder of Rego, bundle (.tar.gz) or policy.wasm to judge with as well.',
  },
} satisfies Record<string, OptionSpec>

/**
 * What `--cache-dir` and `--no-cache` say.
 * @throws UserError (2) for a folder that cannot be used safely
 */
export function cacheOptions(args: ParsedArguments, cwd: string): { cache: boolean; cacheDir?: string } {
  const named = args.text('cache-dir')
  const cacheDir = named === undefined ? undefined : resolve(cwd, named)
  const cache = !args.flag('no-cache')
  if (cache) checkCacheFolder(cacheDir)
  return { cache, ...(cacheDir === undefined ? {} : { cacheDir }) }
}

export const helpOption: OptionSpec = { type: 'boolean', short: 'h', description: 'Show this help.' }

/**
 * Parses the words behind a command's name.
 * @throws UserError (2) that names every wrong flag with the nearest right one
 */
export function parseCommand(command: CommandSpec, words: string[]): ParsedArguments {
  const options = { ...command.options, help: helpOption }
  const { tokens, values, positionals } = parseArgs({ args: words, options, strict: false, allowPositionals: true, tokens: true })
  const problems: string[] = []
  if (command.positionals === '' && positionals.length > 0)
    problems.push(`\`policy-gate ${command.name}\` takes no words, but "${positionals.join(' ')}" follows.`)
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const spec = Object.hasOwn(options, token.name) ? options[token.name as keyof typeof options] : undefined
    if (spec === undefined)
      problems.push(`Unknown flag ${token.rawName}.${suggestion(token.name, Object.keys(options)).replace('"', '"--')}`)
    else if (spec.type === 'string' && (token.value === undefined || token.value === ''))
      problems.push(`${token.rawName} needs a value${spec.choices === undefined ? '' : `: ${spec.choices.join(', ')}`}.`)
    else if (spec.type === 'string' && token.inlineValue === false && /^-./.test(token.value!))
      problems.push(
        `${token.rawName} needs a value, but ${token.value} follows; if that is the value, write ${token.rawName}=${token.value}.`,
      )
    else if (spec.type === 'boolean' && token.value !== undefined) problems.push(`${token.rawName} takes no value.`)
    else if (spec.choices !== undefined && !spec.choices.includes(token.value!))
      problems.push(
        `${token.rawName} is "${token.value}", but must be one of ${spec.choices.join(', ')}.${suggestion(token.value!, spec.choices)}`,
      )
  }
  if (problems.length > 0) throw new UserError(`${problems.join('\n')}\nSee \`policy-gate ${command.name} --help\`.`)
  const texts = (name: string): string[] => [values[name as keyof typeof values] ?? []].flat().map(String)
  return { positionals, texts, text: (name) => texts(name).at(-1), flag: (name) => (values as Record<string, unknown>)[name] === true }
}
