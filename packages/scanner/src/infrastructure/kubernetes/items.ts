import { podFacts } from '../../evaluate/pods.ts'
import { selectorOf } from '../../evaluate/resource.ts'
import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { JsonObject, Manifest, Path } from '../../model.ts'
import type { ScanItem } from '../model.ts'
import { objectText } from './text.ts'

/** An object that is given to the scanner, and how to get back from its lines. */
export interface ObjectItem {
  item: ScanItem
  /** Index into the manifests. */
  manifest: number
  /** Field of the object on each line, by line - 1. */
  paths: Path[]
}

const file = 'object.yaml'

/**
 * The objects, each in a file of its own: so no separator of documents is misread, and every line is known. The pod of an operator's kind is
 * given as a Pod too, because checks know only Kubernetes' own kinds.
 */
export function kubernetesItems(manifests: Manifest[]): ObjectItem[] {
  return manifests.flatMap((manifest, index) => [
    itemOf(manifest, { manifest: index, object: manifest.object, prefix: [] }),
    ...podsOf(manifest).map(({ object, prefix }) => itemOf(manifest, { manifest: index, object, prefix })),
  ])
}

function itemOf({ origin }: Manifest, { manifest, object, prefix }: { manifest: number; object: JsonObject; prefix: Path }): ObjectItem {
  const { text, paths } = objectText(object)
  return {
    manifest,
    paths: paths.map((path) => (prefix.length === 0 ? path : path[0] === 'spec' ? [...prefix, ...path.slice(1)] : [])),
    item: {
      type: 'kubernetes',
      path: origin.file,
      files: [{ path: file, content: Buffer.from(text) }],
      expected: [file],
    },
  }
}

/** Complete pods of kinds that are not Kubernetes' own; of a fragment that an operator completes, nothing is known of what is missing. */
function podsOf({ object, ref }: Manifest): { object: JsonObject; prefix: Path }[] {
  const selector = selectorOf(ref)
  if (!/^[^/]+\.[^/]+\//.test(selector)) return []
  return podFacts(object, selector)
    .filter(({ partial, path }) => !partial && listOf(valueAt(object, [...path, 'containers'])).length > 0)
    .map(({ path, metadata }) => {
      const written = valueAt(object, metadata)
      const pod: JsonObject = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...(isJsonObject(written) ? written : {}),
          name: ref.name,
          ...(ref.namespace === '' ? {} : { namespace: ref.namespace }),
        },
        spec: valueAt(object, path)!,
      }
      return { object: pod, prefix: path }
    })
}
