import type { RuleSet } from './evaluator.ts'

/** Policies of the user, compiled; `gate` when they replace the verdict policy. */
export interface UserPolicies extends RuleSet {
  gate: boolean
}

export async function loadUserPolicies(_options: { root: string; cwd: string; paths: string[] }): Promise<UserPolicies[]> {
  return []
}
