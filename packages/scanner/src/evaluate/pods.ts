import { type ImageReference, parseImage } from '../images/reference.ts'
import { isJsonObject, listOf, valueAt } from '../json.ts'
import type { Json, JsonObject, Path } from '../model.ts'

export type ContainerType = 'container' | 'init' | 'sidecar' | 'ephemeral'

/** Where the pod of an object stands; docs/architecture.md, "What a rule sees". */
export interface PodFacts {
  path: Path
  metadata: Path
  /** An operator completes this pod: missing fields say nothing. */
  partial: boolean
  containers: ContainerFacts[]
}

export interface ContainerFacts {
  path: Path
  type: ContainerType
  name: string
  image?: ImageReference
}

const template = ['spec', 'template', 'spec']
/** `Kind` of the core group or `group/Kind`, to the path of the pod specification. Versions do not matter. */
const knownPaths: Record<string, Path> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  ReplicationController: template,
  // the spelling before OpenShift had API groups
  DeploymentConfig: template,
  'apps/Deployment': template,
  'apps/StatefulSet': template,
  'apps/DaemonSet': template,
  'apps/ReplicaSet': template,
  'extensions/Deployment': template,
  'extensions/DaemonSet': template,
  'extensions/ReplicaSet': template,
  'batch/Job': template,
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  'argoproj.io/Rollout': template,
  'apps.openshift.io/DeploymentConfig': template,
  'serving.knative.dev/Service': template,
  'serving.knative.dev/Configuration': template,
}
/** Fragments that an operator completes: what is written is judged, what is missing is not. */
const partialPaths: Record<string, Path[]> = {
  'tekton.dev/TaskRun': [['spec', 'podTemplate']],
  'tekton.dev/PipelineRun': [
    ['spec', 'taskRunTemplate', 'podTemplate'],
    ['spec', 'podTemplate'],
  ],
}
const containerLists: [string, ContainerType][] = [
  ['containers', 'container'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
]
/** How deep an unknown kind is searched for a pod template. */
const searchDepth = 12

/**
 * Finds the pod specifications of an object: at the known place of its kind, else by structure, i.e. every mapping reached through
 * `template.spec` or `podTemplate.spec` that holds a list `containers` of mappings with `image` or `name`. A kind of an operator may hold
 * several (head and workers).
 */
export function podFacts(object: JsonObject, selector: string): PodFacts[] {
  const single = (facts: PodFacts | undefined): PodFacts[] => (facts === undefined ? [] : [facts])
  if (selector === 'tekton.dev/Task' || selector === 'tekton.dev/ClusterTask') return single(taskFacts(object))
  const known = Object.hasOwn(knownPaths, selector) ? knownPaths[selector] : undefined
  if (known !== undefined) return isJsonObject(valueAt(object, known)) ? [facts(object, known, false)] : []
  const partial = (Object.hasOwn(partialPaths, selector) ? partialPaths[selector] : undefined)?.find((path) =>
    isJsonObject(valueAt(object, path)),
  )
  if (partial !== undefined) return [facts(object, partial, true)]
  if (isBuiltIn(selector)) return []
  return searchPods(object, [], searchDepth).map((path) => facts(object, path, true))
}

/** Groups of the API server itself; of others below k8s.io (sparkoperator.k8s.io) the kinds are those of operators. */
const ownGroups = new Set(
  [
    'admission',
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((name) => `${name}.k8s.io`),
)

/** Kinds of Kubernetes' own groups hold pods only where the table says so; a CustomResourceDefinition's schema only looks like one. */
export function isBuiltIn(selector: string): boolean {
  const slash = selector.indexOf('/')
  const group = slash < 0 ? '' : selector.slice(0, slash)
  return !group.includes('.') || ownGroups.has(group)
}

function facts(object: JsonObject, path: Path, partial: boolean): PodFacts {
  const metadata = [...path.slice(0, -1), 'metadata']
  return {
    path,
    metadata,
    partial,
    containers: containerLists.flatMap(([list, type]) => containers(object, [...path, list], type)),
  }
}

function containers(object: JsonObject, path: Path, type: ContainerType): ContainerFacts[] {
  return listOf(valueAt(object, path)).flatMap((value, index) => {
    if (!isJsonObject(value)) return []
    const image = parseImage(value.image)
    const fact: ContainerFacts = {
      path: [...path, index],
      type: type === 'init' && value.restartPolicy === 'Always' ? 'sidecar' : type,
      // a container without a name is refused by the API server, yet it must not escape judgement before that
      name: typeof value.name === 'string' && value.name !== '' ? value.name : `${path.at(-1)}[${index}]`,
    }
    return [image === undefined ? fact : { ...fact, image }]
  })
}

/** A Tekton Task runs its steps and sidecars as the containers of one pod. */
function taskFacts(object: JsonObject): PodFacts | undefined {
  const spec = object.spec
  if (!isJsonObject(spec)) return undefined
  return {
    path: ['spec'],
    metadata: ['metadata'],
    partial: true,
    containers: [...containers(object, ['spec', 'steps'], 'container'), ...containers(object, ['spec', 'sidecars'], 'sidecar')],
  }
}

function searchPods(value: Json, path: Path, depth: number): Path[] {
  if (depth === 0) return []
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : []
  return entries.flatMap(([key, child]) => {
    const at = [...path, key]
    if (key === 'spec' && (path.at(-1) === 'template' || path.at(-1) === 'podTemplate') && isPodSpec(child)) return [at]
    return searchPods(child, at, depth - 1)
  })
}

function isPodSpec(value: Json): boolean {
  const list = isJsonObject(value) ? listOf(value.containers) : []
  return list.length > 0 && list.every((item) => isJsonObject(item) && ('image' in item || 'name' in item))
}
