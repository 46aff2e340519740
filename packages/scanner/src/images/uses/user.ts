import { isJsonObject } from '../../json.ts'
import type { Json } from '../../model.ts'
import type { ImageUse } from '../model.ts'

/**
 * Whom a container runs as, as far as it is said: each field of the first security context that has it.
 * @param owners the container, then what its defaults are taken from: the pod
 */
export function runAs(...owners: (Json | undefined)[]): Pick<ImageUse, 'runAsNonRoot' | 'runAsUser'> {
  const contexts = owners.flatMap((owner) => (isJsonObject(owner) && isJsonObject(owner.securityContext) ? [owner.securityContext] : []))
  const nonRoot = contexts.map(({ runAsNonRoot }) => runAsNonRoot).find((value) => typeof value === 'boolean')
  const user = contexts.map(({ runAsUser }) => runAsUser).find((value) => typeof value === 'number')
  return { ...(nonRoot === undefined ? {} : { runAsNonRoot: nonRoot }), ...(user === undefined ? {} : { runAsUser: user }) }
}
