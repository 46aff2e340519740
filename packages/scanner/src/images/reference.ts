import type { Json } from '../model.ts'

/** A container image reference as rules see it: `tag` and `digest` only if written. */
export type ImageReference =
  | { reference: string; registry: string; repository: string; tag?: string; digest?: string }
  /** The reference holds a placeholder that something fills in later. */
  | { reference: string; unresolved: true }

const placeholder = /\{\{|\$\(|\$\{|<[^>]*>/

/**
 * Normalises a reference as container runtimes do (distribution/reference): the part before the first `/` is a registry when it holds
 * a dot or a colon or is `localhost`; without one it is Docker Hub, where a single name stands in `library/`.
 * @returns undefined when there is no reference to speak of.
 */
export function parseImage(value: Json | undefined): ImageReference | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const reference = value.trim()
  if (placeholder.test(reference)) return { reference, unresolved: true }
  const [named = '', digest] = split(reference, reference.indexOf('@'))
  const slash = named.lastIndexOf('/')
  const colon = named.indexOf(':', slash + 1)
  const [name = '', tag] = split(named, colon)
  const first = name.split('/')[0] ?? ''
  const hasRegistry = name.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost')
  const registry = hasRegistry ? (first === 'index.docker.io' ? 'docker.io' : first) : 'docker.io'
  const rest = hasRegistry ? name.slice(first.length + 1) : name
  const repository = registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest
  return { reference, registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) }
}

function split(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
