import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ScanScope } from '../config/config.ts'
import { splitLayout } from '../images/layouts.ts'
import { UserError } from '../model.ts'
import type { ScanOptions } from '../scan.ts'
import type { OptionSpec, ParsedArguments } from './options.ts'

const scopes = ['none', 'changed', 'all']

/** What is given to Trivy, and which Trivy. */
export const scannerOptions = {
  images: {
    type: 'string',
    choices: scopes,
    description: 'Which container images are scanned (default: `images.scan` of the configuration).',
  },
  infrastructure: {
    type: 'string',
    choices: scopes,
    description: 'Which Terraform, CloudFormation and Dockerfiles are scanned (default: `infrastructure.scan` of the configuration).',
  },
  'image-layout': {
    type: 'string',
    value: 'reference=path',
    multiple: true,
    description: 'OCI layout (folder or tar) of an image that was built here and is in no registry yet; or its SBOM (.json).',
  },
  offline: { type: 'boolean', description: 'Ask no registry: images are known by the lock file and by earlier scans.' },
  trivy: { type: 'string', value: 'file', description: 'Trivy to use, in place of the one that `policy-gate trivy install` keeps.' },
  'trivy-server': { type: 'string', value: 'url', description: 'Trivy server that has the vulnerability database.' },
  'trivy-database': {
    type: 'string',
    value: 'folder or repository',
    description: 'Vulnerability database: a folder (./…, /…), or the repository of a registry to download it from.',
  },
} satisfies Record<string, OptionSpec>

/** What those flags say; a flag that a command does not have says nothing. */
export function scannerFlags(args: ParsedArguments, cwd: string): Pick<ScanOptions, 'images' | 'infrastructure' | 'scanner'> {
  const images = args.text('images') as ScanScope | undefined
  const infrastructure = args.text('infrastructure') as ScanScope | undefined
  const program = args.text('trivy')
  const server = args.text('trivy-server')
  const database = args.text('trivy-database')
  const layouts = args.texts('image-layout').map((text) => layoutOf(text, cwd))
  const scanner = {
    ...(layouts.length === 0 ? {} : { layouts: Object.fromEntries(layouts) }),
    ...(program === undefined ? {} : { program: programPlace(program, cwd) }),
    ...(server === undefined ? {} : { server: serverUrl(server) }),
    ...(database === undefined ? {} : { database: databasePlace(database, cwd) }),
    ...(args.flag('offline') ? { offline: true } : {}),
  }
  return {
    ...(images === undefined ? {} : { images: { scan: images } }),
    ...(infrastructure === undefined ? {} : { infrastructure: { scan: infrastructure } }),
    ...(Object.keys(scanner).length === 0 ? {} : { scanner }),
  }
}

/** Told at once: whether anything is scanned at all is known only later. @throws UserError (2) */
function programPlace(program: string, cwd: string): string {
  const file = resolve(cwd, program)
  if (!existsSync(file)) throw new UserError(`There is no file ${program}: --trivy names a Trivy program.`)
  return file
}

/** @throws UserError (2) */
function serverUrl(server: string): string {
  if (!/^https?:$/.test(URL.parse(server)?.protocol ?? ''))
    throw new UserError(`${server} is no address of a Trivy server: it is written https://host[:port].`)
  return server
}

/** @throws UserError (2) */
function layoutOf(text: string, cwd: string): [reference: string, path: string] {
  const [reference, path] = splitLayout(text) ?? []
  if (reference === undefined || path === undefined)
    throw new UserError(`--image-layout is "${text}", but must be a reference and a path: registry.example/shop/order:1.4.0=./order.tar.`)
  return [reference, resolve(cwd, path)]
}

/** A path begins with a dot, a slash or a drive; what lies in the folder does not decide, since a change could put something there. */
function databasePlace(database: string, cwd: string): string {
  return /^([./\\]|[A-Za-z]:[\\/])/.test(database) ? resolve(cwd, database) : database
}
