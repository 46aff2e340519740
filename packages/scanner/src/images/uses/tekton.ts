import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import { containerUse, listUses, type Surroundings, volumeUses } from './containers.ts'
import type { FoundUse } from './found.ts'

/** Pipelines may hold pipelines. */
const deepestPipeline = 5

/**
 * The images of Tekton's kinds: steps and sidecars of a Task, and of every task that is written inside of a Pipeline or a run.
 * https://tekton.dev/docs/pipelines/pipeline-api/
 */
export function tektonUses(object: JsonObject, kind: string): FoundUse[] {
  const at = (path: Path, pods: (Json | undefined)[] = []): FoundUse[] => taskUses(path, { object, pods })
  switch (kind) {
    case 'Task':
    case 'ClusterTask':
      return at(['spec'])
    case 'StepAction':
      return containerUse(['spec'], 'step', { object, pods: [] }, textAt(object, ['metadata', 'name']))
    case 'TaskRun':
      return at(['spec', 'taskSpec'], [valueAt(object, ['spec', 'podTemplate'])])
    case 'Pipeline':
      return pipelineUses(['spec'], { object, pods: [] }, deepestPipeline)
    case 'PipelineRun': {
      const pods = [valueAt(object, ['spec', 'taskRunTemplate', 'podTemplate']), valueAt(object, ['spec', 'podTemplate'])]
      return pipelineUses(['spec', 'pipelineSpec'], { object, pods }, deepestPipeline)
    }
    default:
      return []
  }
}

function pipelineUses(path: Path, surroundings: Surroundings, depth: number): FoundUse[] {
  if (depth === 0) return []
  return ['tasks', 'finally'].flatMap((list) =>
    listOf(valueAt(surroundings.object, [...path, list])).flatMap((_, index) => {
      const task = [...path, list, index]
      return [...taskUses([...task, 'taskSpec'], surroundings), ...pipelineUses([...task, 'pipelineSpec'], surroundings, depth - 1)]
    }),
  )
}

/** Steps of a task; a step without an image and without a reference to a StepAction runs that of `stepTemplate`. */
function taskUses(path: Path, { object, pods }: Surroundings): FoundUse[] {
  const task = valueAt(object, path)
  if (!isJsonObject(task)) return []
  const surroundings = { object, pods: [task.stepTemplate, ...pods] }
  const steps = listUses([...path, 'steps'], 'step', surroundings)
  const isBare = (step: Json) => isJsonObject(step) && !('image' in step) && !('ref' in step)
  const template = listOf(task.steps).some(isBare) ? containerUse([...path, 'stepTemplate'], 'step', { object, pods }, 'stepTemplate') : []
  return [
    ...template,
    ...steps,
    ...listUses([...path, 'sidecars'], 'sidecar', { object, pods }),
    ...volumeUses([...path, 'volumes'], { object, pods }),
  ]
}
