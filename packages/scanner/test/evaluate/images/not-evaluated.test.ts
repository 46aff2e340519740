import { expect, it } from 'vitest'
import type { Judgement } from '../../../src/evaluate/evaluator.ts'
import { notEvaluatedRules } from '../../../src/govern/not-evaluated.ts'
import type { Manifest } from '../../../src/model.ts'

const manifest: Manifest = {
  object: {},
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'order' },
  unit: 'shop',
  origin: { kind: 'file', file: 'shop/pod.yaml', document: 0, itemPath: [] },
}
const image = 'registry.example/shop/order:1.4.0'
const about = { manifest: 0, path: ['spec'], params: { image }, image }

it('what rules could not say of an image stands in their words, at the first that runs it', () => {
  const judgement: Judgement = {
    findings: [],
    unknown: [
      { ...about, ruleId: 'image/age', message: 'It is not known when {image} was built.' },
      { ...about, ruleId: 'shop/owner' },
    ],
    failures: [
      { ruleId: 'shop/owner', manifest: 0, image, message: 'a conflict', timeout: false },
      { ruleId: '', manifest: 0, image, message: 'a policy took longer than 30 s and was ended', timeout: true },
    ],
  }
  const place = { file: 'shop/pod.yaml', unit: 'shop' }
  expect(notEvaluatedRules(judgement, [manifest])).toEqual([
    { ...place, reason: 'unknown-value', ruleId: 'image/age', message: `It is not known when ${image} was built.` },
    {
      ...place,
      reason: 'unknown-value',
      ruleId: 'shop/owner',
      message: `Something about the image ${image} is not known before the deployment.`,
    },
    { ...place, reason: 'rule-failed', ruleId: 'shop/owner', message: `The image ${image} could not be judged by shop/owner: a conflict.` },
    { ...place, reason: 'timeout', message: `The image ${image} could not be judged: a policy took longer than 30 s and was ended.` },
  ])
})
