import { isJsonObject, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import { platformsOf } from './containers.ts'
import { type FoundUse, textOf } from './found.ts'

interface ImageAnnotation {
  annotation: string
  /** Annotation with the tag; without it the injector takes its own, which nobody here knows. */
  tag?: string
  /** Annotation that must be `true` for the injection. */
  when?: string
}

/** Annotations of pods that name the image of a container that an admission webhook adds. */
const annotations: ImageAnnotation[] = [
  // https://istio.io/latest/docs/reference/config/annotations/#SidecarProxyImage
  { annotation: 'sidecar.istio.io/proxyImage' },
  // https://linkerd.io/2/reference/proxy-configuration/
  { annotation: 'config.linkerd.io/proxy-image', tag: 'config.linkerd.io/proxy-version' },
  { annotation: 'config.linkerd.io/init-image', tag: 'config.linkerd.io/init-image-version' },
  {
    annotation: 'config.linkerd.io/debug-image',
    tag: 'config.linkerd.io/debug-image-version',
    when: 'config.linkerd.io/enable-debug-sidecar',
  },
  // https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
  { annotation: 'vault.hashicorp.com/agent-image', when: 'vault.hashicorp.com/agent-inject' },
  // https://docs.dapr.io/reference/arguments-annotations-overview/
  { annotation: 'dapr.io/sidecar-image', when: 'dapr.io/enabled' },
]

/** Libraries that Datadog's admission controller copies into containers, by language and container: datadog-agent, pkg/clusteragent/admission. */
const libraryImage = /^admission\.datadoghq\.com\/(?:[a-z0-9.-]+-lib|apm-inject)\.custom-image$/

/** @param path of the annotations of a pod */
export function annotationUses(object: JsonObject, path: Path, pods: (Json | undefined)[]): FoundUse[] {
  const written = valueAt(object, path)
  if (!isJsonObject(written)) return []
  const libraries = Object.keys(written)
    .filter((key) => libraryImage.test(key))
    .map((annotation): ImageAnnotation => ({ annotation }))
  return [...annotations, ...libraries].flatMap(({ annotation, tag, when }): FoundUse[] => {
    if (when !== undefined && textOf(written, when) !== 'true') return []
    const image = tag === undefined ? parseImage(written[annotation]) : versioned(textOf(written, annotation), textOf(written, tag))
    if (image === undefined) return []
    return [{ path: [...path, annotation], type: 'annotation', name: annotation, image, platforms: platformsOf(pods) }]
  })
}

function versioned(name: string | undefined, version: string | undefined): ImageReference | undefined {
  if (name === undefined) return undefined
  return version === undefined ? { reference: name, unresolved: true } : parseImage(`${name}:${version}`)
}
