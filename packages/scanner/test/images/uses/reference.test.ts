import { describe, expect, test } from 'vitest'
import { parseImage } from '../../../src/images/reference.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

describe('references as distribution/reference has them', () => {
  test.each([
    ['nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', undefined],
    ['docker.io/nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['grafana/grafana:11.1.0', 'docker.io', 'grafana/grafana', '11.1.0', undefined],
    ['docker.io/library/redis', 'docker.io', 'library/redis', undefined, undefined],
    ['localhost/app', 'localhost', 'app', undefined, undefined],
    ['localhost:5000/app:2', 'localhost:5000', 'app', '2', undefined],
    ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000', 'a/b/c', undefined, undefined],
    ['[2001:db8::1]:5000/app:2', '[2001:db8::1]:5000', 'app', '2', undefined],
    [`registry.example/team/app:v1@${digest}`, 'registry.example', 'team/app', 'v1', digest],
    [`registry.example:443/app@${digest}`, 'registry.example:443', 'app', undefined, digest],
    ['Registry/app', 'Registry', 'app', undefined, undefined],
    ['a__b/c-d--e/f.g_h', 'docker.io', 'a__b/c-d--e/f.g_h', undefined, undefined],
    ['nginx:_x.Y-1', 'docker.io', 'library/nginx', '_x.Y-1', undefined],
    [`app@sha512:${'a'.repeat(128)}`, 'docker.io', 'library/app', undefined, `sha512:${'a'.repeat(128)}`],
    [`registry.example/${'a'.repeat(255)}`, 'registry.example', 'a'.repeat(255), undefined, undefined],
  ])('%s', (text, registry, repository, tag, ofDigest) => {
    expect(parseImage(text)).toEqual({
      reference: text,
      registry,
      repository,
      ...(tag === undefined ? {} : { tag }),
      ...(ofDigest === undefined ? {} : { digest: ofDigest }),
    })
  })
})

describe('what nobody can pull', () => {
  test.each([
    ['Nginx', 'the repository must be in lower case'],
    ['registry.example/Team/app:1', 'the repository must be in lower case'],
    ['f'.repeat(64), 'a repository cannot be 64 hexadecimal digits: a digest stands behind @sha256:'],
    ['nginx:', 'nothing is no tag'],
    [`nginx:${'t'.repeat(129)}`, `${'t'.repeat(129)} is no tag`],
    ['nginx:-1', '-1 is no tag'],
    ['nginx@', 'nothing is no digest'],
    ['nginx@sha256:abc', 'sha256:abc is no digest'],
    [`nginx@${digest.toUpperCase()}`, `${digest.toUpperCase()} is no digest`],
    [`nginx@${digest}@${digest}`, `${digest}@${digest} is no digest`],
    [`nginx@md5:${'a'.repeat(32)}`, `md5:${'a'.repeat(32)} is no digest`],
    ['https://registry.example/app:1', 'https: is no registry'],
    ['-host.example/app', '-host.example is no registry'],
    ['registry.example/', ' is no repository'],
    ['/app', '/app is no repository'],
    ['a//b', 'a//b is no repository'],
    ['a/-b', 'a/-b is no repository'],
    ['a/b..c', 'a/b..c is no repository'],
    ['my app:1', 'library/my app is no repository'],
    [':1', 'it has no repository'],
    [`registry.example/${'a'.repeat(256)}`, 'the repository has more than 255 characters'],
  ])('%s', (text, invalid) => {
    expect(parseImage(text)).toEqual({ reference: text, unresolved: true, invalid })
  })
})

test.each([
  '{{ .Values.image }}',
  'app:$(params.tag)',
  '${IMAGE}',
  '$IMAGE',
  'registry.example/app:#{Build.BuildId}#',
  '%IMAGE%:1',
  '<your image>',
])('%s waits for something to fill it in', (text) => expect(parseImage(text)).toEqual({ reference: text, unresolved: true }))

test('no reference at all', () => {
  for (const value of [undefined, null, '', '  ', 3, true, [], {}]) expect(parseImage(value)).toBeUndefined()
})

test('spaces around it do not count', () => {
  expect(parseImage(' nginx:1 ')).toEqual({ reference: 'nginx:1', registry: 'docker.io', repository: 'library/nginx', tag: '1' })
})

test.each(['<', '%', 'a', 'a-', 'a.', 'a_', '/', ':', '@'])('a text of a million times %s takes no time', (text) => {
  const start = performance.now()
  parseImage(text.repeat(1_000_000))
  parseImage(`${text.repeat(1_000_000)}!`)
  expect(performance.now() - start).toBeLessThan(2000)
})
