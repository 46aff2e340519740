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
  images: ImageSettings
  infrastructure: InfrastructureSettings
  /** Files below `.policy-gate`. */
  exploits: { epss?: string; kev?: string }
  /** Globs below `.policy-gate`. */
  vex: string[]
  rules: Record<string, RuleSettings>
}

export type ScanScope = 'none' | 'changed' | 'all'

/** What is absent has the default that the schema describes; `imageDefaults` holds them. */
export interface ImageSettings {
  scan?: ScanScope
  platforms?: string[]
  find?: ('vulnerabilities' | 'secrets' | 'licenses')[]
  paths?: { kind: string; path: string }[]
  exclude?: string[]
  registries?: RegistrySettings[]
  lock?: 'none' | 'check' | 'require'
  /** Days. */
  maximumDatabaseAge?: number
  /** MiB, compressed. */
  maximumSize?: number
  /** Seconds. */
  timeout?: number
  totalTimeout?: number
  /** MiB. */
  memory?: number
  parallel?: number
  /** Percent. */
  minimumCoverage?: number
}

export interface RegistrySettings {
  name: string
  mirror?: string
  plainHttp?: boolean
}

export interface InfrastructureSettings {
  scan?: ScanScope
  types?: ('terraform' | 'cloudformation' | 'dockerfile' | 'azure-arm' | 'ansible' | 'kubernetes')[]
  checks?: { exclude?: string[] }
  secrets?: boolean
}

/** The configuration with the schema's defaults for everything that is not written. */
export function withDefaults(written: Partial<Config>): Config {
  const defaults = Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]) => [key, structuredClone((property as { default: unknown }).default)]),
  )
  return { ...defaults, ...written } as Config
}

export { schema as configSchema }
