import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distribution } from '../location.ts'
import type { Json } from '../model.ts'

/** An example of a rule: manifests, and what the rule finds in them. */
export interface RuleExample {
  title: string
  /** YAML text of one or more documents, judged as one unit. */
  manifests: string
  /** `Kind/name path`, with ` as <variant>` and ` at <severity>` behind it where they are not the rule's own. */
  findings?: string[]
  kubernetesVersion?: string
  environment?: string
  params?: Record<string, Json>
}

export interface RuleExamples {
  bad: RuleExample[]
  good: RuleExample[]
}

/** The examples of all rules, by rule id; read only where someone asks for an explanation. */
export function readExamples(folder: string = join(distribution, 'policies')): Record<string, RuleExamples> {
  return JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8')) as Record<string, RuleExamples>
}
