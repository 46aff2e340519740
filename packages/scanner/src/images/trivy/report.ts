import type { ImageLicense, ImageSecret, ScanFacts, Vulnerability } from '../model.ts'
import { child, children, type Fields, fields, isTrue, number, ReportError, requiredText, text, texts } from './fields.ts'
import { scoreOf, severityOf } from './severity.ts'

/**
 * Reads Trivy's JSON report (SchemaVersion 2, pkg/types/report.go) of an image or an SBOM. Lists that are empty are not written, so that every
 * key may be missing; a value of another type is an error. Everything is sorted, so that the same findings give the same facts.
 * @param baseLayers of the base image (`sha256:<hex>`), where they are known; else nothing is said about the base
 * @throws ReportError that names the field
 */
export function readReport(report: unknown, baseLayers?: string[]): ScanFacts {
  const root = fields(report as never, 'report')
  if (number(root, 'SchemaVersion') !== 2) throw new ReportError('the report has another schema than 2')
  const metadata = child(root, 'Metadata')
  const results = children(root, 'Results')
  const os = operatingSystem(child(metadata, 'OS'))
  const base = baseLayers === undefined ? undefined : new Set(baseLayers)
  const isBase = (layer: string | undefined) => (layer === undefined ? undefined : base?.has(layer))
  const vulnerabilities = results.flatMap((result) => children(result, 'Vulnerabilities').map((one) => vulnerability(one, result, isBase)))
  return {
    ...(os === undefined ? {} : { os }),
    packages: results.reduce((sum, result) => sum + children(result, 'Packages').length, 0),
    vulnerabilities: mergePaths(vulnerabilities).sort(byText),
    secrets: results.flatMap((result) => children(result, 'Secrets').map((one) => secret(one, result))).sort(byText),
    licenses: results.flatMap((result) => children(result, 'Licenses').map((one) => license(one, result))).sort(byText),
  }
}

function operatingSystem(os: Fields): ScanFacts['os'] {
  const family = text(os, 'Family')
  if (family === undefined || family === 'none') return undefined
  return { family, name: text(os, 'Name') ?? '', endOfLife: isTrue(os, 'EOSL') }
}

function vulnerability(from: Fields, result: Fields, isBase: (layer: string | undefined) => boolean | undefined): Vulnerability {
  const score = scoreOf(from)
  const layer = text(child(from, 'Layer'), 'DiffID')
  const path = text(from, 'PkgPath')
  return {
    id: requiredText(from, 'VulnerabilityID'),
    severity: severityOf(from, score),
    ...optional('severitySource', text(from, 'SeveritySource')),
    ...optional('score', score),
    package: requiredText(from, 'PkgName'),
    type: text(result, 'Type') ?? 'unknown',
    ...optional('purl', withoutVersion(text(child(from, 'PkgIdentifier'), 'PURL'))),
    installed: text(from, 'InstalledVersion') ?? '',
    ...optional('fixed', text(from, 'FixedVersion')),
    ...optional('status', text(from, 'Status')),
    paths: path === undefined ? [] : [path],
    ...optional('title', text(from, 'Title')),
    ...optional('url', text(from, 'PrimaryURL')),
    ...optional('published', text(from, 'PublishedDate')?.slice(0, 10)),
    ...optional('modified', text(from, 'LastModifiedDate')?.slice(0, 10)),
    ...optional('layer', layer),
    ...optional('base', isBase(layer)),
    weaknesses: texts(from, 'CweIDs').sort(),
  }
}

/** One entry for a vulnerability of a package in one version and layer, with all files that hold it. */
function mergePaths(all: Vulnerability[]): Vulnerability[] {
  const merged = new Map<string, Vulnerability>()
  for (const one of all) {
    const key = JSON.stringify([one.id, one.type, one.package, one.installed, one.layer])
    const known = merged.get(key)
    if (known === undefined) merged.set(key, one)
    else known.paths = [...new Set([...known.paths, ...one.paths])].sort()
  }
  return [...merged.values()]
}

/** `pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12` without what changes from release to release. */
export function withoutVersion(purl: string | undefined): string | undefined {
  // the @ of a scope is encoded
  return purl?.replace(/[?#].*$/s, '').replace(/@[^/@]*$/, '')
}

function secret(from: Fields, result: Fields): ImageSecret {
  return {
    id: requiredText(from, 'RuleID'),
    severity: severityOf(from),
    title: text(from, 'Title') ?? requiredText(from, 'RuleID'),
    file: requiredText(result, 'Target'),
    ...optional('line', number(from, 'StartLine') || undefined),
    ...optional('layer', text(child(from, 'Layer'), 'DiffID')),
  }
}

function license(from: Fields, result: Fields): ImageLicense {
  const file = text(from, 'FilePath')
  return {
    name: requiredText(from, 'Name'),
    category: text(from, 'Category') ?? 'unknown',
    severity: severityOf(from),
    package: text(from, 'PkgName') ?? file ?? requiredText(result, 'Target'),
    ...optional('file', file),
  }
}

function byText(a: object, b: object): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V })
}
