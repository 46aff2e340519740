import type { PlannedUnit } from '../discover/sources.ts'
import { EngineError } from '../engines/error.ts'
import { UserError } from '../model.ts'
import type { ObjectsFound } from './manifests.ts'

/**
 * A unit that could not be rendered, as an entry of `notEvaluated`. Faults of this program are thrown on.
 * @param place maps a file that the engine names to its path in the repository, where they differ
 */
export function renderFailure(
  error: unknown,
  options: { unit: PlannedUnit; file: string; place?: (file: string) => string },
): ObjectsFound {
  if (!(error instanceof EngineError) && !(error instanceof UserError)) throw error
  const place = error instanceof EngineError ? error : undefined
  const file = place?.file === undefined ? options.file : (options.place?.(place.file) ?? place.file)
  const reason = place?.failure === 'timeout' ? 'timeout' : 'render-failed'
  return {
    manifests: [],
    notEvaluated: [
      {
        file,
        unit: options.unit.id,
        reason,
        message: error.message,
        ...(place?.line === undefined ? {} : { line: place.line }),
        ...(place?.column === undefined ? {} : { column: place.column }),
      },
    ],
  }
}
