import { UserError } from '../../packages/scanner/src/model.ts'

export interface SbomSources {
  /** `package.json`: name, version, licence. */
  product: { name: string; version: string; license: string }
  /** `dist/THIRD_PARTY_NOTICES.md`: the npm packages that are bundled. */
  bundled: string
  /** `dist/engines/THIRD_PARTY_NOTICES.md`: the Go modules that are linked into the engines. */
  linked: string
  /** `dist/engines/engines.json`. */
  engines: { name: string; sha256: string }[]
  /** `pnpm-lock.yaml`, for the hashes of packages. */
  lock: string
  /** `packages/engines/go.mod`, for the version of Go. */
  goMod: string
}

interface Component {
  type: 'application' | 'library'
  'bom-ref': string
  name: string
  version: string
  purl?: string
  licenses?: ({ license: { id: string } } | { expression: string })[]
  hashes?: { alg: string; content: string }[]
}

export interface Sbom {
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  version: 1
  metadata: { component: Component; lifecycles: { phase: 'build' }[] }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

/**
 * What is inside `dist`, as CycloneDX 1.6. It is made from the notices, which the build makes from what it puts in: development dependencies
 * are not in it, and `pnpm check dist engines` proves the notices. No time and no serial number: the same dist gives the same bytes.
 * @throws UserError (3) when the notices hold no package or no module, or one is not in the lock file
 */
export function sbomOf({ product, bundled, linked, engines, lock, goMod }: SbomSources): Sbom {
  const packages = headings(bundled).map((heading) => npmComponent(heading, lock))
  const go = /^toolchain go(\S+)$/m.exec(goMod)?.[1]
  const modules = distinct(headings(linked).flatMap((heading) => heading.split(', '))).map((entry) => goComponent(entry, go))
  if (packages.length === 0 || modules.length === 0)
    throw new UserError('The notices in dist name no package or no module: run `pnpm bundle` and `pnpm build:engines`.', { exitCode: 3 })
  const programs = engines.map(
    ({ name, sha256 }): Component => ({
      type: 'application',
      'bom-ref': `engine:${name}`,
      name: `engines/${name}.wasm`,
      version: product.version,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
    }),
  )
  const self: Component = {
    type: 'application',
    ...identity(`pkg:npm/${product.name.replace('@', '%40')}@${product.version}`),
    name: product.name,
    version: product.version,
    licenses: [{ license: { id: product.license } }],
  }
  const refs = (components: Component[]) => components.map((component) => component['bom-ref']).sort()
  const components = [...packages, ...programs, ...modules].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: self },
    components,
    dependencies: [
      { ref: self['bom-ref'], dependsOn: refs([...packages, ...programs]) },
      // the notices do not say which engine a module is in
      ...programs.map((program) => ({ ref: program['bom-ref'], dependsOn: refs(modules) })),
      ...[...packages, ...modules].map((component) => ({ ref: component['bom-ref'], dependsOn: [] })),
    ],
  }
}

function headings(notices: string): string[] {
  return [...notices.matchAll(/^## (.+)$/gm)].map((match) => match[1]!)
}

/** `ajv 8.20.0 (MIT)`. */
function npmComponent(heading: string, lock: string): Component {
  const [, name = '', version = '', licence = ''] = /^(\S+) (\S+) \((.+)\)$/.exec(heading) ?? []
  const key = `${name}@${version}`
  const escaped = key.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const integrity = new RegExp(`^ {2}'?${escaped}'?:\\n {4}resolution: \\{integrity: sha512-([A-Za-z0-9+/=]+)`, 'm').exec(lock)?.[1]
  if (integrity === undefined)
    throw new UserError(`${heading} is in dist, but not in pnpm-lock.yaml: install and build again.`, { exitCode: 3 })
  return {
    type: 'library',
    ...identity(`pkg:npm/${name.replace('@', '%40')}@${version}`),
    name,
    version,
    // `(MIT OR CC0-1.0)` is no id but an expression
    licenses: [/\s/.test(licence) ? { expression: licence } : { license: { id: licence } }],
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity, 'base64').toString('hex') }],
  }
}

/** `golang.org/x/text v0.43.0`; the standard library has the version of the toolchain. Licence texts are in the notices. */
function goComponent(entry: string, go: string | undefined): Component {
  const [name = '', version = ''] = entry === 'Go standard library' ? ['std', go] : entry.split(' ')
  if (version === '') throw new UserError(`${entry} has no version in the notices of the engines: build them again.`, { exitCode: 3 })
  return { type: 'library', ...identity(`pkg:golang/${name}@${version}`), name, version }
}

function identity(purl: string): Pick<Component, 'bom-ref' | 'purl'> {
  return { 'bom-ref': purl, purl }
}

function distinct(values: string[]): string[] {
  return [...new Set(values)]
}
