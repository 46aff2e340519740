import { isBlocking } from '../../blocking.ts'
import { collectManifests } from '../../collect.ts'
import { loadConfig } from '../../config/load.ts'
import { settingsPlace } from '../../config/settings.ts'
import { dayOf } from '../../dates.ts'
import { findRoot } from '../../discover/root.ts'
import type { UnitMode } from '../../discover/units.ts'
import { cacheOf } from '../../engines/cache.ts'
import { openFiles } from '../../files.ts'
import type { Asking, AskOptions } from '../../images/list/ask.ts'
import { listImages } from '../../images/list/list.ts'
import type { LockAnswer } from '../../images/list/lock.ts'
import type { AskedImage, ListedImage } from '../../images/list/model.ts'
import { imagesListing } from '../../images/list/report.ts'
import { listText, unknownLines } from '../../images/list/text.ts'
import { type Language, UserError } from '../../model.ts'
import { jsonText } from '../../report/json-text.ts'
import { neutraliseCommands, visible } from '../../sanitize.ts'
import { translatedGaps, translation } from '../../translation/translation.ts'
import { nowOption } from '../now.ts'
import { type CommandSpec, cacheOptions, type Io, type ParsedArguments, placeOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { openSettings, settingsOptions } from '../settings-options.ts'

export const images: CommandSpec = {
  name: 'images',
  summary: 'List the container images that would run, with the lines that name them; lock what their tags mean.',
  positionals: '[paths..]',
  options: {
    format: {
      type: 'string',
      short: 'f',
      choices: ['text', 'json', 'cyclonedx'],
      description: 'Form of the list; cyclonedx is a BOM of the deployment.',
    },
    by: { type: 'string', choices: ['image', 'unit'], description: 'What the text lists: images, or the images of each unit.' },
    resolve: { type: 'boolean', description: 'Ask the registries which digests the tags mean now; without it nothing is asked.' },
    offline: { type: 'boolean', description: 'With --resolve: take digests from the lock file and from what is kept, and ask nothing.' },
    lock: { type: 'boolean', description: 'Write what the tags mean now to .policy-gate/images.lock.yaml.' },
    'check-lock': { type: 'boolean', description: 'Exit with 1 when a tag has moved since it was locked, or was never locked.' },
    ...settingsOptions,
    ...unitOptions,
    now: { type: 'string', value: 'date', description: 'Date of the output and of entries of the lock file, e.g. 2026-01-31T00:00:00Z.' },
    ...placeOptions,
  },
  async run(args, io) {
    refuseContradictions(args)
    const settings = await openSettings(args, io.cwd)
    try {
      return await list(args, io, settings.options)
    } finally {
      settings.close()
    }
  },
}

function refuseContradictions(args: ParsedArguments): void {
  const refuse = (first: string, second: string, why: string) => {
    if (args.flag(first) && (args.flag(second) || args.text(second) !== undefined))
      throw new UserError(`--${first} does not go with --${second}: ${why}.`)
  }
  refuse('lock', 'check-lock', 'the first writes what the second looks at')
  refuse('lock', 'offline', 'only the registries know what tags mean')
  refuse('check-lock', 'offline', 'only the registries know what tags mean')
  refuse('lock', 'settings-from', 'the lock file is written to the working tree')
}

async function list(args: ParsedArguments, io: Io, given: Awaited<ReturnType<typeof openSettings>>['options']): Promise<number> {
  const now = nowOption(args)
  const named = args.text('root')
  const scanned = findRoot(args.positionals, { cwd: io.cwd, ...(named === undefined ? {} : { root: named }), ...given })
  const sources = openFiles(scanned.root)
  const place = settingsPlace(scanned.root, sources, { cwd: io.cwd, ...given })
  const cached = cacheOptions(args, io.cwd)
  const lang = args.text('lang') as Language | undefined
  const config = await loadConfig({ ...place, cache: cacheOf(cached), language: lang })
  const language = lang ?? config.language
  const progress = progressLine(io)
  const collection = await collectManifests(
    { ...scanned, sources, config, deadlineMs: config.evaluationTimeout * 1000 },
    { ...cached, cwd: io.cwd, unit: (args.text('unit') ?? 'auto') as UnitMode, onProgress: progress.update },
  ).finally(progress.clear)
  try {
    const { manifests, units } = collection
    const notEvaluated = await translatedGaps(collection.notEvaluated, language)
    const isIncomplete = notEvaluated.some(isBlocking)
    const listed = await listImages({ manifests, units, settings: config.images, sources })
    const asking = (['lock', 'check-lock', 'resolve'] as const).find(args.flag)
    const answer = await ask(listed.asked, asking, {
      settings: config.images,
      root: scanned.root,
      place,
      environment: io.env,
      offline: args.flag('offline'),
      complete: !isIncomplete && scanned.paths.includes('.'),
      today: dayOf(now ?? new Date()),
      language,
      cache: cacheOf(cached),
    })
    const translate = await translation(language)
    const shown = listed.images.map((image) => translatedImage(image, translate))
    if (asking === 'lock' || asking === 'check-lock')
      io.out(`${neutraliseCommands([...answer.lines.map(visible), ...unknownLines(shown, language)].join('\n'))}\n`)
    else if (args.text('format') === 'json') io.out(jsonText(imagesListing(shown, { notEvaluated, now })))
    else if (args.text('format') === 'cyclonedx')
      io.out(jsonText((await import('../../images/bom/bom.ts')).deploymentBom(shown, { units, now })))
    else io.out(listText(shown, { language, colour: isColoured(io), by: args.text('by') === 'unit' ? 'unit' : 'image', notEvaluated }))
    // a list that may lack images is no answer
    return isIncomplete ? 3 : answer.code
  } finally {
    await collection.close()
  }
}

function translatedImage(image: ListedImage, translate: (text: string) => string): ListedImage {
  const { problem } = image
  return problem === undefined ? image : { ...image, problem: { ...problem, message: translate(problem.message) } }
}

async function ask(asked: AskedImage[], asking: Asking | undefined, options: Omit<AskOptions, 'asking'>): Promise<LockAnswer> {
  if (asking === undefined) return { lines: [], code: 0 }
  const { askRegistries } = await import('../../images/list/ask.ts')
  return await askRegistries(asked, { ...options, asking })
}

function isColoured({ terminal, env }: Io): boolean {
  return terminal !== undefined && env.NO_COLOR === undefined && env.TERM !== 'dumb'
}
