import { describe, expect, it } from 'vitest'
import type { Report, Verdict } from '../../../scanner/src/model.ts'
import { finding, report, shopReport } from '../../../scanner/test/report/factory.ts'
import { hostileStrings } from '../../../scanner/test/report/hostile.ts'
import { publishToGitHub } from '../../src/github/index.ts'
import type { FakeGitHub } from '../fake/index.ts'
import { client, fakeGitHub, operations, type PublicationSeed, publicationOf } from './publication.ts'

const only = { uploadSarif: false, comment: false }

async function push(fake: FakeGitHub, seed: Omit<PublicationSeed, 'fake'> = {}) {
  fake.requests.length = 0
  const publication = publicationOf({ fake, ...seed, inputs: { ...only, ...seed.inputs } })
  const github = client(fake, publication.log)
  return (await publishToGitHub(publication, { open: async () => github, sarif: undefined, env: {} }))['check-run']
}

const reportOf = (count: number, verdict?: Verdict): Report =>
  report({
    findings: Array.from({ length: count }, (_, index) =>
      finding({ ruleId: 'image/mutable-tag', file: `k8s/${index}.yaml`, message: `Message ${index}` }),
    ),
    ...(verdict && { verdict }),
  })

describe('annotations in batches', () => {
  it.each([
    [0, 1],
    [1, 1],
    [50, 1],
    [51, 2],
    [500, 10],
  ])('%i findings are %i requests that write', async (count, writes) => {
    const fake = await fakeGitHub()
    const published = await push(fake, { report: reportOf(count) })
    const [run, ...others] = fake.state.checkRuns
    expect(others).toEqual([])
    expect(published).toEqual({ state: 'done', url: `${fake.serverUrl}/cloudmart/shop/runs/${run!.id}`, notices: [] })
    expect(run).toMatchObject({ status: 'completed', conclusion: count === 0 ? 'success' : 'failure', headSha: 'a'.repeat(40) })
    const paths = run!.annotations.map(({ path }) => path)
    expect(new Set(paths)).toEqual(new Set(Array.from({ length: count }, (_, index) => `k8s/${index}.yaml`)))
    expect(paths).toHaveLength(count)
    expect(operations(fake)).toEqual(['checks/list-for-ref', 'checks/create', ...Array(writes - 1).fill('checks/update')])
    const states = fake.requests.slice(1).map(({ body }) => (body as { status: string }).status)
    expect(states).toEqual([...Array(writes - 1).fill('in_progress'), 'completed'])
  })

  it('more than a thousand are cut, and the summary says so', async () => {
    const fake = await fakeGitHub()
    await push(fake, { report: reportOf(1100) })
    expect(fake.state.checkRuns[0]!.annotations).toHaveLength(1000)
    expect(fake.state.checkRuns[0]!.summary).toContain('100 more without annotation')
    expect(Buffer.byteLength(fake.state.checkRuns[0]!.summary!)).toBeLessThanOrEqual(65_535)
  })

  it('are at the lines of findings, worst first, behind what blocks the gate', async () => {
    const fake = await fakeGitHub()
    await push(fake, { report: shopReport() })
    expect(
      fake.state.checkRuns[0]!.annotations.map(({ path, start_line, annotation_level }) => [path, start_line, annotation_level]),
    ).toEqual([
      ['k8s/broken.yaml', 12, 'failure'],
      ['base/deployment.yaml', 10, 'failure'],
      ['k8s/order.yaml', 13, 'failure'],
      ['k8s/order.yaml', 11, 'failure'],
      ['k8s/order.yaml', 17, 'failure'],
      ['charts/payment/templates/deployment.yaml', 1, 'notice'],
    ])
  })

  it('hostile texts stay within what GitHub takes and have no invisible characters', async () => {
    const fake = await fakeGitHub()
    const findings = hostileStrings.map((text) =>
      finding({ ruleId: 'image/mutable-tag', file: `k8s/${text.slice(0, 50)}.yaml`, message: text, name: text }),
    )
    expect(await push(fake, { report: report({ findings }) })).toMatchObject({ state: 'done' })
    for (const { title, message } of fake.state.checkRuns[0]!.annotations)
      expect(title + message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  })
})

describe('the conclusion', () => {
  it.each<[Verdict, 'enforce' | 'warn', string]>([
    ['pass', 'enforce', 'success'],
    ['warn', 'enforce', 'success'],
    ['fail', 'enforce', 'failure'],
    ['error', 'enforce', 'failure'],
    ['fail', 'warn', 'success'],
    ['error', 'warn', 'failure'],
  ])('of %s in mode %s is %s, never neutral', async (verdict, mode, conclusion) => {
    const fake = await fakeGitHub()
    await push(fake, { report: reportOf(2, verdict), inputs: { mode, category: 'shop' } })
    expect(fake.state.checkRuns).toMatchObject([
      { conclusion, name: 'policy-gate report (shop)', title: expect.stringContaining(verdict.toUpperCase()) },
    ])
  })
})

describe('a run that is started again', () => {
  it('finds what it made and writes nothing', async () => {
    const fake = await fakeGitHub()
    const first = await push(fake, { report: reportOf(60) })
    expect(await push(fake, { report: reportOf(60) })).toEqual(first)
    expect(operations(fake)).toEqual(['checks/list-for-ref'])
  })

  it('makes another one when something changed: annotations cannot be taken back', async () => {
    const fake = await fakeGitHub()
    await push(fake, { report: reportOf(60) })
    await push(fake, { report: reportOf(0) })
    expect(fake.state.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure', 'success'])
  })

  it('does not believe a run that says something else', async () => {
    const fake = await fakeGitHub()
    await push(fake, { report: reportOf(1) })
    fake.state.checkRuns[0]!.conclusion = 'success'
    await push(fake, { report: reportOf(1) })
    expect(fake.state.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['success', 'failure'])
  })

  it('ends what was begun, without annotations twice', async () => {
    const fake = await fakeGitHub()
    fake.fail({ kind: 'status', status: 403, message: 'Resource not accessible by integration' }, { operation: 'checks/update' })
    expect(await push(fake, { report: reportOf(120) })).toMatchObject({ state: 'failed' })
    expect(fake.state.checkRuns).toMatchObject([{ status: 'in_progress', annotations: { length: 50 } }])
    expect(await push(fake, { report: reportOf(120) })).toMatchObject({ state: 'done' })
    expect(fake.state.checkRuns).toMatchObject([{ status: 'completed', annotations: { length: 120 } }])
  })
})

it.each(['checks/create', 'checks/update'])('%s that was done in spite of a failing answer is not done twice', async (operation) => {
  const fake = await fakeGitHub()
  fake.fail({ kind: 'status', status: 502 }, { operation, afterwards: true })
  fake.fail({ kind: 'cut' }, { operation, afterwards: true })
  expect(await push(fake, { report: reportOf(170) })).toMatchObject({ state: 'done' })
  expect(fake.state.checkRuns).toMatchObject([{ status: 'completed', conclusion: 'failure', annotations: { length: 170 } }])
})
