import { afterAll } from 'vitest'
import { capabilities, policyModules } from '../../../../../scripts/policy-sources.ts'
import type { EngineCache } from '../../../src/engines/cache.ts'
import { openEngine } from '../../../src/engines/client.ts'
import { compilePolicies } from '../../../src/evaluate/compile.ts'
import { type EvaluationThread, startEvaluationThread } from '../../../src/evaluate/evaluation-thread.ts'
import { createEvaluator, type Judgement, type RuleSet } from '../../../src/evaluate/evaluator.ts'
import type { ImageContext } from '../../../src/evaluate/images.ts'
import { rulesFromAnnotations } from '../../../src/evaluate/metadata.ts'
import { policyData } from '../../../src/evaluate/parameters.ts'
import { openResultsCache } from '../../../src/evaluate/results-cache.ts'
import type { ImageFacts, ImageUse, UsedImage } from '../../../src/images/model.ts'

export const context: ImageContext = { today: '2026-06-01', exploits: {}, lock: 'none', isLocked: () => false }

/** A rule about images with the least METADATA that is accepted; `body` follows its package. */
export function imageRule(name: string, body: string): [file: string, text: string] {
  const text = '{title: a, description: a, message: a, remediation: a, variants: {other: b}}'
  const custom = `{severity: low, profile: baseline, scope: image, message: a, remediation: a, variants: {other: b}, ko: ${text}}`
  return [`${name}.rego`, `# METADATA\n# title: A\n# description: A\n# custom:\n#   ${custom}\npackage rules.shop.${name}\n\n${body}\n`]
}

/** The entrypoints and libraries of the product with these rules, compiled. */
export async function compileRules(rules: [file: string, text: string][]): Promise<RuleSet> {
  const library = Object.entries(policyModules({ tests: false })).filter(([file]) => /^(lib|entrypoints)\//.test(file))
  const sources = Object.fromEntries([...library, ...rules])
  const engine = openEngine('rego')
  try {
    const entrypoints = ['policy_gate/resource/results', 'policy_gate/image/results']
    const policy = await compilePolicies(engine, { modules: sources, entrypoints, capabilities: capabilities(), strict: false })
    return { wasm: policy.wasm, rules: rulesFromAnnotations(policy.annotations, { sources, families: {} }) }
  } finally {
    await engine.close()
  }
}

export interface Judging {
  entries?: EngineCache
  context?: ImageContext
  /** Holds for the first question about a set. */
  deadlineMs?: number
}

/** What the rules say of the images, and how many questions were asked. */
export async function judgeImages(
  set: RuleSet,
  images: UsedImage[],
  { entries, context: given = context, deadlineMs = 10_000 }: Judging = {},
): Promise<Judgement & { asked: number }> {
  const data = ({ rules }: RuleSet) => policyData(rules, { kubernetesMinor: 34, params: {} })
  const bundles = [{ wasm: set.wasm, data: data(set) }]
  const known = threads.get(set)
  const thread = known ?? startEvaluationThread()
  threads.set(set, thread)
  if (known === undefined) thread.load(bundles, { deadlineMs })
  let asked = 0
  const counting: EvaluationThread = {
    ...thread,
    evaluateText(policy, entrypoint, input) {
      asked += 1
      return thread.evaluateText(policy, entrypoint, input)
    },
  }
  const cache = entries && openResultsCache(entries, { bundles, deadlineMs })
  const evaluator = createEvaluator([set], { thread: counting, data, cache })
  evaluator.judgeImages(images, given)
  return { ...(await evaluator.finish()), asked }
}

const threads = new Map<RuleSet, EvaluationThread>()
afterAll(() => Promise.all([...threads.values()].map((thread) => thread.close())))

/** An image that runs as containers of so many objects, whose manifests are numbered from `first` on. */
export function usedImage(facts: Partial<ImageFacts> = {}, { first = 0, uses = 1 }: { first?: number; uses?: number } = {}): UsedImage {
  const image = { reference: 'registry.example/shop/order:1.4.0', registry: 'registry.example', repository: 'shop/order', ...facts }
  return { image, uses: Array.from({ length: uses }, (_, index) => useOf(image, first + index)) }
}

function useOf({ reference, registry, repository }: ImageFacts, manifest: number): ImageUse {
  return {
    manifest,
    unit: '.',
    environment: '',
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: `pod-${manifest}` },
    path: ['spec', 'containers', 0, 'image'],
    type: 'container',
    name: 'a',
    image: { reference, registry, repository },
    platforms: [],
  }
}
