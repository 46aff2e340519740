import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distribution } from '../location.ts'
import { type Rule, UserError } from '../model.ts'

export interface BuiltinPolicies {
  wasm: Uint8Array
  rules: Rule[]
  /** `sha256:<hex>` of policy.wasm and rules.json, for the report. */
  digest: string
}

/** Reads the built-in policies of the distribution. @throws UserError (3) when they are missing or damaged: nothing can be judged without. */
export function readBuiltinPolicies(folder: string = join(distribution, 'policies')): BuiltinPolicies {
  try {
    const wasm = readFileSync(join(folder, 'policy.wasm'))
    const text = readFileSync(join(folder, 'rules.json'))
    const { rules } = JSON.parse(text.toString('utf8')) as { rules: Rule[] }
    if (rules.length === 0) throw new Error('rules.json holds no rules')
    return { wasm, rules, digest: `sha256:${createHash('sha256').update(wasm).update(text).digest('hex')}` }
  } catch (cause) {
    throw new UserError(`The built-in policies cannot be read (${(cause as Error).message}): install policy-gate again.`, {
      exitCode: 3,
      cause,
    })
  }
}
