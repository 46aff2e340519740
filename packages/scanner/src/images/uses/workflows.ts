import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import { parseImage } from '../reference.ts'
import { containerUse, listUses, platformsOf, type Surroundings, volumeUses } from './containers.ts'
import { type FoundUse, textOf } from './found.ts'

/** Where the specification of a workflow stands. */
export const workflowPaths: Record<string, Path> = {
  'argoproj.io/Workflow': ['spec'],
  'argoproj.io/WorkflowTemplate': ['spec'],
  'argoproj.io/ClusterWorkflowTemplate': ['spec'],
  'argoproj.io/CronWorkflow': ['spec', 'workflowSpec'],
}
const single = ['container', 'script']
/** Templates written inside of a step of a template. */
const deepestTemplate = 5

/** The images of an Argo Workflow. https://argo-workflows.readthedocs.io/en/latest/fields/#template */
export function workflowUses(object: JsonObject, path: Path): FoundUse[] {
  const spec = valueAt(object, path)
  if (!isJsonObject(spec)) return []
  const surroundings = { object, pods: [spec] }
  const templates = listOf(spec.templates)
  const defaults = [...path, 'templateDefaults']
  const lacks = (key: string) => templates.some((template) => isJsonObject(template) && withoutImage(template[key]))
  return [
    ...templates.flatMap((_, index) => templateUses([...path, 'templates', index], surroundings, deepestTemplate)),
    ...single.filter(lacks).flatMap((key) => containerUse([...defaults, key], 'step', surroundings, 'templateDefaults')),
    ...listUses([...defaults, 'initContainers'], 'init', surroundings),
    ...listUses([...defaults, 'sidecars'], 'sidecar', surroundings),
    ...volumeUses([...path, 'volumes'], surroundings),
    ...textUses([...path, 'podSpecPatch'], surroundings),
    ...textUses([...path, 'artifactGC', 'podSpecPatch'], surroundings),
    ...textUses([...defaults, 'podSpecPatch'], surroundings),
  ]
}

const imageInText = /(?<![\w-])["']?image["']?\s*:\s*["']?([^\s"',}[\]]+(?:\}\}[^\s"',}]*)?)/g

/** Images that a text names: a patch of the pod, an object that a step applies. It holds templates, so it need not be YAML yet. */
function textUses(path: Path, { object, pods }: Surroundings): FoundUse[] {
  const text = valueAt(object, path)
  return [...(typeof text === 'string' ? text : '').matchAll(imageInText)].flatMap(([, written]): FoundUse[] => {
    const image = parseImage(written)
    if (image === undefined) return []
    return [{ path, type: 'step', name: String(path.at(-1)), image, platforms: platformsOf(pods), partial: true }]
  })
}

function withoutImage(container: Json | undefined): boolean {
  return isJsonObject(container) && !('image' in container)
}

function templateUses(path: Path, { object, pods }: Surroundings, depth: number): FoundUse[] {
  const template = valueAt(object, path)
  if (!isJsonObject(template) || depth === 0) return []
  const surroundings = { object, pods: [template, ...pods] }
  const inline = [
    ...listOf(template.steps).flatMap((group, i) => listOf(group).map((_, k): Path => ['steps', i, k, 'inline'])),
    ...listOf(valueAt(template, ['dag', 'tasks'])).map((_, i): Path => ['dag', 'tasks', i, 'inline']),
  ]
  return [
    ...single.flatMap((key) => containerUse([...path, key], 'step', surroundings, textOf(template, 'name') ?? key)),
    ...listUses([...path, 'containerSet', 'containers'], 'step', surroundings),
    ...listUses([...path, 'initContainers'], 'init', surroundings),
    ...listUses([...path, 'sidecars'], 'sidecar', surroundings),
    ...volumeUses([...path, 'volumes'], surroundings),
    ...textUses([...path, 'podSpecPatch'], surroundings),
    ...textUses([...path, 'resource', 'manifest'], surroundings),
    ...inline.flatMap((each) => templateUses([...path, ...each], surroundings, depth - 1)),
  ]
}
