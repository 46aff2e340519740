import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import type { FailOn, ScanScope } from '../../scanner/src/config/config.ts'
import { type Language, languages, type Profile, UserError } from '../../scanner/src/model.ts'
import { nearest } from '../../scanner/src/nearest.ts'
import { isInside } from '../../scanner/src/paths.ts'
import { type InputName, inputNames, inputTable, inputText, inputVariable } from './input-table.ts'
import { layoutInputs } from './layout-inputs.ts'
import type { Inputs } from './model.ts'
import { reportFileProblems } from './report-files.ts'
import { scannerInputs } from './scanner-inputs.ts'
import { type ActionStrings, actionStrings } from './strings.ts'

/** Inputs of a scan that say nothing about reports that are merged. */
const scanInputs: InputName[] = [
  ...(['paths', 'fail-on', 'profile', 'changed-only', 'new-only', 'images', 'infrastructure', 'offline'] as const),
  ...(['image-layouts', 'trivy', 'trivy-install', 'trivy-downloads', 'trivy-database', 'trivy-server'] as const),
]

/** The language to speak before the inputs were checked. */
export function spokenLanguage(env: NodeJS.ProcessEnv): Language {
  return languages.find((language) => language === inputText('language', env)) ?? 'en'
}

/**
 * Reads and checks the inputs, which the runner gives as `INPUT_*` and does not check itself.
 * @param workspace absolute, symbolic links resolved
 * @throws UserError (2) with every problem on a line of its own
 */
export function readInputs(env: NodeJS.ProcessEnv, workspace: string): Inputs {
  const words = actionStrings[spokenLanguage(env)]
  const problems: string[] = unknownInputs(env, words)
  const text = (name: InputName): string => inputText(name, env) || String((inputTable[name] as { fallback?: string }).fallback ?? '')
  const lines = (name: InputName): string[] =>
    text(name)
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  const choice = <T extends string>(name: InputName): T | undefined => {
    const value = text(name)
    const { choices } = inputTable[name] as { choices: readonly string[] }
    if (value !== '' && !choices.includes(value)) problems.push(words.notOneOf(name, value, choices, didYouMean(value, choices, words)))
    return (value || undefined) as T | undefined
  }
  const flag = (name: InputName): boolean => {
    const value = text(name)
    // the forms that YAML 1.2 knows, as in GitHub's own toolkit
    if (!/^(true|True|TRUE|false|False|FALSE)$/.test(value)) problems.push(words.notYesOrNo(name, value))
    return value.toLowerCase() === 'true'
  }
  const shard = shardOf(text('shard'), problems, words)
  const merge = lines('merge')
  if (merge.length > 0) {
    if (text('shard') !== '') problems.push(words.shardAndMerge)
    for (const name of scanInputs) if (inputText(name, env) !== '') problems.push(words.mergeAnd(name))
  }
  const context = { workspace, problems, words }
  const folder = workingDirectory(text('working-directory'), context)
  const images = choice<ScanScope>('images')
  const layouts = layoutInputs(lines('image-layouts'), { ...context, folder })
  if (images === 'none' && layouts !== undefined) problems.push(words.layoutsWithoutScan)
  const inputs: Inputs = withoutUndefined({
    paths: lines('paths'),
    config: repositoryPath('config', text('config'), problems, words),
    configSource: choice<'base' | 'head'>('config-source'),
    failOn: choice<FailOn>('fail-on'),
    mode: choice<'enforce' | 'warn'>('mode') ?? 'enforce',
    profile: choice<Profile>('profile'),
    changedOnly: flag('changed-only'),
    newOnly: flag('new-only'),
    shard,
    merge,
    images,
    infrastructure: choice<ScanScope>('infrastructure'),
    scanner: { ...scannerInputs({ text, flag }, context), ...(layouts && { layouts }) },
    sarifFile: text('sarif-file'),
    jsonFile: text('json-file'),
    htmlFile: text('html-file'),
    uploadSarif: flag('upload-sarif'),
    comment: flag('comment'),
    summary: flag('summary'),
    annotations: flag('annotations'),
    checkRun: flag('check-run'),
    language: choice<Language>('language'),
    token: text('token'),
    workingDirectory: folder,
    category: text('category'),
    dryRun: flag('dry-run'),
  })
  // the characters of GitHub's own tokens and more; a secret with a line break in it could not be masked
  if (/[^\x21-\x7e]/.test(inputs.token)) problems.push(words.token)
  if (!/^[\w./-]{0,100}$/.test(inputs.category)) problems.push(words.category)
  problems.push(...reportFileProblems(inputs, { workspace, words }))
  if (problems.length > 0) throw new UserError([words.inputs, ...problems].join('\n'))
  return inputs
}

function unknownInputs(env: NodeJS.ProcessEnv, words: ActionStrings): string[] {
  const known = new Set(inputNames.map(inputVariable))
  return Object.keys(env)
    .filter((variable) => variable.startsWith('INPUT_') && !known.has(variable))
    .map((variable) => variable.slice('INPUT_'.length).toLowerCase())
    .sort()
    .map((name) => words.unknownInput(name, inputNames, didYouMean(name.replaceAll('_', '-'), inputNames, words)))
}

function didYouMean(typed: string, known: readonly string[], words: ActionStrings): string {
  const word = nearest(typed, known)
  return word === undefined ? '' : words.did(word)
}

function shardOf(value: string, problems: string[], words: ActionStrings): Inputs['shard'] {
  if (value === '') return undefined
  const [, index = 0, total = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number)
  if (index < 1 || index > total) problems.push(words.notShard(value))
  return { index, total }
}

/** A path relative to the root of the repository, with forward slashes. */
function repositoryPath(name: string, value: string, problems: string[], words: ActionStrings): string | undefined {
  if (value === '') return undefined
  if (isAbsolute(value) || /^[a-zA-Z]:|\\/.test(value) || value.split('/').includes('..')) problems.push(words.notRelative(name, value))
  return value
    .split('/')
    .filter((part) => part !== '.' && part !== '')
    .join('/')
}

function workingDirectory(
  value: string,
  { workspace, problems, words }: { workspace: string; problems: string[]; words: ActionStrings },
): string {
  const name = 'working-directory'
  const path = resolve(workspace, value)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    problems.push(words.noFolder(name, value))
    return workspace
  }
  const real = realpathSync(path)
  if (isInside(real, workspace)) return real
  problems.push(words.outside(name, value))
  return workspace
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
