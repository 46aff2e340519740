import type { JsonObject } from '../../model.ts'
import type { ImageConfig } from '../model.ts'

const baseProperty = 'policy-gate:base-layer'

/**
 * A CycloneDX document as Trivy writes it, to be kept: without what differs from run to run (serial number, time, name of a temporary folder), and
 * with the layers of the base image, which a later scan of the document cannot know.
 */
export function keptSbom(
  document: JsonObject,
  { name, baseLayers }: { name: string; baseLayers: ImageConfig['layers'] | undefined },
): string {
  const { serialNumber: _serial, metadata, ...rest } = document
  const { timestamp: _time, component, ...about } = metadata as JsonObject
  const properties = (component as JsonObject).properties as JsonObject[] | undefined
  const base = (baseLayers ?? []).map((value) => ({ name: baseProperty, value }))
  const image = { ...(component as JsonObject), name, properties: [...(properties ?? []), ...base] }
  return JSON.stringify({ ...rest, metadata: { ...about, component: image } })
}

/** The layers of the base image that keptSbom wrote down; undefined when there are none. */
export function baseLayersOf(sbom: string): string[] | undefined {
  const { metadata } = JSON.parse(sbom) as { metadata?: { component?: { properties?: { name: string; value: string }[] } } }
  const layers = metadata?.component?.properties?.filter(({ name }) => name === baseProperty).map(({ value }) => value) ?? []
  return layers.length === 0 ? undefined : layers
}
