import type { Unit } from '../../model.ts'
import { version } from '../../version.ts'
import type { ListedImage, ListedUse } from '../list/model.ts'
import { imagePurl } from './purl.ts'

interface Property {
  name: string
  value: string
}

interface Component {
  type: 'application' | 'container'
  'bom-ref': string
  name: string
  version?: string
  purl?: string
  hashes?: { alg: string; content: string }[]
  properties?: Property[]
}

interface Dependency {
  ref: string
  dependsOn?: string[]
}

/** A CycloneDX 1.6 document, as far as it is written here. */
export interface DeploymentBom {
  $schema: string
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  version: 1
  metadata: { timestamp?: string; tools: { components: Component[] }; component: Component }
  components: Component[]
  dependencies: Dependency[]
}

const deployment = 'deployment'

/**
 * The deployment as a CycloneDX 1.6 BOM: units that depend on the images that they run. The same deployment gives the same bytes: there is no
 * serial number, and a time only where one is given. https://cyclonedx.org/docs/1.6/json/
 * @param units those that run something, by id
 */
export function deploymentBom(images: ListedImage[], { units, now }: { units: Map<string, Unit>; now?: Date | undefined }): DeploymentBom {
  const found = images.flatMap((image) => imageComponents(image).map((component) => ({ image, component })))
  // a tag, and the digest that it means, may be written in two places
  const byRef = [...Map.groupBy(found, ({ component }) => component['bom-ref'])].sort(([x], [y]) => (x < y ? -1 : 1))
  const running = [...new Set(images.flatMap(({ uses }) => uses.map(({ unit }) => unit)))].sort()
  const imagesOf = (unit: string) =>
    byRef.filter(([, same]) => same.some(({ image }) => image.uses.some((use) => use.unit === unit))).map(([ref]) => ref)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      ...(now === undefined ? {} : { timestamp: now.toISOString() }),
      tools: { components: [{ type: 'application', 'bom-ref': 'tool', name: 'policy-gate', version }] },
      component: { type: 'application', 'bom-ref': deployment, name: deployment },
    },
    components: [
      ...running.map((id) => unitComponent(id, units.get(id))),
      ...byRef.map(([, same]) => joined(same.map(({ component }) => component))),
    ],
    dependencies: [
      { ref: deployment, dependsOn: running.map(unitRef) },
      ...running.map((unit) => ({ ref: unitRef(unit), dependsOn: imagesOf(unit) })),
      ...byRef.map(([ref]) => ({ ref })),
    ],
  }
}

function unitRef(id: string): string {
  return `unit:${id}`
}

function unitComponent(id: string, unit: Unit | undefined): Component {
  const properties = [
    { name: 'policy-gate:kind', value: unit?.kind ?? '' },
    { name: 'policy-gate:path', value: unit?.path ?? '' },
    { name: 'policy-gate:environment', value: unit?.environment ?? '' },
  ].filter(({ value }) => value !== '')
  return { type: 'application', 'bom-ref': unitRef(id), name: id, properties }
}

/** One component for each platform that was resolved; else one, whose architecture is known where the objects name exactly one. */
function imageComponents(image: ListedImage): Component[] {
  const { registry, repository, tag, digest } = image
  const properties = propertiesOf(image)
  if (registry === undefined || repository === undefined)
    return [{ type: 'container', 'bom-ref': `image:${image.image}`, name: image.image, properties }]
  const known = image.resolved?.map(({ platform, manifest }) => ({ platform, digest: manifest }))
  const [only, ...others] = image.platforms
  const variants = known ?? [{ platform: others.length === 0 ? only : undefined, digest }]
  return variants.map(({ platform, digest: exact }) => {
    const architecture = platform?.split('/').slice(1).join('/')
    const purl = imagePurl({ registry, repository, tag, digest: exact, architecture })
    return {
      type: 'container',
      'bom-ref': purl,
      name: `${registry}/${repository}`,
      version: tag ?? exact ?? 'latest',
      purl,
      ...(exact?.startsWith('sha256:') ? { hashes: [{ alg: 'SHA-256', content: exact.slice('sha256:'.length) }] } : {}),
      properties,
    }
  })
}

/** One component for the same image in several lists of uses. */
function joined([first, ...others]: Component[]): Component {
  const properties = [first!, ...others].flatMap((component) => component.properties ?? [])
  return { ...first!, properties: [...new Map(properties.map((property) => [JSON.stringify(property), property])).values()] }
}

function propertiesOf({ platforms, problem, uses }: ListedImage): Property[] {
  return [
    ...platforms.map((value) => ({ name: 'policy-gate:platform', value })),
    ...(problem === undefined ? [] : [{ name: 'policy-gate:unknown', value: problem.message }]),
    ...uses.map((use) => ({ name: 'policy-gate:use', value: useText(use) })),
  ]
}

/** `shop-prod: Deployment shop/web spec.template.spec.containers[0].image (deploy/web.yaml:20)`. */
function useText({ unit, object, path, file, line }: ListedUse): string {
  const name = object.namespace === '' ? object.name : `${object.namespace}/${object.name}`
  return `${unit}: ${object.kind} ${name} ${path} (${line === undefined ? file : `${file}:${line}`})`
}
