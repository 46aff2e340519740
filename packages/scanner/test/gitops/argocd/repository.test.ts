import { describe, expect, test } from 'vitest'
import { localPath, openRepositories, repositoryKey } from '../../../src/gitops/argocd/repository.ts'

describe('one repository, many spellings', () => {
  test.each([
    ['https://github.com/argoproj/argo-cd'],
    ['https://github.com/argoproj/argo-cd.git'],
    ['https://github.com/argoproj/argo-cd/'],
    ['https://GitHub.com/ArgoProj/argo-cd.git'],
    ['https://user:secret@github.com:443/argoproj/argo-cd.git'],
    ['ssh://git@github.com/argoproj/argo-cd.git'],
    ['ssh://git@github.com:22/argoproj/argo-cd'],
    ['git@github.com:argoproj/argo-cd.git'],
    ['github.com:argoproj/argo-cd'],
    ['git://github.com/argoproj/argo-cd.git'],
  ])('%s', (url) => expect(repositoryKey(url)).toBe('github.com/argoproj/argo-cd'))

  test.each([
    ['https://dev.azure.com/org/project/_git/repo', 'git@ssh.dev.azure.com:v3/org/project/repo'],
    ['https://bitbucket.example.com/scm/team/repo.git', 'ssh://git@bitbucket.example.com:7999/team/repo.git'],
    ['oci://registry.example.com:5000/charts', 'registry.example.com/charts'],
  ])('%s is %s', (a, b) => expect(repositoryKey(a)).toBe(repositoryKey(b)))

  test.each([
    ['https://github.com/a/b', 'https://github.com/a/c'],
    ['https://github.com/a/b', 'https://gitlab.com/a/b'],
    ['https://github.com/a/b', 'https://github.com/a/b/c'],
  ])('%s is not %s', (a, b) => expect(repositoryKey(a)).not.toBe(repositoryKey(b)))
})

const open = (options: Partial<Parameters<typeof openRepositories>[0]>) =>
  openRepositories({ configured: [], remotes: [], prefix: '', hints: [], ...options })

describe('which repositories are at hand', () => {
  test('a remote of the root', () => {
    const repositories = open({ remotes: ['git@github.com:a/b.git', 'https://github.com/fork/b'] })
    expect(repositories.find('https://github.com/a/b')).toEqual({ folder: '.', prefix: '' })
    expect(repositories.find('https://github.com/fork/b.git')).toEqual({ folder: '.', prefix: '' })
    expect(repositories.find('https://github.com/other/b')).toBeUndefined()
  })

  test('a repository that the configuration maps', () => {
    const configured = [
      { url: 'https://github.com/other/values.git', path: 'checkouts/values/' },
      { url: 'https://charts.example.com', path: 'vendor/charts' },
      { url: 'https://charts.example.com', chart: 'redis', path: 'third-party/redis' },
    ]
    const repositories = open({ configured })
    expect(repositories.find('git@github.com:other/values')).toEqual({ folder: 'checkouts/values', prefix: '' })
    expect(repositories.chart('https://charts.example.com/', 'redis')).toBe('third-party/redis')
    expect(repositories.chart('https://charts.example.com', 'kafka')).toBe('vendor/charts/kafka')
    expect(repositories.chart('https://charts.example.org', 'kafka')).toBeUndefined()
  })

  const hint = (url: string, here = true) => ({ url, here })
  test('without a remote: the one URL whose paths exist', () => {
    const repositories = open({ hints: [hint('https://a/b.git'), hint('git@a:b.git'), hint('https://a/elsewhere', false)] })
    expect(repositories.find('https://a/b')).toEqual({ folder: '.', prefix: '' })
    expect(repositories.find('https://a/elsewhere')).toBeUndefined()
  })

  test('without a remote: nothing is guessed between two', () => {
    const repositories = open({ hints: [hint('https://a/b.git'), hint('https://a/c.git')] })
    expect(repositories.find('https://a/b')).toBeUndefined()
    expect(repositories.find('https://a/c')).toBeUndefined()
  })

  test('with a remote nothing is guessed', () => {
    expect(open({ remotes: ['https://x/y'], hints: [hint('https://a/b.git')] }).find('https://a/b')).toBeUndefined()
  })

  test('a root that is a part of its repository', () => {
    const repositories = open({ remotes: ['https://a/mono'], prefix: 'platform/deploy', hints: [hint('https://a/mono')] })
    expect(repositories.find('https://a/mono')).toEqual({ folder: '.', prefix: 'platform/deploy' })
  })

  test('an example inside of another repository that nothing names', () => {
    const repositories = open({ remotes: ['https://a/mono'], prefix: 'examples/shop', hints: [hint('https://shop/deploy')] })
    expect(repositories.find('https://shop/deploy')).toEqual({ folder: '.', prefix: '' })
  })
})

describe('paths of a repository', () => {
  test.each([
    ['.', '', 'apps/web/', 'apps/web'],
    ['.', '', '/apps//web', 'apps/web'],
    ['.', '', '', '.'],
    ['.', '', 'apps/../charts', 'charts'],
    ['.', '', '../secrets', undefined],
    ['vendor/x', '', '.', 'vendor/x'],
    ['vendor/x', '', 'charts/a', 'vendor/x/charts/a'],
    ['vendor/x', '', '../y', undefined],
    ['.', 'platform', 'platform/apps', 'apps'],
    ['.', 'platform', 'platform', '.'],
    ['.', 'platform', 'platforms/apps', undefined],
    ['.', 'platform', 'apps', undefined],
  ])('in %s below "%s": %s is %s', (folder, prefix, path, local) => expect(localPath({ folder, prefix }, path)).toBe(local))
})
