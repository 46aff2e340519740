import { afterEach } from 'vitest'
import type { Language, Report } from '../../../scanner/src/model.ts'
import { context, report } from '../../../scanner/test/report/factory.ts'
import { type ClientOptions, type GitHub, openGitHub } from '../../src/github/client.ts'
import type { Event, Inputs, Judgement, Log, Notice, Publication } from '../../src/model.ts'
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from '../fake/index.ts'
import { noInputs } from '../no-inputs.ts'

/** A log that can be read again. */
export function memoryLog(): Log & { lines: string[] } {
  const lines: string[] = []
  const write = (level: string) => (text: string) => void lines.push(`${level}: ${text}`)
  return { lines, info: write('info'), notice: write('notice'), warning: write('warning'), error: write('error'), debug: write('debug') }
}

const fakes: FakeGitHub[] = []

/** A fake of GitHub that is closed after the test, which fails there when a request or an answer was not as GitHub describes it. */
export async function fakeGitHub(options?: FakeOptions): Promise<FakeGitHub> {
  const fake = await startFakeGitHub(options)
  fakes.push(fake)
  return fake
}

afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()))
})

/** A client to which a second takes 5 ms. Its requests time out late, because the first ones of a fake compile schemas; see `impatient`. */
export function client(fake: Pick<FakeGitHub, 'apiUrl' | 'state'>, log: Log = memoryLog(), options: Partial<ClientOptions> = {}): GitHub {
  return openGitHub({ token: fake.state.token, apiUrl: fake.apiUrl, log, second: 5, timeout: 10_000, ...options })!
}

/** The time for a request, 30 s, in proportion to that. */
export const impatient = { timeout: 150 }

export interface PublicationSeed {
  fake: FakeGitHub
  report?: Report
  inputs?: Partial<Inputs>
  event?: Partial<Event>
  language?: Language
  notices?: Notice[]
  log?: Log
}

/** A push to pull request 7 of the fake, with every surface turned on. */
export function publicationOf(seed: PublicationSeed): Publication {
  const { fake, inputs = {}, event = {}, language = 'en', notices = [], log = memoryLog() } = seed
  const { owner, repo } = fake.state
  const pull = fake.state.pulls[0]!
  return {
    judgement: { report: seed.report ?? report(), notices } as unknown as Judgement,
    context: context({ language }),
    inputs: {
      ...noInputs,
      sarifFile: 'policy-gate.sarif',
      uploadSarif: true,
      comment: true,
      summary: true,
      annotations: true,
      checkRun: true,
      token: fake.state.token,
      workingDirectory: import.meta.dirname,
      ...inputs,
    },
    event: {
      name: 'pull_request',
      sha: 'c'.repeat(40),
      ref: `refs/pull/${pull.number}/merge`,
      pullRequest: { number: pull.number, headSha: pull.headSha, baseSha: pull.baseSha, fork: pull.fork },
      baseSha: pull.baseSha,
      privileged: false,
      readOnly: false,
      actor: 'octocat',
      ...event,
    },
    environment: {
      workspace: import.meta.dirname,
      apiUrl: fake.apiUrl,
      serverUrl: fake.serverUrl,
      owner,
      repo,
      runId: '100',
      workflow: 'gate',
      job: 'gate',
    },
    log,
  }
}

/** How often each operation was asked for, without those in `but`. */
export function operations({ requests }: FakeGitHub, ...but: string[]): string[] {
  return requests.map(({ operation }) => operation).filter((operation) => !but.includes(operation))
}
