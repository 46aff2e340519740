import { describe, expect, it } from 'vitest'
import type { EngineCache } from '../../src/engines/cache.ts'
import type { ScanItem } from '../../src/infrastructure/model.ts'
import { scanItems } from '../../src/infrastructure/scanner.ts'
import { answering } from './trivy.ts'

function dockerfile(path: string, text = `FROM ${path}\n`): ScanItem {
  return { type: 'dockerfile', path, files: [{ path: 'Dockerfile', content: Buffer.from(text) }], expected: ['Dockerfile'] }
}

function memory(): EngineCache & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return { entries, get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value) }
}

/** One finding for each file. */
const one = (files: Record<string, string>) => ({
  misconfigurations: Object.keys(files).map((target) => ({ id: 'DS-0002', type: 'dockerfile', target })),
})

const ids = (results: Awaited<ReturnType<typeof scanItems>>) =>
  results.map(({ misconfigurations, failed }) => [
    ...misconfigurations.map(({ id, target }) => `${id} ${target}`),
    ...failed.map(({ file }) => file),
  ])

describe('scanItems', () => {
  it('gives each item what was found in its own files', async () => {
    const trivy = answering(one)
    const results = await scanItems([dockerfile('a'), dockerfile('b')], { trivy, cache: undefined })
    expect(ids(results)).toEqual([['DS-0002 Dockerfile'], ['DS-0002 Dockerfile']])
    expect(trivy.calls.map(({ files }) => files)).toEqual([{ '0/Dockerfile': 'FROM a\n', '1/Dockerfile': 'FROM b\n' }])
  })

  it('scans what is the same once, and nothing that was scanned before by the same scanner', async () => {
    const cache = memory()
    const trivy = answering(one)
    const items = [dockerfile('a', 'FROM x\n'), dockerfile('b', 'FROM x\n')]
    const first = await scanItems(items, { trivy, cache })
    expect(trivy.calls.map(({ files }) => Object.keys(files))).toEqual([['0/Dockerfile']])
    expect(await scanItems(items, { trivy, cache })).toEqual(first)
    expect(trivy.calls).toHaveLength(1)
    await scanItems([dockerfile('a', 'FROM y\n')], { trivy, cache })
    await scanItems([{ ...dockerfile('a', 'FROM x\n'), type: 'terraform' }], { trivy, cache })
    expect(trivy.calls).toHaveLength(3)
    const newer = answering(one, '0.75.0')
    await scanItems(items, { trivy: newer, cache })
    expect(newer.calls).toHaveLength(1)
  })

  it('says of a file that the scanner is silent about that it was not scanned, and asks again the next time', async () => {
    const cache = memory()
    const trivy = answering(() => ({ scanned: ['1/Dockerfile'] }))
    const results = await scanItems([dockerfile('a'), dockerfile('b')], { trivy, cache })
    expect(ids(results)).toEqual([['Dockerfile'], []])
    expect(cache.entries.size).toBe(1)
  })

  it('takes no finding of another type for coverage or for one of its own', async () => {
    const trivy = answering((files) => ({
      misconfigurations: Object.keys(files).map((target) => ({ id: 'KSV-0001', type: 'kubernetes', target })),
    }))
    expect(ids(await scanItems([dockerfile('a')], { trivy, cache: undefined }))).toEqual([[]])
  })

  it('never scans together what can be mistaken for each other', async () => {
    const trivy = answering(() => ({}))
    const types = ['terraform', 'cloudformation', 'dockerfile', 'kubernetes', 'azure-arm', 'secret'] as const
    await scanItems(
      types.map((type) => ({ ...dockerfile(type), type })),
      { trivy, cache: undefined },
    )
    expect(trivy.calls.map(({ options }) => [options.types, options.secrets])).toEqual([
      [['cloudformation', 'dockerfile', 'terraform'], undefined],
      [['kubernetes'], undefined],
      [['azure-arm'], undefined],
      [[], true],
    ])
  })

  it('scans what has values of variables alone, with them', async () => {
    const trivy = answering(() => ({}))
    const values = { path: 'p/terraform.tfvars', content: Buffer.from('a = 1') }
    const module = (more: Partial<ScanItem>): ScanItem => ({ ...dockerfile('p'), type: 'terraform', ...more })
    const files = [...module({}).files, values]
    const variables = ['p/terraform.tfvars']
    await scanItems([dockerfile('a'), module({ files, variables }), module({ files }), dockerfile('b')], { trivy, cache: undefined })
    expect(trivy.calls.map(({ files: given, options }) => [Object.keys(given), options.variables])).toEqual([
      [['0/Dockerfile', '1/Dockerfile', '1/p/terraform.tfvars', '2/Dockerfile'], undefined],
      [['0/Dockerfile', '0/p/terraform.tfvars'], ['0/p/terraform.tfvars']],
    ])
  })

  it('lets no file fail others', async () => {
    const items = ['a', 'b', 'evil', 'c', 'd'].map((name) => dockerfile(name))
    const trivy = answering((files) => {
      if (Object.values(files).some((text) => text.includes('evil'))) throw new Error('Trivy was ended: it took too long.')
      return one(files)
    })
    const results = await scanItems(items, { trivy, cache: undefined })
    expect(results.map(({ failed }) => failed.map(({ message }) => message))).toEqual([
      [],
      [],
      ['Trivy was ended: it took too long.'],
      [],
      [],
    ])
    expect(ids(results).filter((_, i) => i !== 2)).toEqual(Array(4).fill(['DS-0002 Dockerfile']))
  })

  it.each(['../etc/passwd', 'etc', '7/Dockerfile', '-1/x', 'x/y'])('takes nothing of a file that was not given: %s', async (target) => {
    const trivy = answering(() => ({ misconfigurations: [{ id: 'DS-0002', type: 'dockerfile', target }] }))
    const [result] = await scanItems([dockerfile('a')], { trivy, cache: undefined })
    expect(result!.misconfigurations).toEqual([])
    expect(result!.failed[0]!.message).toContain('a file that it was not given')
  })

  it('ends when it is called off', async () => {
    const controller = new AbortController()
    const trivy = answering(() => {
      controller.abort()
      throw new Error('called off')
    })
    await expect(scanItems([dockerfile('a')], { trivy, cache: undefined, signal: controller.signal })).rejects.toThrow('called off')
  })

  it('divides many items into calls, in order', async () => {
    const trivy = answering(one)
    const items = Array.from({ length: 600 }, (_, i) => dockerfile(String(i)))
    const done: number[] = []
    const results = await scanItems(items, { trivy, cache: undefined, onDone: (count) => done.push(count) })
    expect(trivy.calls.map(({ files }) => Object.keys(files).length)).toEqual(Array(6).fill(100))
    expect(results).toHaveLength(600)
    expect(done).toEqual([0, 100, 200, 300, 400, 500, 600])
  })
})
