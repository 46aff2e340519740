import type { Json } from '../model.ts'

/** A container image reference as rules see it: `tag` and `digest` only if written. */
export type ImageReference =
  | { reference: string; registry: string; repository: string; tag?: string; digest?: string }
  /**
   * Nobody can say which image is meant: the reference holds a placeholder that something fills in later, or it is none at all and
   * `invalid` says why, as the end of a sentence.
   */
  | { reference: string; unresolved: true; invalid?: string }

/** Marks that no reference has; of two that belong together, both. */
const placeholders: [string, string][] = [
  ['{{', ''],
  ['#{', ''],
  ['$', ''],
  ['%', '%'],
  ['<', '>'],
]
const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const domain = new RegExp(`^(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`)
const pathComponent = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const path = new RegExp(`^${pathComponent}(?:/${pathComponent})*$`)
const tagText = /^\w[\w.-]{0,127}$/
const digestText = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/
/** Of the repository without its registry (distribution/reference, RepositoryNameTotalLengthMax). */
const longestRepository = 255

/**
 * Normalises a reference as container runtimes do (distribution/reference v0.6, ParseNormalizedNamed): the part before the first `/` is a
 * registry when it holds a dot, a colon or a capital letter, or is `localhost`; without one it is Docker Hub, where a single name stands in
 * `library/`. What that grammar refuses is `invalid`: no runtime pulls it.
 * @returns undefined when there is no reference to speak of.
 */
export function parseImage(value: Json | undefined): ImageReference | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const reference = value.trim()
  if (placeholders.some((marks) => holds(reference, marks))) return { reference, unresolved: true }
  const [named = '', digest] = split(reference, reference.indexOf('@'))
  const slash = named.lastIndexOf('/')
  const [name = '', tag] = split(named, named.indexOf(':', slash + 1))
  const { registry, repository } = normalised(name)
  const invalid = faultOf({ name, registry, repository, tag, digest })
  if (invalid !== undefined) return { reference, unresolved: true, invalid }
  return { reference, registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) }
}

function holds(text: string, [open, close]: [string, string]): boolean {
  const at = text.indexOf(open)
  return at >= 0 && text.includes(close, at + open.length)
}

/** Registry and repository of a name without tag and digest. */
function normalised(name: string): { registry: string; repository: string } {
  const first = name.includes('/') ? name.slice(0, name.indexOf('/')) : ''
  const isRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  const registry = !isRegistry || first === 'index.docker.io' ? 'docker.io' : first
  const rest = isRegistry ? name.slice(first.length + 1) : name
  return { registry, repository: registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest }
}

interface Parts {
  name: string
  registry: string
  repository: string
  tag: string | undefined
  digest: string | undefined
}

/** What the grammar does not allow. */
function faultOf({ name, registry, repository, tag, digest }: Parts): string | undefined {
  if (name === '') return 'it has no repository'
  if (/^[a-f0-9]{64}$/.test(name)) return 'a repository cannot be 64 hexadecimal digits: a digest stands behind @sha256:'
  if (!domain.test(registry)) return `${registry} is no registry`
  if (repository !== repository.toLowerCase()) return 'the repository must be in lower case'
  if (!path.test(repository)) return `${repository} is no repository`
  if (repository.length > longestRepository) return `the repository has more than ${longestRepository} characters`
  if (tag !== undefined && !tagText.test(tag)) return `${tag === '' ? 'nothing' : tag} is no tag`
  if (digest !== undefined && !digestText.test(digest)) return `${digest === '' ? 'nothing' : digest} is no digest`
  return undefined
}

function split(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
