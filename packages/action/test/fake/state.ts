/** What the fake of GitHub remembers. Tests read it, and change it where somebody else would have. */

export interface Account {
  id: number
  login: string
  type: 'Bot' | 'User'
}

/** The account of `GITHUB_TOKEN`. */
export const actionsBot: Account = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' }

export interface FakeComment {
  id: number
  /** Number of the pull request. */
  issue: number
  user: Account
  body: string
  createdAt: string
  updatedAt: string
}

export interface FakeAnnotation {
  path: string
  start_line: number
  end_line: number
  start_column?: number
  end_column?: number
  annotation_level: 'notice' | 'warning' | 'failure'
  message: string
  title?: string
  raw_details?: string
}

export interface FakeCheckRun {
  id: number
  app: Account
  name: string
  headSha: string
  externalId: string
  status: string
  conclusion: string | null
  title: string | null
  summary: string | null
  text: string | null
  annotations: FakeAnnotation[]
  startedAt: string
  completedAt: string | null
}

export interface FakeUpload {
  id: string
  ref: string
  commitSha: string
  validate: boolean | undefined
  /** The file, unpacked. */
  sarif: { runs: Record<string, unknown>[] }
  /** How often somebody asked what became of it. */
  asked: number
}

/** What the answers about an upload are, one after another; the last one stays. 404: GitHub does not know it yet. */
export type Processing = 'pending' | 'complete' | 'failed' | 404

export interface FakePull {
  number: number
  headSha: string
  baseSha: string
  headRef: string
  baseRef: string
  state: 'open' | 'closed'
  /** From another repository. */
  fork: boolean
  locked: boolean
}

export type Permission = 'contents' | 'pull-requests' | 'checks' | 'security-events'
export type Access = 'none' | 'read' | 'write'

export interface FakeState {
  owner: string
  repo: string
  /** Of the one token that is known. */
  token: string
  /** Who writes with the token. */
  account: Account
  permissions: Record<Permission, Access>
  codeScanning: boolean
  processing: Processing[]
  processingErrors: string[]
  comments: FakeComment[]
  checkRuns: FakeCheckRun[]
  uploads: FakeUpload[]
  pulls: FakePull[]
  /** A Git repository on disk, whose objects the Git endpoints serve. */
  gitDirectory: string | undefined
  /** A tree with more entries is cut off, as GitHub does it above 100,000. */
  treeLimit: number
  /** A time and a number that was not there before. */
  now(): string
  nextId(): number
}

export function newState(): FakeState {
  let seconds = 0
  let id = 1000
  return {
    owner: 'cloudmart',
    repo: 'shop',
    token: 'ghs_fake',
    account: actionsBot,
    permissions: { contents: 'read', 'pull-requests': 'write', checks: 'write', 'security-events': 'write' },
    codeScanning: true,
    processing: ['complete'],
    processingErrors: [],
    comments: [],
    checkRuns: [],
    uploads: [],
    pulls: [],
    gitDirectory: undefined,
    treeLimit: 100_000,
    now: () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++).toISOString().replace('.000', ''),
    nextId: () => id++,
  }
}
