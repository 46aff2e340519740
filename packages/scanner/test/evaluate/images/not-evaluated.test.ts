import { expect, it } from 'vitest'
import type { Judgement } from '../../../src/evaluate/evaluator.ts'
import { notEvaluatedRules } from '../../../src/govern/not-evaluated.ts'
import type { Language, Manifest, Rule } from '../../../src/model.ts'
import { rules as sampleRules } from '../../report/factory.ts'

const manifest: Manifest = {
  object: {},
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'order' },
  unit: 'shop',
  origin: { kind: 'file', file: 'shop/pod.yaml', document: 0, itemPath: [] },
}
const image = 'registry.example/shop/order:1.4.0'
const unknownAge = 'It is not known when {image} was built.'
const age: Rule = {
  ...sampleRules[0]!,
  id: 'image/age',
  variants: { undated: unknownAge },
  ko: { ...sampleRules[0]!.ko, variants: { undated: '{image} 이미지의 빌드 시점을 알 수 없습니다.' } },
}
const rules = new Map([[age.id, age]])
const told = (judgement: Judgement, language: Language) => notEvaluatedRules(judgement, [manifest], { rules, language })
const about = { manifest: 0, path: ['spec'], params: { image }, image }

it('what rules could not say of an image stands in their words, at the first that runs it', () => {
  const judgement: Judgement = {
    findings: [],
    unknown: [
      { ...about, ruleId: 'image/age', message: unknownAge },
      { ...about, ruleId: 'shop/owner' },
    ],
    failures: [
      { ruleId: 'shop/owner', manifest: 0, image, message: 'a conflict', timeout: false },
      { ruleId: '', manifest: 0, image, message: 'a policy took longer than 30 s and was ended', timeout: true },
    ],
  }
  const place = { file: 'shop/pod.yaml', unit: 'shop' }
  expect(told(judgement, 'en')).toEqual([
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
  expect(told(judgement, 'ko')[0]?.message).toBe(`${image} 이미지의 빌드 시점을 알 수 없습니다.`)
})
