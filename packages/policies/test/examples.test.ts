import { afterAll, describe, expect, it } from 'vitest'
import { examples } from '../../../scripts/policy-sources.ts'
import type { PlannedUnit } from '../../scanner/src/discover/sources.ts'
import { startEvaluationThread } from '../../scanner/src/evaluate/evaluation-thread.ts'
import { createEvaluator, type Evaluator, type RuleSet } from '../../scanner/src/evaluate/evaluator.ts'
import type { RuleExample } from '../../scanner/src/evaluate/examples.ts'
import { policyData } from '../../scanner/src/evaluate/parameters.ts'
import { toResources } from '../../scanner/src/evaluate/resource.ts'
import { formatPath } from '../../scanner/src/json.ts'
import type { RawFinding, Rule } from '../../scanner/src/model.ts'
import { readDocuments } from '../../scanner/src/parse/index.ts'
import { documentObjects } from '../../scanner/src/render/manifests.ts'
import { compileTests } from './compiled.ts'
import { problemsOf } from './file-examples.ts'
import { exampleImages, imageFindingText } from './image-examples.ts'

const { policy, rules } = await compileTests()
const all = examples()
const thread = startEvaluationThread()
thread.load([{ wasm: policy.wasm, data: {} }], { deadlineMs: 30_000 })
afterAll(() => thread.close())

/** What the rule finds in an example, as the example writes it, sorted. */
async function findings(rule: Rule, example: RuleExample): Promise<string[]> {
  const set: RuleSet = { wasm: policy.wasm, rules: [rule] }
  const data = policyData([rule], {
    kubernetesMinor: Number((example.kubernetesVersion ?? '1.34').split('.')[1]),
    params: { [rule.id]: example.params ?? {} },
  })
  await thread.setData(0, data)
  const evaluator = createEvaluator([set], { thread, data: () => data })
  const nameOf = rule.scope === 'image' ? judgeImages(evaluator, rule, example) : judgeManifests(evaluator, example)
  const judgement = await evaluator.finish()
  expect(judgement.failures).toEqual([])
  return judgement.findings
    .map((finding) => {
      const { variant, severity } = finding
      return `${nameOf(finding)}${variant === undefined ? '' : ` as ${variant}`}${severity === undefined || severity === rule.severity ? '' : ` at ${severity}`}`.trimEnd()
    })
    .sort()
}

function judgeImages(evaluator: Evaluator, rule: Rule, example: RuleExample): (finding: RawFinding) => string {
  const given = exampleImages(example)
  evaluator.judgeImages(given.images, given.context)
  return (finding) => imageFindingText(finding, given, rule)
}

function judgeManifests(evaluator: Evaluator, example: RuleExample): (finding: RawFinding) => string {
  const { documents, problems } = readDocuments(example.manifests ?? '')
  if (problems.length > 0) throw new Error(problems.map(({ line, message }) => `line ${line}: ${message}`).join('\n'))
  const unit: PlannedUnit = {
    id: 'example',
    kind: 'directory',
    path: 'example',
    environment: example.environment ?? '',
    destination: '',
    sources: [],
    namespace: '',
  }
  const found = documents.map((document) =>
    documentObjects(document.value, {
      unit,
      file: 'example.yaml',
      line: document.startLine,
      namespace: '',
      origin: (itemPath) => ({ kind: 'file', file: 'example.yaml', document: document.index, itemPath }),
    }),
  )
  expect(found.flatMap(({ notEvaluated }) => notEvaluated)).toEqual([])
  const manifests = found.flatMap((document) => document.manifests)
  const resources = manifests.flatMap((manifest, index) => toResources(manifest, unit).map((resource) => ({ manifest: index, resource })))
  evaluator.judge(resources)
  evaluator.judgeTogether(resources)
  return ({ manifest, path }) => {
    const { kind, name } = manifests[manifest]!.ref
    return `${kind}/${name} ${formatPath(path)}`
  }
}

for (const rule of rules) {
  describe(rule.id, () => {
    const { bad = [], good = [] } = all[rule.id] ?? {}
    it('has at least two bad and two good examples', () => {
      expect(bad.length).toBeGreaterThanOrEqual(2)
      expect(good.length).toBeGreaterThanOrEqual(2)
    })
    if (rule.scope === 'file') {
      // what is true of them, file-examples.full.test.ts asks the scanner
      for (const example of bad) {
        it(`has the form: ${example.title}`, () => {
          expect(example.findings?.length).toBeGreaterThan(0)
          expect(problemsOf(rule, example)).toEqual([])
        })
      }
      for (const example of good)
        it(`has the form: ${example.title}`, () => expect([...problemsOf(rule, example), ...(example.findings ?? [])]).toEqual([]))
      return
    }
    for (const example of bad) {
      it(`refuses: ${example.title}`, async () => {
        expect(example.findings?.length).toBeGreaterThan(0)
        expect(await findings(rule, example)).toEqual([...(example.findings ?? [])].sort())
      })
    }
    for (const example of good) it(`accepts: ${example.title}`, async () => expect(await findings(rule, example)).toEqual([]))
  })
}
