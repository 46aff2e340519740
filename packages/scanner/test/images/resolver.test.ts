/** References to manifests, with a registry of the test: what is asked for, and what is known already. */
import { describe, expect, it } from 'vitest'
import type { EngineCache } from '../../src/engines/cache.ts'
import type { ImageFacts } from '../../src/images/model.ts'
import { parseImage } from '../../src/images/reference.ts'
import { openRegistries } from '../../src/images/registry/registries.ts'
import { type LockedTags, openResolver } from '../../src/images/resolver.ts'
import { registry, sound, temporary, vulnerable } from './shop.ts'
import { makeImage } from './support/image-maker.ts'
import type { Registry } from './support/registry-server.ts'

function memory(): EngineCache {
  const entries = new Map<string, string>()
  return { get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value) }
}

function open(server: Registry, { cache, offline = false, lock }: { cache?: EngineCache; offline?: boolean; lock?: LockedTags } = {}) {
  const settings = { registries: [{ name: server.host, plainHttp: true }] }
  const registries = openRegistries({ settings, environment: {}, root: temporary(), offline })
  return openResolver({ registries, cache, offline, lock })
}

function factsOf(reference: string): ImageFacts {
  const image = parseImage(reference)
  if (image === undefined || 'unresolved' in image) throw new Error(reference)
  return { ...image, platform: { os: 'linux', architecture: 'amd64' } }
}

describe('a tag', () => {
  it('is asked for each time, what its digest means once', async () => {
    const server = await registry()
    const digest = server.push('shop/order', sound, '1.4.0')
    const cache = memory()
    const facts = factsOf(`${server.host}/shop/order:1.4.0`)
    const first = await open(server, { cache }).resolve(facts)
    expect(first.image).toMatchObject({ digest, manifest: digest, tag: '1.4.0', config: { user: '10001' } })
    server.requests.length = 0
    expect(await open(server, { cache }).resolve(facts)).toEqual(first)
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`HEAD /v2/shop/order/manifests/1.4.0`])
  })

  it('that means something else than the lock file says has moved; offline the lock file decides', async () => {
    const server = await registry()
    const locked = server.push('shop/order', sound, '1.4.0')
    const cache = memory()
    const lock: LockedTags = { digestOf: ({ repository }) => (repository === 'shop/order' ? locked : undefined) }
    const facts = factsOf(`${server.host}/shop/order:1.4.0`)
    expect((await open(server, { cache, lock }).resolve(facts)).moved).toBeUndefined()
    const now = server.push('shop/order', vulnerable, '1.4.0')
    const { image, moved } = await open(server, { cache, lock }).resolve(facts)
    expect([image.digest, moved]).toEqual([now, { from: locked, to: now }])
    server.requests.length = 0
    expect((await open(server, { cache, lock, offline: true }).resolve(facts)).image.digest).toBe(locked)
    expect(server.requests).toEqual([])
    const other = factsOf(`${server.host}/shop/user:1.0.0`)
    await expect(open(server, { cache, lock, offline: true }).resolve(other)).rejects.toMatchObject({ code: 'offline' })
  })
})

describe('a digest', () => {
  it('that is known is not asked for, also of another platform’s index only where that is known', async () => {
    const server = await registry()
    const digest = server.push('shop/order', sound)
    const cache = memory()
    const facts = factsOf(`${server.host}/shop/order@${digest}`)
    await open(server, { cache }).resolve(facts)
    server.requests.length = 0
    await open(server, { cache, offline: true }).resolve(facts)
    expect(server.requests).toEqual([])
    const arm = { ...facts, platform: { os: 'linux', architecture: 'arm64' } }
    await expect(open(server, { cache, offline: true }).resolve(arm)).rejects.toMatchObject({ code: 'offline' })
  })
})

describe('the image that an image was built on', () => {
  it('is what its labels say, where that can be had and is true', async () => {
    const server = await registry()
    const below = { 'etc/base': 'base' }
    const base = makeImage({ layers: [below] })
    const digest = server.push('base/system', base, '1')
    const labels = (of: string) => ({
      'org.opencontainers.image.base.name': `${server.host}/base/system:1`,
      'org.opencontainers.image.base.digest': of,
    })
    const images = {
      built: makeImage({ layers: [below, { a: 'b' }], labels: labels(digest) }),
      gone: makeImage({ layers: [below, { a: 'c' }], labels: labels(`sha256:${'0'.repeat(64)}`) }),
      other: makeImage({ layers: [{ a: 'd' }, below], labels: labels(digest) }),
      itself: makeImage({ layers: [below], labels: labels(digest) }),
      silent: makeImage({ layers: [below, { a: 'e' }] }),
    }
    for (const [tag, image] of Object.entries(images)) server.push('shop/order', image, tag)
    const resolver = open(server)
    const layersOf = async (tag: string) =>
      await resolver.baseLayers((await resolver.resolve(factsOf(`${server.host}/shop/order:${tag}`))).image)
    expect(await layersOf('built')).toEqual(base.diffIds)
    for (const tag of ['gone', 'other', 'itself', 'silent']) expect([tag, await layersOf(tag)]).toEqual([tag, undefined])
  })
})
