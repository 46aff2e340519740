import { loadPolicy, type Policy } from './policy.ts'
import type { PolicyLoad } from './protocol.ts'

/** Policies by their number, each loaded when it is first asked for. @throws Error for a number that there is not, and as loadPolicy does */
export function openPolicies({ bundles, now }: PolicyLoad): (policy: number) => Promise<Policy> {
  const known: (Policy | undefined)[] = []
  return async (index) => {
    if (known[index] !== undefined) return known[index]
    const bundle = bundles[index]
    if (bundle === undefined) throw new Error(`there is no policy ${index}`)
    const policy = await loadPolicy(bundle.wasm, { initialPages: 96, ...(now === undefined ? {} : { now }) })
    policy.setData(bundle.data)
    known[index] = policy
    return policy
  }
}
