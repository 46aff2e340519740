import schema from '../../../../schemas/config.schema.json' with { type: 'json' }
import type { Json, Language, Profile, Severity } from '../model.ts'

export type FailOn = Severity | 'none'

export interface RuleSettings {
  enabled?: boolean
  severity?: Severity
  exempt?: string[]
  params?: Record<string, Json>
}

/** `.policy-gate/config.yaml`, complete; schemas/config.schema.json describes every key and is the one place of defaults. */
export interface Config {
  kubernetesVersion: string
  failOn: FailOn
  profile: Profile
  language: Language
  notEvaluated: 'error' | 'warn'
  minimumCoverage: number
  /** Seconds. */
  evaluationTimeout: number
  exemptNamespaces: string[]
  environments: { name: string; paths: string[] }[]
  repositories: { url: string; chart?: string; path: string }[]
  clusters: { name: string; server: string; project?: string; labels?: Record<string, string>; annotations?: Record<string, string> }[]
  discover: { exclude?: string[] }
  rules: Record<string, RuleSettings>
}

/** The configuration with the schema's defaults for everything that is not written. */
export function withDefaults(written: Partial<Config>): Config {
  const defaults = Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]) => [key, structuredClone((property as { default: unknown }).default)]),
  )
  return { ...defaults, ...written } as Config
}

export { schema as configSchema }
