import { describe, expect, it } from 'vitest'
import type { EngineCache } from '../../../src/engines/cache.ts'
import type { RuleSet } from '../../../src/evaluate/evaluator.ts'
import { compileRules, context, imageRule, judgeImages, usedImage } from './policies.ts'

const all = await compileRules([
  imageRule('given', 'findings contains input.image.answer if input.image.answer\n\nunknown contains input.image.gap if input.image.gap'),
  imageRule('seen', 'findings contains {"params": {"input": input}}'),
  imageRule('broken', 'findings contains {"params": {}} if value == 1\n\nvalue := input.image.size\n\nvalue := count(input.uses)'),
  imageRule('sound', 'findings contains {"params": {}}'),
  imageRule(
    'endless',
    'findings contains {"params": {}} if {\n\tsome a in numbers.range(1, 3000)\n\tsome b in numbers.range(1, 3000)\n\tsome c in numbers.range(1, 3000)\n\ta + b + c == -1\n}',
  ),
])
const only = (...names: string[]): RuleSet => ({ ...all, rules: all.rules.filter(({ id }) => names.includes(id.slice('shop/'.length))) })
const given = only('given')

/** What becomes of an answer of a rule, exactly as the rule gives it. */
function answered(answer: unknown, uses = 3) {
  return judgeImages(given, [usedImage({ answer } as object, { first: 5, uses })])
}

const path = ['spec', 'containers', 0, 'image']

describe('a rule about images', () => {
  it('finds something in everything that runs the image', async () => {
    const { findings, unknown, failures } = await answered({ params: { a: 1 }, check: 'CVE-2024-1234', subject: 'npm:lodash' })
    expect({ unknown, failures }).toEqual({ unknown: [], failures: [] })
    expect(findings).toEqual([
      {
        ruleId: 'shop/given',
        path,
        params: { a: 1 },
        manifest: 5,
        related: [6, 7].map((manifest) => ({ manifest, path, message: '' })),
        image: {
          repository: 'registry.example/shop/order',
          check: 'CVE-2024-1234',
          subject: 'npm:lodash',
          uses: [5, 6, 7].map((manifest) => ({ manifest, path })),
        },
      },
    ])
  })

  it('names some of the uses, whose order stays theirs', async () => {
    const { findings } = await answered({ params: {}, uses: [2, 1], severity: 'high', variant: 'other' })
    expect(findings).toMatchObject([
      { manifest: 6, severity: 'high', variant: 'other', image: { uses: [{ manifest: 6 }, { manifest: 7 }] }, related: [{ manifest: 7 }] },
    ])
    expect(Object.keys(findings[0]!.image!)).toEqual(['repository', 'uses'])
  })

  it('says what it cannot know', async () => {
    const gap = { params: { a: 1 }, variant: 'other', uses: [1] }
    const { findings, unknown } = await judgeImages(given, [usedImage({ gap } as object, { first: 5, uses: 3 })])
    expect(findings).toEqual([])
    expect(unknown).toEqual([
      { ruleId: 'shop/given', manifest: 6, path, params: { a: 1 }, image: 'registry.example/shop/order:1.4.0', message: 'b' },
    ])
  })

  it('sees the image, its uses without numbers of this scan, and what holds for all', async () => {
    const set = only('seen')
    const used = usedImage({ tag: '1.4.0' })
    const exploits = { kev: '2026-05-30' }
    const { findings } = await judgeImages(set, [used], {
      context: { ...context, exploits, lock: 'require', isLocked: ({ tag }) => tag === '1.4.0' },
    })
    const { manifest: _, ...use } = used.uses[0]!
    const lock = { mode: 'require', locked: true }
    expect(findings[0]!.params.input).toEqual({ image: used.image, uses: [use], today: '2026-06-01', exploits, lock })
  })

  it('is not asked about an image that nothing runs', async () => {
    const { asked } = await judgeImages(given, [usedImage({ answer: { params: {} } } as object, { uses: 0 })])
    expect(asked).toBe(0)
  })

  it('identifies what is no reference by its text', async () => {
    const { findings } = await judgeImages(given, [
      usedImage({ reference: 'order:${VERSION}', registry: '', repository: '', answer: { params: {} } } as object),
    ])
    expect(findings[0]!.image!.repository).toBe('order:${VERSION}')
  })
})

