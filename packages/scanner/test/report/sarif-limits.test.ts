import type { Log, ReportingDescriptor, Result, Run } from 'sarif'
import { describe, expect, it } from 'vitest'
import { reporters } from '../../src/report/index.ts'
import { context, shopReport } from './factory.ts'
import { sarifProblems } from './sarif-problems.ts'

const log = (): Log => JSON.parse(reporters.sarif(shopReport(), context()))

type Break = (parts: { log: Log; run: Run; rule: ReportingDescriptor; result: Result }) => void

function problemsAfter(breakIt: Break): string[] {
  const broken = log()
  const run = broken.runs[0]!
  breakIt({ log: broken, run, rule: run.tool.driver.rules![0]!, result: run.results![0]! })
  return sarifProblems(broken)
}

const copies = <T>(item: T, count: number): T[] => Array.from({ length: count }, () => structuredClone(item))
const setUri = (result: Result, uri: string): void => {
  result.locations![0]!.physicalLocation!.artifactLocation!.uri = uri
}

describe('sarifProblems', () => {
  it('finds nothing in what the reporter writes', () => expect(sarifProblems(log())).toEqual([]))

  it.each<[string, Break]>([
    ['$schema or version is missing', ({ log: broken }) => Reflect.deleteProperty(broken, '$schema')],
    ['not between 1 and 20 runs', ({ log: broken, run }) => broken.runs.push(...copies(run, 20))],
    ['category policy-gate policy-gate/: two runs have it', ({ log: broken, run }) => broken.runs.push(structuredClone(run))],
    ['results is not an array', ({ run }) => Reflect.deleteProperty(run, 'results')],
    ['more than 5,000 results', ({ run, result }) => run.results!.push(...copies(result, 5000))],
    ['more than 25,000 rules', ({ run, rule }) => run.tool.driver.rules!.push(...copies(rule, 25_000))],
    ['automationDetails.id has no category', ({ run }) => Object.assign(run, { automationDetails: { id: 'policy-gate' } })],
    ['executionSuccessful is missing', ({ run }) => Reflect.deleteProperty(run, 'invocations')],
    ['results are not worst first', ({ run }) => run.results!.reverse()],
    ['rule image/mutable-tag: stands twice', ({ run, rule }) => run.tool.driver.rules!.push(rule)],
    ['fingerprint 0000', ({ run, result }) => run.results!.splice(1, 0, structuredClone(result))],
    ['image/mutable-tag: short description missing', ({ rule }) => Object.assign(rule, { shortDescription: { text: '' } })],
    [
      'image/mutable-tag: full description missing or too long',
      ({ rule }) => Object.assign(rule, { fullDescription: { text: 'x'.repeat(1025) } }),
    ],
    ['image/mutable-tag: help text missing', ({ rule }) => Reflect.deleteProperty(rule, 'help')],
    ['image/mutable-tag: name empty or too long', ({ rule }) => Object.assign(rule, { name: 'x'.repeat(256) })],
    ['image/mutable-tag: default level', ({ rule }) => Object.assign(rule, { defaultConfiguration: { level: 'fatal' } })],
    ['image/mutable-tag: more than 10 tags', ({ rule }) => Object.assign(rule.properties!, { tags: [...'abcdefghijk'] })],
    ['image/mutable-tag: security-severity', ({ rule }) => Object.assign(rule.properties!, { 'security-severity': 'high' })],
    ['image/mutable-tag: security-severity', ({ rule }) => Object.assign(rule.properties!, { 'security-severity': 8 })],
    ['image/mutable-tag: security-severity', ({ rule }) => Object.assign(rule.properties!, { 'security-severity': '0.0' })],
    ['privileged: ruleIndex does not lead to the rule', ({ result }) => Object.assign(result, { ruleIndex: 0 })],
    ['privileged: level is not error, warning or note', ({ result }) => Object.assign(result, { level: 'none' })],
    ['privileged: message is empty', ({ result }) => Object.assign(result, { message: { text: '' } })],
    ['privileged: has not exactly one location', ({ result }) => Object.assign(result, { locations: [] })],
    ['privileged: more than 100 related locations', ({ result }) => Object.assign(result, { relatedLocations: copies({ id: 1 }, 101) })],
    ['privileged: message links to a related', ({ result }) => Object.assign(result, { message: { text: 'see [x](1)' } })],
    ['is not relative', ({ result }) => setUri(result, 'file:///tmp/a.yaml')],
    ['is not relative', ({ result }) => setUri(result, '/a.yaml')],
    ['leaves the repository', ({ result }) => setUri(result, '../a.yaml')],
    ['is not percent-encoded', ({ result }) => setUri(result, 'a b.yaml')],
    ['is not percent-encoded', ({ result }) => setUri(result, '%zz.yaml')],
    ['uri is missing', ({ result }) => setUri(result, '')],
    ['region is incomplete', ({ result }) => Object.assign(result.locations![0]!.physicalLocation!, { region: { startLine: 1 } })],
    ['region is incomplete', ({ result }) => Object.assign(result.locations![0]!.physicalLocation!.region!, { startLine: 0 })],
    ['region ends before it starts', ({ result }) => Object.assign(result.locations![0]!.physicalLocation!.region!, { endLine: 1 })],
    ['primaryLocationLineHash is not', ({ result }) => Object.assign(result.partialFingerprints!, { primaryLocationLineHash: 'xyz' })],
  ])('finds: %s', (expected, breakIt) => {
    expect(problemsAfter(breakIt).some((problem) => problem.includes(expected))).toBe(true)
  })
})
