import { describe, expect, it } from 'vitest'
import { loadUserPolicies } from '../../../src/evaluate/user/user-policies.ts'
import { repository } from '../../scan/repository.ts'
import { imageRule, judgeImages, usedImage } from './policies.ts'

const load = (text: string) => {
  const root = repository({ '.policy-gate/policies/rule.rego': text })
  return loadUserPolicies({ root, cwd: root, paths: [], cache: undefined })
}
const [, text] = imageRule(
  'owner',
  'import data.lib.findings as finding\n\nfindings contains finding.in_image({}) if not input.image.config.labels.owner',
)

describe('rules about images of the user', () => {
  it('judge with the libraries', async () => {
    const { sets } = await load(text)
    const labelled = { config: { layers: [], labels: { owner: 'shop' } } }
    const { findings, failures } = await judgeImages(sets[0]!, [usedImage({}, { first: 1 }), usedImage(labelled, { first: 2 })])
    expect(failures).toEqual([])
    expect(findings).toMatchObject([{ ruleId: 'shop/owner', manifest: 1, params: { image: 'registry.example/shop/order:1.4.0' } }])
  })

  it('name no kinds and no fix', async () => {
    const wrong = text.replace('scope: image,', 'scope: image, kinds: [pods], fix: {op: remove},')
    await expect(load(wrong)).rejects.toThrow(
      '.policy-gate/policies/rule.rego:6: custom.fix says nothing in a rule of scope image\n.policy-gate/policies/rule.rego:6: custom.kinds says nothing in a rule of scope image',
    )
  })

  it('are not rules about files, which nothing would ask', async () => {
    await expect(load(text.replace('scope: image,', 'scope: file,'))).rejects.toThrow('shop/owner: nothing would ever ask this rule')
  })
})