describe('an answer of another form is a failure of its rule, never dropped', () => {
  it.each([
    ['no object', 'CVE-2024-1234', 'gives the key invalid'],
    ['no params', {}, 'gives params in another form'],
    ['a path, as rules about objects give', { params: {}, path }, 'gives the key path'],
    ['an unknown severity', { params: {}, severity: 'HIGH' }, 'gives severity in another form'],
    ['an unknown variant', { params: {}, variant: 'others' }, 'gives variant in another form'],
    ['an empty check', { params: {}, check: '' }, 'gives check in another form'],
    ['a subject that is no text', { params: {}, subject: ['npm'] }, 'gives subject in another form'],
    ['a use that is not there', { params: {}, uses: [3] }, 'gives uses in another form'],
    ['a use by its name', { params: {}, uses: ['0'] }, 'gives uses in another form'],
    ['a use twice', { params: {}, uses: [0, 0] }, 'gives uses in another form'],
    ['half a use', { params: {}, uses: [0.5] }, 'gives uses in another form'],
    ['no use', { params: {}, uses: [] }, 'gives uses in another form'],
    ['uses that are no list', { params: {}, uses: 0 }, 'gives uses in another form'],
    ['uses that are nothing', { params: {}, uses: null }, 'gives uses in another form'],
  ])('%s', async (_, answer, message) => {
    const { findings, failures } = await answered(answer)
    expect(findings).toEqual([])
    expect(failures).toMatchObject([{ ruleId: 'shop/given', manifest: 5, image: 'registry.example/shop/order:1.4.0', timeout: false }])
    expect(failures[0]!.message).toContain(`shop/given ${message}`)
  })

  it('also where it says what it cannot know', async () => {
    const { failures } = await judgeImages(given, [usedImage({ gap: { params: {}, check: 'CVE-2024-1234' } } as object)])
    expect(failures).toMatchObject([{ ruleId: 'shop/given', message: expect.stringContaining('gives the key check') as string }])
  })
})

describe('a rule that fails', () => {
  it('has a name, and takes no finding of others with it', async () => {
    const set = only('broken', 'sound')
    const { findings, failures } = await judgeImages(set, [usedImage({ size: 2 }, { first: 1 }), usedImage({ size: 1 }, { first: 2 })])
    expect(failures).toMatchObject([{ ruleId: 'shop/broken', manifest: 1, image: 'registry.example/shop/order:1.4.0' }])
    expect(failures).toHaveLength(1)
    expect(findings.map(({ ruleId, manifest }) => `${ruleId} ${manifest}`).sort()).toEqual([
      'shop/broken 2',
      'shop/sound 1',
      'shop/sound 2',
    ])
  })

  it('by not ending leaves every image not evaluated', async () => {
    const set = only('endless')
    const { findings, failures } = await judgeImages(set, [usedImage({}, { first: 1 }), usedImage({}, { first: 2 })], { deadlineMs: 500 })
    expect(findings).toEqual([])
    expect(failures.map(({ ruleId, manifest, timeout }) => ({ ruleId, manifest, timeout }))).toEqual([
      { ruleId: '', manifest: 1, timeout: true },
      { ruleId: '', manifest: 2, timeout: true },
    ])
  })
})

describe('answers about images are kept', () => {
  const memory = (): EngineCache & { texts: Map<string, string> } => {
    const texts = new Map<string, string>()
    return { texts, get: (key: string) => texts.get(key), set: (key: string, value: string) => void texts.set(key, value) } as never
  }
  const large = (title: string, uses = 1) => usedImage({ answer: { params: { title } }, padding: 'x'.repeat(2 ** 16) } as object, { uses })
  const judge = (set: RuleSet, image: ReturnType<typeof large>, entries: EngineCache, today = context.today) =>
    judgeImages(set, [image], { entries, context: { ...context, today } })

  it('where much is known, by everything that they depend on', async () => {
    const entries = memory()
    const cold = await judge(given, large('a'), entries)
    const warm = await judge(given, large('a'), entries)
    expect([cold.asked, warm.asked]).toEqual([1, 0])
    expect(warm.findings).toEqual(cold.findings)
    for (const other of [
      judge(given, large('b'), entries),
      judge(given, large('a', 2), entries),
      judge(given, large('a'), entries, '2026-06-02'),
    ])
      expect((await other).asked).toBe(1)
  })

  it('and not where asking is sooner', async () => {
    const entries = memory()
    await judge(given, usedImage({ answer: { params: {} } } as object), entries)
    expect(entries.texts.size).toBe(0)
  })

  it('an entry that is no answer is asked again', async () => {
    const entries = memory()
    const cold = await judge(given, large('a'), entries)
    const [key] = [...entries.texts.keys()]
    entries.texts.set(key!, '{"findings":[{"rule":["shop","given"]}],"unknown":[]}')
    const again = await judge(given, large('a'), entries)
    expect(again.asked).toBe(1)
    expect(again.findings).toEqual(cold.findings)
  })
})
