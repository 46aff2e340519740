import { describe, expect, it } from 'vitest'
import type { ImageUse, Platform } from '../../src/images/model.ts'
import { parseImage } from '../../src/images/reference.ts'
import { defaultPlatform, isRunning, runningImages, usedReferences, wantedPlatforms } from '../../src/images/running.ts'

const arm: Platform = { os: 'linux', architecture: 'arm64' }

function use(unit: string, reference: string, platforms: Platform[] = []): ImageUse {
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: unit }
  const image = parseImage(reference)!
  return {
    manifest: 0,
    unit,
    environment: '',
    ref,
    path: ['spec', 'containers', 0, 'image'],
    type: 'container',
    name: 'main',
    image,
    platforms,
  }
}

const keys = (...uses: ImageUse[]) =>
  usedReferences(uses, [defaultPlatform]).map(({ key, uses: own }) => `${key} ${own.map(({ unit }) => unit).join('+')}`)

describe('images by reference and platform', () => {
  it('spellings of one image are one, tags and digests are not', () => {
    const digest = `sha256:${'a'.repeat(64)}`
    expect(
      keys(
        use('a', 'nginx'),
        use('b', 'docker.io/library/nginx:latest'),
        use('c', 'nginx:1.27'),
        use('d', `nginx:1.27@${digest}`),
        use('e', `nginx@${digest}`),
      ),
    ).toEqual([
      'docker.io/library/nginx:1.27 linux/amd64 c',
      'docker.io/library/nginx:latest linux/amd64 a+b',
      `docker.io/library/nginx@${digest} linux/amd64 d+e`,
    ])
  })

  it('a use that can be scheduled to two platforms runs two images', () => {
    expect(keys(use('a', 'nginx:1', [defaultPlatform, arm]), use('b', 'nginx:1', [arm]))).toEqual([
      'docker.io/library/nginx:1 linux/amd64 a',
      'docker.io/library/nginx:1 linux/arm64 a+b',
    ])
  })

  it('of a use that names no platform there is one image for each that the configuration names, each platform once', () => {
    const wanted = wantedPlatforms({ platforms: ['linux/arm64/v8', 'linux/amd64', 'linux/arm64'] })
    const references = usedReferences([use('a', 'nginx:1'), use('b', 'nginx:1', [arm])], wanted)
    expect(references.map(({ key, uses: own }) => `${key} ${own.map(({ unit }) => unit).join('+')}`)).toEqual([
      'docker.io/library/nginx:1 linux/amd64 a',
      'docker.io/library/nginx:1 linux/arm64 a+b',
    ])
    expect(wantedPlatforms({})).toEqual([defaultPlatform])
  })

  it('what nobody can resolve has a reason', () => {
    const problems = usedReferences([use('a', 'shop/$(NAME)'), use('b', 'Shop/Order:1')], [defaultPlatform]).map(
      ({ facts }) => facts.problem?.code,
    )
    expect(problems.sort()).toEqual(['invalid-reference', 'unresolved'])
  })

  it('an image is known only where it runs in the same environments', () => {
    const references = (...environments: string[]) =>
      usedReferences(
        environments.map((environment) => ({ ...use(environment, 'nginx:1'), environment })),
        [defaultPlatform],
      )
    const known = new Set(runningImages(references('development', 'production')).map(({ key }) => key))
    const isKnown = (...environments: string[]) => isRunning(references(...environments)[0]!, known)
    expect([isKnown('development'), isKnown('production', 'development')]).toEqual([true, true])
    expect([isKnown('staging'), isKnown('production', 'staging'), isKnown('')]).toEqual([false, false, false])
  })

  it('each unit tells once what it runs', () => {
    expect(runningImages(usedReferences([use('a', 'nginx:1'), use('a', 'nginx:1'), use('b', 'nginx:1')], [defaultPlatform]))).toEqual([
      { unit: 'a', key: 'docker.io/library/nginx:1 linux/amd64' },
      { unit: 'b', key: 'docker.io/library/nginx:1 linux/amd64' },
    ])
  })
})
