import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distribution } from '../location.ts'
import type { Json } from '../model.ts'

/** An example of a rule: manifests, images or files, and what the rule finds in them. */
export interface RuleExample {
  title: string
  /** YAML text of one or more documents, judged as one unit. */
  manifests?: string
  /** Of a rule about images: YAML text, a list of images with what is known about them and what runs them. */
  images?: string
  /** Of a rule about files: their texts by path, scanned together. */
  files?: Record<string, string>
  /**
   * `Kind/name path`, or of an image `<repository> <check> <subject>` and ` in <Kind/name>` where only some run it so; with ` as <variant>` and
   * ` at <severity>` behind it where they are not the rule's own. Of files `<path>:<line> <check>`, the resource where there is one, and ` at <severity>`.
   */
  findings?: string[]
  kubernetesVersion?: string
  environment?: string
  params?: Record<string, Json>
  /** Of a rule about images, the day of the scan; 2026-06-01 by default. */
  today?: string
  /** Of a rule about images: what the lock file is used for. */
  lock?: 'none' | 'check' | 'require'
  /** Of a rule about images: dates of the catalogues that vulnerabilities were looked up in. */
  exploits?: { epss?: string; kev?: string }
}

export interface RuleExamples {
  bad: RuleExample[]
  good: RuleExample[]
}

/** The examples of all rules, by rule id; read only where someone asks for an explanation. */
export function readExamples(folder: string = join(distribution, 'policies')): Record<string, RuleExamples> {
  return JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8')) as Record<string, RuleExamples>
}
