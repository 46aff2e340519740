/** What a package URL says of an image in a registry. */
export interface ImagePurl {
  registry: string
  repository: string
  tag?: string | undefined
  /** `sha256:<hex>`. */
  digest?: string | undefined
  architecture?: string | undefined
}

/**
 * `pkg:oci/name@sha256%3A…?arch=…&repository_url=…&tag=…` (purl-spec, types/oci): the name is the last part of the repository, and where it
 * lies stands in `repository_url`; qualifiers are sorted and left out when empty.
 */
export function imagePurl({ registry, repository, tag, digest, architecture }: ImagePurl): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1)
  const qualifiers = Object.entries({ arch: architecture, repository_url: `${registry}/${repository}`, tag })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value!)}`)
  const version = digest === undefined ? '' : `@${encodeURIComponent(digest)}`
  return `pkg:oci/${encodeURIComponent(name.toLowerCase())}${version}?${qualifiers.join('&')}`
}
