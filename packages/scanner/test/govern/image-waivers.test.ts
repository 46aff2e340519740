import { describe, expect, it } from 'vitest'
import { validateWaivers } from '../../src/govern/waivers/validate.ts'
import { covers, type Waiver, type WaiverScope } from '../../src/govern/waivers/waiver.ts'
import { rule, rules } from '../report/factory.ts'
import { finished, pod, vulnerability } from './image-scan.ts'

const shop = {
  'a/cart.yaml': pod('cart', 'registry.example/app:1'),
  'b/order.yaml': pod('order', 'registry.example/app:2', 'sale'),
}
const waiver = (rule: string, scope: WaiverScope): Waiver => ({
  id: 'W-1',
  rules: [rule],
  scope,
  reason: 'Not reachable.',
  owner: 'shop',
  approvedBy: 'security',
  expiresAt: '2027-01-31',
})
const found = async (severity: 'high' | 'critical') =>
  (await finished(shop, [{ in: ['a/cart.yaml', 'b/order.yaml'], severity }])).findings[0]!
const app = { images: ['registry.example/app'] }

describe('a waiver of a finding in an image', () => {
  it.each<[string, string, WaiverScope, boolean]>([
    ['its rule', 'image/vulnerability', app, true],
    ['its check', 'image/vulnerability/CVE-2024-1234', app, true],
    ['its domain', 'image/*', app, true],
    ['another check', 'image/vulnerability/CVE-2024-123', app, false],
    ['another rule', 'image/digest', app, false],
    ['a pattern of repositories', 'image/vulnerability', { images: ['registry.example/*'] }, true],
    ['another repository', 'image/vulnerability', { images: ['registry.example/other'] }, false],
    ['all units that run it', 'image/vulnerability', { units: ['a', 'b'] }, true],
    ['one of the units that run it', 'image/vulnerability', { units: ['a'] }, false],
    ['one of the files', 'image/vulnerability', { paths: ['a/**'] }, false],
    ['one of the objects', 'image/vulnerability', { objects: [{ namespace: 'shop' }] }, false],
    ['both objects', 'image/vulnerability', { objects: [{ name: 'cart' }, { name: 'order' }] }, true],
    ['its repository, and one of the units', 'image/vulnerability', { ...app, units: ['a'] }, false],
  ])('about %s', async (_, rule, scope, expected) => {
    expect(covers(waiver(rule, scope), await found('high'))).toBe(expected)
  })

  it.each<[string, string, WaiverScope, boolean]>([
    ['the check and the repository', 'image/vulnerability/CVE-2024-1234', app, true],
    ['the check and a pattern of repositories', 'image/vulnerability/CVE-2024-1234', { images: ['registry.example/a*'] }, false],
    ['the rule and the repository', 'image/vulnerability', app, false],
    ['the domain and the repository', 'image/*', app, false],
    ['the rule and the units', 'image/vulnerability', { units: ['a', 'b'] }, true],
    ['the check and patterns of units', 'image/vulnerability/CVE-2024-1234', { units: ['a*', 'b*'] }, false],
  ])('that is critical, about %s', async (_, rule, scope, expected) => {
    expect(covers(waiver(rule, scope), await found('critical'))).toBe(expected)
  })

  it('says nothing about a finding that is in no image', async () => {
    const { image: _image, check: _check, ...finding } = await found('high')
    expect(covers(waiver('image/vulnerability', app), finding)).toBe(false)
    expect(covers(waiver('image/vulnerability', { units: ['a'] }), finding)).toBe(true)
  })
})

describe('the file of waivers', () => {
  const known = [...rules, vulnerability, rule({ id: 'image/exploited', severity: 'critical', scope: 'image' })]
  const problems = (id: string, scope: unknown, language: 'en' | 'ko' = 'en') =>
    validateWaivers(JSON.stringify({ waivers: [{ ...waiver(id, {}), scope }] }), {
      rules: known,
      today: '2026-11-21',
      language,
    }).problems.map(({ message }) => message)

  it.each<[string, unknown]>([
    ['image/vulnerability', app],
    ['image/vulnerability/CVE-2024-1234', app],
    ['image/vulnerability/GHSA-aaaa-bbbb-cccc', { images: ['registry.example:5000/*/app'] }],
    ['image/exploited/CVE-2024-1234', app],
  ])('may name %s with %j', (id, scope) => {
    expect(problems(id, scope)).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['image/vulnerable/CVE-2024-1', app, 'There is no rule image/vulnerable/CVE-2024-1'],
    ['image/mutable-tag/CVE-2024-1', app, 'the rule image/mutable-tag has no checks of its own: write image/mutable-tag.'],
    ['image/vulnerability/*', app, '"image/vulnerability/CVE-2024-1234" for one check of a rule'],
    ['image/vulnerability/CVE-*', app, 'is no rule'],
    ['image/exploited', app, 'image/exploited is critical'],
    ['image/exploited/CVE-2024-1', { images: ['registry.example/*'] }, 'or of one check in images the repositories'],
    ['image/vulnerability', { images: ['*/*'] }, 'stands for everything'],
    ['image/vulnerability', { images: ['registry.example/app:1'] }, 'write registry and repository without tag and digest'],
    ['image/vulnerability', { images: ['registry.example/app@sha256:0'] }, 'write registry and repository'],
    ['image/vulnerability', { images: ['nginx'] }, 'write registry and repository'],
  ])('may not name %s with %j', (id, scope, message) => {
    expect(problems(id, scope).join('\n')).toContain(message)
    expect(problems(id, scope, 'ko').join('\n')).toMatch(/\p{Script=Hangul}/u)
  })
})
