import { resolve } from 'node:path'
import { UserError } from '../../model.ts'
import { translation } from '../../translation/translation.ts'
import { languageOf } from '../language.ts'
import { type CommandSpec, cacheOptions, type Io, type ParsedArguments, placeOptions, unitOptions } from '../options.ts'
import { scannerFlags, scannerOptions } from '../scanner-options.ts'

const actions = ['install', 'info'] as const
type Action = (typeof actions)[number]

const { 'no-cache': _unused, ...places } = placeOptions
const { trivy: program, 'trivy-server': server, 'trivy-database': database } = scannerOptions

export const trivy: CommandSpec = {
  name: 'trivy',
  summary: 'The scanner of images and infrastructure: install the pinned release, or say which one would scan, with which database.',
  positionals: 'install|info',
  options: {
    downloads: { type: 'string', value: 'url', description: 'With install: mirror of the release page, `<url>/v<version>/<archive>`.' },
    archive: { type: 'string', value: 'file', description: 'With install: an archive of the release that is here already.' },
    database: { type: 'boolean', description: 'With install: download the vulnerability database as well.' },
    trivy: program,
    'trivy-server': server,
    'trivy-database': database,
    lang: unitOptions.lang,
    ...places,
  },
  async run(args, io) {
    const action = actionOf(args)
    const { findRoot } = await import('../../discover/root.ts')
    const asked = args.text('root')
    const { root } = findRoot([], { cwd: io.cwd, ...(asked === undefined ? {} : { root: asked }) })
    return action === 'install' ? install(args, io, root) : info(args, io, root)
  },
}

function actionOf({ positionals }: ParsedArguments): Action {
  const [action, ...rest] = positionals
  if (rest.length === 0 && actions.includes(action as Action)) return action as Action
  throw new UserError('`policy-gate trivy` is followed by install or info.\nSee `policy-gate trivy --help`.')
}

async function install(args: ParsedArguments, io: Io, root: string): Promise<number> {
  const { installTrivy } = await import('../../images/trivy/install.ts')
  const { pinnedVersion } = await import('../../images/trivy/versions.ts')
  const { cacheDir } = cacheOptions(args, io.cwd)
  const [downloads, archive] = [args.text('downloads'), args.text('archive')]
  const where = { root, ...(cacheDir === undefined ? {} : { cacheDir }) }
  const given = args.text('trivy')
  if (given === undefined) {
    const { file, sha256, installed } = await installTrivy({
      ...where,
      ...(downloads === undefined ? {} : { downloads }),
      ...(archive === undefined ? {} : { archive: resolve(io.cwd, archive) }),
    })
    io.out(`Trivy ${pinnedVersion} ${installed ? 'installed' : 'is installed already'}: ${file}\nSHA-256 ${sha256}\n`)
  }
  if (!args.flag('database')) return 0
  const { downloadDatabase } = await import('../../images/trivy/database-download.ts')
  const { findProgram } = await import('../../images/trivy/program.ts')
  const repository = scannerFlags(args, io.cwd).scanner?.database
  const today = new Date().toISOString().slice(0, 10)
  const options = { ...where, today, ...(repository === undefined ? {} : { databaseRepository: repository }) }
  const { file } = await findProgram({ ...where, ...(given === undefined ? {} : { program: resolve(io.cwd, given) }) })
  const { folder } = await withoutImageError(() => downloadDatabase(options, file))
  io.out(`Vulnerability database: ${folder}\n`)
  return 0
}

async function info(args: ParsedArguments, io: Io, root: string): Promise<number> {
  const { trivyInfo } = await import('../../images/trivy/info.ts')
  const { cacheDir } = cacheOptions(args, io.cwd)
  const { program: file, server: url, database: folder } = scannerFlags(args, io.cwd).scanner ?? {}
  const { lines, usable } = await trivyInfo({
    root,
    today: new Date().toISOString().slice(0, 10),
    ...(file === undefined ? {} : { program: file }),
    ...(url === undefined ? {} : { server: { url } }),
    ...(folder === undefined ? {} : { database: folder }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
  })
  const lang = args.text('lang')
  const translate = await translation(languageOf(['--root', root, ...(lang === undefined ? [] : ['--lang', lang])], io.cwd))
  io.out(`${lines.map(translate).join('\n')}\n`)
  return usable.length === 2 ? 0 : 3
}

/** What is wrong with the scanner is the user's to mend. */
async function withoutImageError<T>(action: () => Promise<T>): Promise<T> {
  const { ImageError } = await import('../../images/registry/error.ts')
  try {
    return await action()
  } catch (error) {
    throw error instanceof ImageError ? new UserError(error.message, { exitCode: 3, cause: error }) : error
  }
}
