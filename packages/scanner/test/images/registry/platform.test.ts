import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Platform } from '../../../src/images/model.ts'
import { chooseEntry, compatiblePlatforms, isCompatible, normalisePlatform, platformText } from '../../../src/images/registry/platform.ts'

/** For each platform all those that `Only` of containerd/platforms v1.0.0-rc.4 matches, in the order of its `Less`. */
const known: Record<string, string[]> = JSON.parse(readFileSync(new URL('fixtures/containerd-platforms.json', import.meta.url), 'utf8'))
const platforms = Object.keys(known)

function platform(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/')
  return { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

/** The same order of numbers in each run (Park and Miller). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

test.each(platforms)('%s runs what containerd says, and nothing else', (wanted) => {
  expect(platforms.filter((text) => isCompatible(platform(text), platform(wanted)))).toEqual(
    platforms.filter((text) => known[wanted]!.includes(text)),
  )
})

test('of any index the entry is chosen that containerd chooses', () => {
  const next = numbers(1)
  for (let run = 0; run < 5000; run++) {
    const entries = Array.from({ length: 1 + next(6) }, () => platforms[next(platforms.length)]!)
    const wanted = platforms[next(platforms.length)]!
    const order = known[wanted]!
    const names = entries.map((text) => platformText(normalisePlatform(platform(text))))
    const best = order.map((text) => platformText(normalisePlatform(platform(text)))).find((name) => names.includes(name))
    const chosen = chooseEntry(
      entries.map((text) => ({ platform: platform(text), text })),
      platform(wanted),
    )
    expect(chosen?.text, `${wanted} of ${entries.join(' ')}`).toBe(best === undefined ? undefined : entries[names.indexOf(best)])
  }
})

test('an entry that says nothing comes last', () => {
  const silent = { platform: undefined, text: 'silent' }
  const choose = (...texts: string[]) =>
    chooseEntry([silent, ...texts.map((text) => ({ platform: platform(text), text }))], platform('linux/amd64'))?.text
  expect(choose()).toBe('silent')
  expect(choose('linux/s390x')).toBe('silent')
  expect(choose('linux/386')).toBe('linux/386')
})

test('whatever a platform is called, the answer is a short list', () => {
  const odd = ['v99999999999999', 'v-1', 'v8.', 'v9.99', '', 'V7', '../..', '__proto__', 'v1e9', 'v٣']
  for (const variant of odd)
    for (const architecture of ['amd64', 'arm', 'arm64', '__proto__', 'constructor', '']) {
      const list = compatiblePlatforms({ os: 'linux', architecture, variant })
      expect(list.length).toBeLessThan(120)
      expect(platformText(list[0]!)).toBe(platformText(normalisePlatform({ os: 'linux', architecture, variant })))
    }
})
