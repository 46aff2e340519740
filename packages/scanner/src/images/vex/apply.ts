import type { Identity } from '../../govern/baseline/entry.ts'
import type { VexOf } from '../../govern/governance.ts'
import type { Finding, Json, Path } from '../../model.ts'
import type { UsedImage } from '../model.ts'
import type { ImageProduct, PackageUrl, Product, Statement, VexStatus } from './model.ts'
import { parsePackageUrl } from './products.ts'

/** Of two statements of the same time the one that is more careful holds. */
const caution: VexStatus[] = ['affected', 'under_investigation', 'fixed', 'not_affected']

/**
 * Looks findings in images up in statements. The latest statement about a finding holds; only `not_affected` and `fixed` change anything.
 * Such a statement must fit every image that the finding is in (digest, tag and architecture, where it names them) and every version of the
 * package; one that says the contrary holds where it fits any of them.
 * @param images what runs, with digests; @param identities what govern knows of each finding, by fingerprint
 */
export function vexOf(statements: Statement[], { images, identities }: { images: UsedImage[]; identities: Map<string, Identity> }): VexOf {
  const byName = new Map<string, Statement[]>()
  for (const statement of statements)
    for (const name of new Set(statement.names)) byName.set(name, [...(byName.get(name) ?? []), statement])
  const byUse = imagesByUse(images)
  return (finding) => {
    const named = finding.check === undefined || finding.image === undefined ? [] : (byName.get(finding.check) ?? [])
    if (named.length === 0) return undefined
    const uses = identities.get(finding.fingerprint)?.image?.uses ?? []
    const own = [...new Set(uses.flatMap((use) => byUse.get(useKey(use)) ?? []))].filter(
      (image) => fullName(image) === finding.image!.repository,
    )
    const [latest] = named
      .filter((statement) => statement.products.some((product) => fits(product, statement.status, { finding, images: own })))
      .sort((a, b) => b.time - a.time || caution.indexOf(a.status) - caution.indexOf(b.status) || (a.document < b.document ? -1 : 1))
    if (latest === undefined || (latest.status !== 'not_affected' && latest.status !== 'fixed')) return undefined
    const { status, justification, author, document } = latest
    return { status, justification, author, document }
  }
}

type Facts = UsedImage['image']

function imagesByUse(images: UsedImage[]): Map<string, Facts[]> {
  const byUse = new Map<string, Facts[]>()
  for (const { image, uses } of images) for (const use of uses) byUse.set(useKey(use), [...(byUse.get(useKey(use)) ?? []), image])
  return byUse
}

function useKey({ manifest, path }: { manifest: number; path: Path }): string {
  return JSON.stringify([manifest, path])
}

function fullName({ registry, repository }: Facts): string {
  return `${registry}/${repository}`
}

function fits(product: Product, status: VexStatus, { finding, images }: { finding: Finding; images: Facts[] }): boolean {
  const clears = status === 'not_affected' || status === 'fixed'
  return fitsImages(product.image, clears, { finding, images }) && fitsPackages(product.packages, clears, finding)
}

function fitsImages(
  wanted: ImageProduct | undefined,
  clears: boolean,
  { finding, images }: { finding: Finding; images: Facts[] },
): boolean {
  if (wanted === undefined) return true
  if (wanted.repository !== finding.image!.repository) return false
  const isFitting = ({ digest, manifest, tag, platform }: Facts): boolean =>
    (wanted.digest === undefined || wanted.digest === digest || wanted.digest === manifest) &&
    (wanted.tag === undefined || wanted.tag === (tag ?? 'latest')) &&
    (wanted.architecture === undefined || wanted.architecture === platform?.architecture)
  const isAll = wanted.digest === undefined && wanted.tag === undefined && wanted.architecture === undefined
  if (isAll) return true
  return clears ? images.length > 0 && images.every(isFitting) : images.some(isFitting)
}

function fitsPackages(wanted: PackageUrl[], clears: boolean, { params }: Finding): boolean {
  if (wanted.length === 0) return true
  const names = textsOf(params.purl).flatMap((text) => parsePackageUrl(text)?.name ?? [])
  const versions = textsOf(params.installed)
  const isNamed = (one: PackageUrl): boolean =>
    clears ? names.length > 0 && names.every((name) => name === one.name) : names.includes(one.name)
  const named = wanted.filter(isNamed)
  if (!clears) return named.some(({ version }) => version === undefined || versions.includes(version))
  // without a version nobody can tell whether qualifiers (a distribution, an architecture) fit
  if (named.some(({ version, qualifiers }) => version === undefined && qualifiers.size === 0)) return true
  const stated = new Set(named.map(({ version }) => version))
  return versions.length > 0 && versions.every((version) => stated.has(version))
}

function textsOf(value: Json | undefined): string[] {
  return [value].flat().filter((text) => typeof text === 'string')
}
