import { parseImage } from '../reference.ts'
import type { ImageProduct, PackageUrl } from './model.ts'

/**
 * Reads a package URL: `pkg:npm/%40scope/name@1.2?arch=amd64#path`. Names that their registry does not tell apart become one spelling.
 * @returns undefined for any other text
 */
export function parsePackageUrl(text: string): PackageUrl | undefined {
  const [, type, rest] = /^pkg:\/{0,2}([a-zA-Z][\w.+-]*)\/([^#]+)/.exec(text) ?? []
  if (type === undefined || rest === undefined) return undefined
  const [path = '', query = ''] = divide(rest, rest.indexOf('?'))
  const at = path.lastIndexOf('@')
  // an @ at the start of a segment is a scope that was not encoded
  const [named = '', version] = divide(path, at > 0 && path[at - 1] !== '/' ? at : -1)
  const name = decoded(named)
  if (name === undefined || name === '') return undefined
  const qualifiers = new Map(query.split('&').flatMap((pair) => pairOf(pair)))
  const known = version === undefined ? undefined : decoded(version)
  return { name: normalised(type.toLowerCase(), name), ...(known === undefined ? {} : { version: known }), qualifiers }
}

function divide(text: string, at: number): [string, string?] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function pairOf(pair: string): [string, string][] {
  const [key = '', value] = divide(pair, pair.indexOf('='))
  const text = decoded(value ?? '')
  return text === undefined || text === '' ? [] : [[key.toLowerCase(), text]]
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Types whose names are not case-sensitive (purl-spec, types). */
const caseless = new Set(['apk', 'bitbucket', 'composer', 'deb', 'github', 'npm', 'oci', 'pypi', 'rpm'])

function normalised(type: string, name: string): string {
  const path = name.split('/').filter((segment) => segment !== '')
  const text = (caseless.has(type) ? path.join('/').toLowerCase() : path.join('/')) || name
  return `${type}/${type === 'pypi' ? text.replaceAll('_', '-') : text}`
}

/**
 * The image that a text names: `pkg:oci/app@sha256%3A…?repository_url=registry.example/app`, or a reference. A package URL of another type and
 * other addresses name none.
 * @returns a sentence's end where it is to be an image and says too little
 */
export function imageProduct(text: string): ImageProduct | { fault: string } | undefined {
  const url = parsePackageUrl(text)
  if (url === undefined) return referenceProduct(text)
  if (!url.name.startsWith('oci/')) return undefined
  const address = url.qualifiers.get('repository_url')
  if (address === undefined) return { fault: 'has no repository_url: add the registry and repository of the image' }
  const image = referenceProduct(address.replace(/^https:\/\//, ''))
  if (image === undefined || image.tag !== undefined || image.digest !== undefined)
    return { fault: `has the repository_url ${JSON.stringify(address)}, which is no repository` }
  const { version, qualifiers } = url
  if (version !== undefined && !/^sha256:[0-9a-f]{64}$/.test(version))
    return { fault: `has the version ${JSON.stringify(version)}, which is no digest: a tag stands in the qualifier tag` }
  const [tag, architecture] = [qualifiers.get('tag'), qualifiers.get('arch')]
  return {
    repository: image.repository,
    ...(version === undefined ? {} : { digest: version }),
    ...(tag === undefined ? {} : { tag }),
    ...(architecture === undefined ? {} : { architecture }),
  }
}

function referenceProduct(text: string): ImageProduct | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^(urn|cpe|pkg):/i.test(text)) return undefined
  const image = parseImage(text)
  if (image === undefined || 'unresolved' in image) return undefined
  return {
    repository: `${image.registry}/${image.repository}`,
    // a digest wins over a tag, as for runtimes
    ...(image.digest !== undefined ? { digest: image.digest } : image.tag !== undefined ? { tag: image.tag } : {}),
  }
}
