import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isBlocking } from '../../blocking.ts'
import { loadConfig } from '../../config/load.ts'
import { type BaselineEntry, baselineFile, entriesOf } from '../../govern/baseline/entry.ts'
import { type Finding, type Language, UserError } from '../../model.ts'
import type { ScanResult } from '../../scan.ts'
import { type CommandSpec, type Io, type ParsedArguments, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { scanOptions } from '../scan-options.ts'
import { scannerOptions } from '../scanner-options.ts'

const actions = ['create', 'update'] as const
type Action = (typeof actions)[number]

export const baseline: CommandSpec = {
  name: 'baseline',
  summary: 'Write down the findings there are, so that only new ones count: create, or update to remove what is gone.',
  positionals: 'create|update',
  options: {
    add: { type: 'boolean', description: 'With update: take in the findings that are open now.' },
    output: {
      type: 'string',
      short: 'o',
      value: 'file',
      description: `File to write (default: ${baselineFile}); \`-\` is standard output.`,
    },
    ...ruleOptions,
    ...unitOptions,
    ...scannerOptions,
    ...placeOptions,
  },
  async run(args, io) {
    const action = actionOf(args)
    const [
      { scan },
      { findRoot },
      { openFiles },
      { rootReader, governanceTexts },
      { validateBaseline },
      { isJudged, matchBaseline },
      { baselineText },
    ] = await Promise.all([
      import('../../scan.ts'),
      import('../../discover/root.ts'),
      import('../../files.ts'),
      import('../../govern/sources.ts'),
      import('../../govern/baseline/validate.ts'),
      import('../../govern/baseline/match.ts'),
      import('../../report/baseline.ts'),
    ])
    const asked = args.text('root')
    const { root } = findRoot([], { cwd: io.cwd, ...(asked === undefined ? {} : { root: asked }) })
    const files = openFiles(root)
    const texts = governanceTexts(rootReader(root, files))
    if (action === 'create' && texts.baseline !== undefined && target(args, io, root) === join(root, baselineFile))
      throw new UserError(`${baselineFile} exists already and was left as it is: run \`policy-gate baseline update\`, or remove it first.`)
    if (action === 'update' && texts.baseline === undefined)
      throw new UserError(`There is no ${baselineFile}: run \`policy-gate baseline create\` first.`)
    const lang = args.text('lang') as Language | undefined
    const language = lang ?? (await loadConfig({ root, sources: files })).language
    const old = readEntries(action === 'update' ? texts.baseline : undefined, (text) => validateBaseline(text, { language }))

    const progress = progressLine(io)
    const governance = texts.waivers === undefined ? {} : { waivers: texts.waivers }
    // the whole repository: what is not judged would look as if it were gone
    const policies = args.texts('policy').map((path) => resolve(io.cwd, path))
    const options = { ...scanOptions(args, io.cwd), policies, cwd: root, root, governance }
    const result = await scan({ ...options, onProgress: progress.update }).finally(progress.clear)
    refuseGaps(result, action)
    const { report, identities, sources } = result
    const context = {
      identities,
      exists: sources.exists,
      allImages: report.images?.mode === 'all',
      allFiles: report.infrastructure?.mode === 'all',
    }
    const held = matchBaseline(report.findings, old, context)
    const open = report.findings.filter((finding) => finding.status === 'open' && !held.findings.has(finding))
    const added: Finding[] = action === 'create' || args.flag('add') ? open : []
    const found = entriesOf([...held.findings, ...added], identities)
    const known = new Set(found.map(({ fingerprint }) => fingerprint))
    // nobody has looked whether these are still there
    const kept = old.filter((entry) => !isJudged(entry, context) && !known.has(entry.fingerprint))
    const entries = [...found, ...kept]
    write(baselineText(entries), { args, io, root })
    const counts = {
      entries: entries.reduce((sum, { count = 1 }) => sum + count, 0),
      added: added.length,
      gone: held.gone,
      open: open.length - added.length,
    }
    ;(args.text('output') === '-' ? io.error : io.out)(`${words[language](counts).join('\n')}\n`)
    return 0
  },
}

interface Counts {
  entries: number
  added: number
  gone: number
  /** Open findings that are not in the baseline. */
  open: number
}

const words: Record<Language, (counts: Counts) => string[]> = {
  en: ({ entries, added, gone, open }) => [
    `The baseline holds ${entries} finding${entries === 1 ? '' : 's'}${changes([
      [added, `${added} added`],
      [gone, `${gone} removed because ${gone === 1 ? 'it is' : 'they are'} gone`],
    ])}.`,
    ...(open > 0 ? [`${open} open finding${open === 1 ? ' is' : 's are'} not in it: mend them, or take them in with --add.`] : []),
  ],
  ko: ({ entries, added, gone, open }) => [
    `기준선에 검출 항목 ${entries}개가 있습니다${changes([
      [added, `추가 ${added}개`],
      [gone, `해소되어 삭제 ${gone}개`],
    ])}.`,
    ...(open > 0 ? [`기준선에 없는 미해결 검출 항목이 ${open}개 있습니다. 조치하거나 --add로 추가하세요.`] : []),
  ],
}

/** Behind a colon what happened at all; nothing where nothing did. */
function changes(counted: [number, string][]): string {
  const words = counted.filter(([count]) => count > 0).map(([, word]) => word)
  return words.length === 0 ? '' : `: ${words.join(', ')}`
}

function actionOf(args: ParsedArguments): Action {
  const [word, ...more] = args.positionals
  const action = actions.find((name) => name === word)
  if (action === undefined || more.length > 0)
    throw new UserError('Say what to do with the baseline: `policy-gate baseline create` or `policy-gate baseline update`.')
  if (action === 'create' && args.flag('add'))
    throw new UserError('--add belongs to `policy-gate baseline update`: create takes in everything.')
  return action
}

function readEntries(
  text: string | undefined,
  validate: (text: string) => { entries: BaselineEntry[]; problems: { line: number; message: string }[] },
): BaselineEntry[] {
  if (text === undefined) return []
  const { entries, problems } = validate(text)
  if (problems.length > 0) throw new UserError(problems.map(({ line, message }) => `${baselineFile}:${line}: ${message}`).join('\n'))
  return entries
}

/** What could not be judged may hold findings: those of the baseline would be lost, and new ones be missing from it. */
function refuseGaps({ report, config }: ScanResult, action: Action): void {
  if (config.notEvaluated === 'warn' || !report.notEvaluated.some(isBlocking)) return
  throw new UserError(
    `The baseline was not ${action === 'create' ? 'created' : 'updated'}: something could not be evaluated. See \`policy-gate scan\`, mend or exclude it, and try again.`,
    { exitCode: 3 },
  )
}

function target(args: ParsedArguments, io: Io, root: string): string {
  const output = args.text('output')
  return output === undefined ? join(root, baselineFile) : resolve(io.cwd, output)
}

function write(text: string, { args, io, root }: { args: ParsedArguments; io: Io; root: string }): void {
  if (args.text('output') === '-') {
    io.out(text)
    return
  }
  const file = target(args, io, root)
  try {
    mkdirSync(dirname(file), { recursive: true })
    // a link that lies there could lead anywhere
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(file)
    writeFileSync(file, text)
  } catch (cause) {
    throw new UserError(
      `The baseline cannot be written to ${args.text('output') ?? baselineFile} (${(cause as NodeJS.ErrnoException).code}): check the permissions, or name another file with --output.`,
      { exitCode: 3, cause },
    )
  }
}
