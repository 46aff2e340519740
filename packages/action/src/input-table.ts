import { languages, profiles, severities } from '../../scanner/src/model.ts'

interface InputSpec {
  /** `flag`: true or false; `lines`: one value for each line. */
  kind: 'text' | 'lines' | 'flag' | 'choice'
  choices?: readonly string[]
  /** Where it is not given; what the configuration decides has none. */
  fallback?: string | boolean
}

const on: InputSpec = { kind: 'flag', fallback: true }
const off: InputSpec = { kind: 'flag', fallback: false }
const text: InputSpec = { kind: 'text' }
const scopes = ['none', 'changed', 'all']

/** Every input of `action.yml`, which a test compares with this table. */
export const inputTable = {
  paths: { kind: 'lines' },
  config: text,
  'config-source': { kind: 'choice', choices: ['base', 'head'] },
  'fail-on': { kind: 'choice', choices: [...severities, 'none'] },
  mode: { kind: 'choice', choices: ['enforce', 'warn'], fallback: 'enforce' },
  profile: { kind: 'choice', choices: profiles },
  'changed-only': off,
  'new-only': off,
  shard: text,
  merge: { kind: 'lines' },
  images: { kind: 'choice', choices: scopes },
  'image-layouts': { kind: 'lines' },
  infrastructure: { kind: 'choice', choices: scopes },
  offline: off,
  trivy: text,
  'trivy-install': off,
  'trivy-downloads': text,
  'trivy-database': text,
  'trivy-server': text,
  'sarif-file': { kind: 'text', fallback: 'policy-gate.sarif' },
  'json-file': text,
  'html-file': text,
  'upload-sarif': off,
  comment: off,
  summary: on,
  annotations: on,
  'check-run': off,
  language: { kind: 'choice', choices: languages },
  token: text,
  'working-directory': text,
  category: text,
  'dry-run': off,
} satisfies Record<string, InputSpec>

export type InputName = keyof typeof inputTable
export const inputNames = Object.keys(inputTable) as InputName[]

/** The variable that the runner gives an input in: upper case, blanks become underscores, hyphens stay. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/** What was written for an input, without white space around it; empty where it was not given. */
export function inputText(name: InputName, env: NodeJS.ProcessEnv): string {
  return (env[inputVariable(name)] ?? '').trim()
}
