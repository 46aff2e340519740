import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { maxFileBytes } from '../../src/files.ts'
import { checkOut } from '../../src/git/checkout.ts'
import { commitOf, mergeBase } from '../../src/git/commits.ts'
import { changedFiles } from '../../src/git/differences.ts'
import { ignoredAmong, trackedFiles } from '../../src/git/index-files.ts'
import { findRepository, openRepository, remoteUrls } from '../../src/git/repository.ts'
import { readTree } from '../../src/git/tree.ts'
import { temporaryFolder } from '../../src/temporary.ts'
import { repository } from '../scan/repository.ts'
import { history } from './history.ts'

/** Every file below a folder with its content; `-> target` for a link. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [
        path.slice(folder.length + 1),
        lstatSync(path).isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, 'utf8'),
      ])
      .sort(),
  )
}

async function written(root: string, ref = 'HEAD'): Promise<Record<string, string>> {
  const place = openRepository(root)
  const folder = repository()
  await checkOut(await readTree(place, commitOf(place, ref)), folder)
  return contents(folder)
}

describe('the repository', () => {
  it('is the nearest .git upwards, with the path of the root in it', () => {
    const { folder } = history(repository(), { 'apps/shop/a.yaml': 'a: 1\n' })
    expect(findRepository(join(folder, 'apps/shop'))).toEqual({ top: folder, gitDir: join(folder, '.git'), prefix: 'apps/shop' })
    expect(findRepository(folder)?.prefix).toBe('')
  })

  it('tells the addresses of its remotes, and none without a repository', async () => {
    const { folder, git } = history(repository(), { 'a.yaml': 'a: 1\n' })
    expect(await remoteUrls(folder)).toEqual([])
    git('remote', 'add', 'origin', 'git@git.example:shop/deploy.git')
    git('remote', 'add', 'mirror', 'https://mirror.example/shop/deploy')
    expect(await remoteUrls(folder)).toEqual(['git@git.example:shop/deploy.git', 'https://mirror.example/shop/deploy'])
    expect(await remoteUrls(repository())).toEqual([])
  })

  it('is read in a linked work tree and when it belongs to somebody else', async () => {
    const { folder, git } = history(repository(), { 'a.yaml': 'a: 1\n' })
    const linked = join(repository(), 'linked')
    git('worktree', 'add', '-q', linked)
    expect(await written(linked)).toEqual({ 'a.yaml': 'a: 1\n' })
    if (process.getuid?.() === 0) chownSync(folder, 12345, 12345)
    expect(await written(folder)).toEqual({ 'a.yaml': 'a: 1\n' })
  })

  it('that is none, or is damaged, is said in a sentence', () => {
    expect(() => openRepository(repository())).toThrow('no git repository')
    const { folder } = history(repository(), { 'a.yaml': 'a: 1\n' })
    writeFileSync(join(folder, '.git/HEAD'), 'nonsense')
    expect(() => openRepository(folder)).toThrow(/^git cannot read this repository: /)
  })
})

describe('a ref', () => {
  it('means a commit; an unknown one says what to do', () => {
    const { folder, git, commit } = history(repository())
    const first = commit({ 'a.yaml': 'a: 1\n' })
    commit({ 'a.yaml': 'a: 2\n' })
    git('update-ref', 'refs/remotes/origin/next', first)
    const place = openRepository(folder)
    expect(commitOf(place, 'HEAD~1')).toBe(first)
    expect(commitOf(place, 'origin/next')).toBe(first)
    expect(() => commitOf(place, 'next')).toThrow('This clone has no branch or commit "next", but it has origin/next: name that.')
    expect(() => commitOf(place, 'gone')).toThrow('no commit "gone". Fetch it first: `git fetch origin gone`.')
    for (const hostile of ['--upload-pack=touch x', '-h', '', 'HEAD\nHEAD', '--git-dir'])
      expect(() => commitOf(place, hostile)).toThrow('no commit')
  })

  it('is compared with where the branches parted', () => {
    const { folder, git, commit } = history(repository())
    const parted = commit({ 'a.yaml': 'a: 1\n' })
    git('checkout', '-q', '-b', 'change')
    commit({ 'b.yaml': 'b: 1\n' })
    git('checkout', '-q', 'main')
    commit({ 'a.yaml': 'a: 2\n' })
    git('checkout', '-q', 'change')
    expect(mergeBase(openRepository(folder), 'main')).toBe(parted)
    git('checkout', '-q', '--orphan', 'other')
    commit({ 'c.yaml': 'c: 1\n' })
    expect(() => mergeBase(openRepository(folder), 'main')).toThrow(
      'The checked out commit and main have no commit in common in this clone.',
    )
  })

  it('of a shallow clone that does not reach back says how to get more', () => {
    const origin = history(repository(), { 'a.yaml': 'a: 1\n' })
    origin.git('checkout', '-q', '-b', 'change')
    origin.commit({ 'a.yaml': 'a: 2\n' })
    origin.commit({ 'a.yaml': 'a: 3\n' })
    const clone = join(repository(), 'clone')
    origin.git('clone', '-q', '--depth', '1', '--branch', 'change', `file://${origin.folder}`, clone)
    expect(() => mergeBase(openRepository(clone), 'origin/main')).toThrow(
      /no commit "origin\/main"\. The clone is shallow: .*fetch-depth: 0/,
    )
    execFileSync('git', ['-C', clone, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main'], { stdio: 'ignore' })
    expect(() => mergeBase(openRepository(clone), 'origin/main')).toThrow(/no commit in common in this clone\. The clone is shallow: /)
  })
})

describe('the files of a commit', () => {
  it('are written below the scanned root as they were committed, links as links', async () => {
    const folder = repository()
    const { commit } = history(folder)
    symlinkSync('../base', join(folder, 'link'))
    mkdirSync(join(folder, 'apps'))
    symlinkSync('a.yaml', join(folder, 'apps/b.yaml'))
    commit({
      'apps/a.yaml': 'a: 1 # $Id$\n',
      'apps/deep/한글 "x"\n.yaml': 'k: 1\n',
      'apps/data.bin': Buffer.from([0xff, 0, 10, 1]),
      'other/x.yaml': 'x: 1\n',
      '.gitattributes': '*.yaml text eol=crlf export-ignore ident\n',
    })
    expect(Object.keys(await written(folder))).toHaveLength(7)
    expect(await written(join(folder, 'apps'))).toEqual({
      'a.yaml': 'a: 1 # $Id$\n',
      'b.yaml': '-> a.yaml',
      'data.bin': Buffer.from([0xff, 0, 10, 1]).toString(),
      'deep/한글 "x"\n.yaml': 'k: 1\n',
    })
  })

  it('of a folder whose name git would take for a pattern are those of that folder', async () => {
    const { folder } = history(repository(), { ':(top)*/a.yaml': 'a: 1\n', '*/b.yaml': 'b: 1\n', 'c/c.yaml': 'c: 1\n' })
    expect(await written(join(folder, ':(top)*'))).toEqual({ 'a.yaml': 'a: 1\n' })
    expect(await written(join(folder, '*'))).toEqual({ 'b.yaml': 'b: 1\n' })
  })

  it('need not be those of the index: what it hides or skips is there', async () => {
    const { folder, git } = history(repository(), { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' })
    git('update-index', '--assume-unchanged', 'a.yaml')
    git('update-index', '--skip-worktree', 'b.yaml')
    writeFileSync(join(folder, 'a.yaml'), 'a: 2\n')
    writeFileSync(join(folder, 'b.yaml'), 'b: 2\n')
    const place = openRepository(folder)
    expect(changedFiles(await readTree(place, commitOf(place, 'HEAD')), { root: folder, present: [] })).toEqual(['a.yaml', 'b.yaml'])
    expect(await written(folder)).toEqual({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' })
  })

  it('that are too large to be judged have their size and no content', async () => {
    const { folder } = history(repository(), { 'big.yaml': 'x'.repeat(maxFileBytes + 1), 'a.yaml': 'a: 1\n' })
    const place = openRepository(folder)
    const target = repository()
    await checkOut(await readTree(place, commitOf(place, 'HEAD')), target)
    expect(statSync(join(target, 'big.yaml')).size).toBe(maxFileBytes + 1)
    expect(statSync(join(target, 'big.yaml')).blocks).toBe(0)
  })

  it('a tree that no checkout can have is refused: nothing is written outside, nor through a link', async () => {
    const { folder, git } = history(repository(), { 'a.yaml': 'a: 1\n' })
    const blob = git('hash-object', '-w', 'a.yaml')
    const tree = (entries: [string, string, string][]) => {
      const bytes = Buffer.concat(entries.flatMap(([mode, name, hash]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(hash, 'hex')]))
      return execFileSync('git', ['-C', folder, 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], {
        input: bytes,
        encoding: 'utf8',
      }).trim()
    }
    const commit = (hash: string) => git('commit-tree', '-m', 'strange', hash)
    const inner = tree([['100644', 'evil', blob]])
    for (const name of ['..', '.git', '.GIT', '.', '../../evil', '/etc/evil']) {
      const strange = commit(tree([name.startsWith('.') && !name.includes('/') ? ['40000', name, inner] : ['100644', name, blob]]))
      await expect(written(folder, strange)).rejects.toThrow('no checkout can have')
    }
    const outside = repository()
    writeFileSync(join(folder, 'target'), outside)
    const link = git('hash-object', '-w', 'target')
    const twice = commit(
      tree([
        ['120000', 'd', link],
        ['40000', 'd', inner],
      ]),
    )
    await expect(written(folder, twice)).rejects.toThrow('cannot be written')
    expect(readdirSync(outside)).toEqual([])
  })

  it('of a clone without contents are not fetched: a sentence says so', async () => {
    const origin = history(repository(), { 'a.yaml': 'a: 1\n' })
    origin.commit({ 'a.yaml': 'a: 2\n' })
    origin.git('config', 'uploadpack.allowFilter', 'true')
    const clone = join(repository(), 'clone')
    origin.git('clone', '-q', '--filter=blob:none', `file://${origin.folder}`, clone)
    await expect(written(clone, 'HEAD~1')).rejects.toThrow(/not in this clone .*without `--filter`/)
  })
})

describe('changed files', () => {
  const changes = async (folder: string, present: string[]) => {
    const place = openRepository(folder)
    return changedFiles(await readTree(place, commitOf(place, 'HEAD')), { root: folder, present })
  }

  it('changed, removed, new and renamed ones, and links that lead elsewhere; not modes', async () => {
    const folder = repository({
      'same.yaml': 'a\n',
      'changed.yaml': 'a\n',
      'removed.yaml': 'a\n',
      'old/name.yaml': 'n\n',
      'mode.sh': 'x\n',
    })
    symlinkSync('same.yaml', join(folder, 'link'))
    const { commit, git } = history(folder)
    commit({})
    writeFileSync(join(folder, 'changed.yaml'), 'b\n')
    chmodSync(join(folder, 'mode.sh'), 0o755)
    git('rm', '-q', '--cached', 'removed.yaml', 'link')
    execFileSync('rm', [join(folder, 'removed.yaml'), join(folder, 'link')])
    symlinkSync('changed.yaml', join(folder, 'link'))
    git('mv', 'old/name.yaml', 'new.yaml')
    writeFileSync(join(folder, 'untracked.yaml'), '')
    expect(await changes(folder, ['same.yaml', 'changed.yaml', 'new.yaml', 'untracked.yaml'])).toEqual([
      'changed.yaml',
      'link',
      'new.yaml',
      'old/name.yaml',
      'removed.yaml',
      'untracked.yaml',
    ])
  })

  it('all of a folder that became a link, though the same is behind it', async () => {
    const { folder } = history(repository(), { 'a/b/x.yaml': 'x: 1\n', 'a/y.yaml': 'y: 1\n', 'z.yaml': 'z: 1\n' })
    const outside = repository()
    renameSync(join(folder, 'a/b'), join(outside, 'b'))
    symlinkSync(join(outside, 'b'), join(folder, 'a/b'))
    expect(await changes(folder, [])).toEqual(['a/b/x.yaml'])
  })

  it('those of submodules, compared with the commit that the base names', async () => {
    const library = history(repository(), { 'base/a.yaml': 'a: 1\n', 'base/b.yaml': 'b: 1\n' })
    const { folder, git, commit } = history(repository(), { 'x.yaml': 'x: 1\n' })
    git('submodule', '--quiet', 'add', library.folder, 'lib')
    commit({})
    expect((await written(folder))['lib/base/a.yaml']).toBe('a: 1\n')
    expect(await changes(folder, ['lib/base/a.yaml', 'lib/base/b.yaml'])).toEqual([])
    writeFileSync(join(folder, 'lib/base/a.yaml'), 'a: 2\n')
    expect(await changes(folder, ['lib/base/a.yaml', 'lib/base/b.yaml'])).toEqual(['lib/base/a.yaml'])
    git('submodule', '--quiet', 'deinit', '-f', 'lib')
    expect(await changes(folder, [])).toEqual(['lib'])
  })

  it('in a repository with SHA-256', async () => {
    const folder = repository({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' })
    execFileSync('git', ['init', '-q', '--object-format=sha256', folder])
    history(folder).commit({})
    writeFileSync(join(folder, 'a.yaml'), 'b\n')
    expect(await changes(folder, ['a.yaml', 'b.yaml'])).toEqual(['a.yaml'])
    expect(await written(folder)).toEqual({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' })
  })
})

it('the index tells which files are tracked, and with .gitignore which are ignored', () => {
  const { folder } = history(repository(), { '.gitignore': '*.tgz\n', 'apps/kept.tgz': '', 'apps/a.yaml': '', 'b.yaml': '' })
  const place = openRepository(join(folder, 'apps'))
  expect(trackedFiles(place)).toEqual(['a.yaml', 'kept.tgz'])
  expect(ignoredAmong(place, ['a.yaml', 'kept.tgz', 'new.tgz', 'deep/한글.tgz', 'new.yaml'])).toEqual(['new.tgz', 'deep/한글.tgz'])
  expect(ignoredAmong(place, [])).toEqual([])
  writeFileSync(join(folder, '.git/index'), 'damaged')
  expect(() => trackedFiles(place)).toThrow(/^`git ls-files` failed: /)
  expect(() => ignoredAmong(place, ['a.yaml'])).toThrow(/^`git check-ignore` failed: /)
})

it('nothing that a repository configures is run or looked up', async () => {
  const { folder, git, commit } = history(repository())
  const first = commit({
    'a.yaml': 'a: 1\n',
    '.gitattributes': '* filter=evil diff=evil textconv=evil ident eol=crlf\n',
  })
  git('checkout', '-q', '-b', 'change')
  commit({ 'a.yaml': 'a: 2\n' })
  const marker = join(folder, 'ran')
  const program = join(folder, 'evil.sh')
  writeFileSync(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 })
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-auto-gc'])
    writeFileSync(join(folder, '.git/hooks', hook), `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 })
  const config: [string, string][] = [
    ['core.fsmonitor', program],
    ['core.pager', program],
    ['pager.ls-tree', program],
    ['core.sshCommand', program],
    ['core.alternateRefsCommand', program],
    ['diff.external', program],
    ['diff.evil.command', program],
    ['diff.evil.textconv', program],
    ['filter.evil.clean', program],
    ['filter.evil.smudge', program],
    ['filter.evil.process', program],
    ['alias.ls-tree', `!${program}`],
    ['alias.merge-base', `!${program}`],
    ['remote.evil.url', `ext::${program}`],
    ['remote.evil.promisor', 'true'],
    ['remote.evil.uploadpack', program],
    ['protocol.ext.allow', 'always'],
    ['protocol.allow', 'always'],
    ['extensions.partialClone', 'evil'],
    ['core.worktree', '/'],
    ['trace2.eventTarget', marker],
  ]
  for (const [key, value] of config) git('config', key, value)
  // a missing blob is what makes git fetch, and so run the program of the remote
  const blob = execFileSync('git', ['--git-dir', join(folder, '.git'), 'rev-parse', 'HEAD:a.yaml'], { encoding: 'utf8' }).trim()
  const place = openRepository(folder)
  expect(place.top).toBe(folder)
  expect(mergeBase(place, 'main')).toBe(first)
  expect(await remoteUrls(folder)).toEqual([`ext::${program}`])
  expect(changedFiles(await readTree(place, first), { root: folder, present: [] })).toEqual(['a.yaml'])
  expect((await written(folder, 'main'))['a.yaml']).toBe('a: 1\n')
  expect(ignoredAmong(place, ['a.yaml', 'b.log'])).toEqual([])
  expect(trackedFiles(place)).toEqual(['.gitattributes', 'a.yaml'])
  execFileSync('rm', ['-f', join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2))])
  await expect(written(folder, 'change')).rejects.toThrow('not in this clone')
  expect(existsSync(marker)).toBe(false)
  // git as it comes runs it: the test can fail
  spawnSync('git', ['--git-dir', join(folder, '.git'), 'cat-file', '-e', blob], { stdio: 'ignore', timeout: 10_000 })
  expect(existsSync(marker)).toBe(true)
})

it('a temporary folder is for this user alone, and goes with the process, a signal too', async () => {
  const folder = temporaryFolder()
  expect(statSync(folder.path).mode & 0o777).toBe(0o700)
  writeFileSync(join(folder.path, 'file'), '')
  folder.remove()
  expect(existsSync(folder.path)).toBe(false)
  const module = fileURLToPath(new URL('../../src/temporary.ts', import.meta.url))
  for (const end of ['SIGTERM', 'SIGINT', 'exit', 'throw'] as const) {
    const last = { exit: 'process.exit(3)', throw: 'throw new Error("fault")' }[end as string] ?? 'setInterval(() => {}, 1000)'
    const code = `const { temporaryFolder } = await import(${JSON.stringify(module)}); const { path } = temporaryFolder(); console.log(path); setTimeout(() => { ${last} }, 50)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] })
    const path = await new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())))
    expect(existsSync(path)).toBe(true)
    if (end.startsWith('SIG')) child.kill(end as NodeJS.Signals)
    const [code_, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('close', (...result) => resolve(result)),
    )
    expect(signal ?? code_).toBe({ exit: 3, throw: 1 }[end as string] ?? end)
    expect(existsSync(path)).toBe(false)
  }
})
