import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../model.ts'

const kinds = { labels: 'LabelTransformer', annotations: 'AnnotationsTransformer' } as const

/**
 * `spec.commonMetadata` as inline transformers of a kustomization: labels and annotations of the objects themselves, not of their pod
 * templates or selectors, in place of any of the same key.
 * @param options.substituted variables are substituted after the build, but not in these values: Flux sets them later
 */
export function metadataTransformers(
  commonMetadata: Json | undefined,
  options: { substituted: boolean },
): { text: string; field: keyof typeof kinds }[] {
  if (!isJsonObject(commonMetadata)) return []
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((field) => {
    const values = texts(commonMetadata[field], options)
    if (Object.keys(values).length === 0) return []
    const transformer = {
      apiVersion: 'builtin',
      kind: kinds[field],
      metadata: { name: `common-${field}` },
      [field]: values,
      fieldSpecs: [{ path: `metadata/${field}`, create: true }],
    }
    return [{ text: JSON.stringify(transformer), field }]
  })
}

function texts(values: Json | undefined, { substituted }: { substituted: boolean }): JsonObject {
  if (!isJsonObject(values)) return {}
  return Object.fromEntries(
    Object.entries(values)
      // set here it would switch off what Flux has done by then
      .filter(([key]) => key !== 'kustomize.toolkit.fluxcd.io/substitute')
      .map(([key, value]) => [key, substituted && typeof value === 'string' ? value.replaceAll('${', '$${') : value]),
  )
}
