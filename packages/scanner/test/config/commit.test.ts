import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { cloneObjects } from '../../src/config/commit/clone.ts'
import { AbsentObject, type GitObjects, objectHash, parseTree } from '../../src/config/commit/objects.ts'
import { entryAt, settingsAt, settingsLimits, writeSettings } from '../../src/config/commit/settings.ts'
import { maxFileBytes } from '../../src/files.ts'
import { openRepository } from '../../src/git/repository.ts'
import { type History, history } from '../git/history.ts'
import { repository } from '../scan/repository.ts'

const config = '.policy-gate/config.yaml'
const objectsOf = (made: History): GitObjects => cloneObjects(openRepository(made.folder))
const headOf = (made: History): string => made.git('rev-parse', 'HEAD')

async function written(made: History, more: { prefix?: string; config?: string } = {}) {
  const objects = objectsOf(made)
  return await writeSettings(objects, await settingsAt(objects, { commit: headOf(made), ...more }))
}

const all = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

describe('settings of a commit', () => {
  it('are written byte by byte, with the configuration that was named, and nothing else', async () => {
    const bytes = Uint8Array.from([0xff, 0, 0x0d, 0x0a])
    const made = history(repository(), {
      [config]: 'failOn: high\r\n',
      '.policy-gate/policies/deep/er/data.json': bytes,
      'gate/strict.yaml': 'failOn: low\n',
      'app/a.yaml': 'a: 1\n',
    })
    made.commit({ '.gitattributes': '* export-ignore filter=none ident\n' })
    const { settings, close } = await written(made, { config: './gate/strict.yaml' })
    expect(all(settings.folder)).toEqual([config, '.policy-gate/policies/deep/er/data.json', 'gate/strict.yaml'])
    expect(readFileSync(join(settings.folder, '.policy-gate/policies/deep/er/data.json'))).toEqual(Buffer.from(bytes))
    expect(readFileSync(join(settings.folder, config), 'utf8')).toBe('failOn: high\r\n')
    expect([settings.commit, settings.present]).toEqual([headOf(made), true])
    expect(statSync(settings.folder).mode & 0o777).toBe(0o700)
    close()
    expect(existsSync(settings.folder)).toBe(false)
  })

  it('are those of the root, where that is a folder of the repository', async () => {
    const made = history(repository(), { [config]: 'failOn: none\n', [`apps/shop/${config}`]: 'failOn: low\n' })
    const { settings, close } = await written(made, { prefix: 'apps/shop' })
    expect(readFileSync(join(settings.folder, config), 'utf8')).toBe('failOn: low\n')
    close()
    const none = await written(made, { prefix: 'apps/other' })
    expect([none.settings.present, all(none.settings.folder)]).toEqual([false, []])
    none.close()
  })

  it('are read from a repository with SHA-256 too', async () => {
    const folder = repository()
    execFileSync('git', ['init', '-q', '--object-format=sha256', '-b', 'main', folder])
    const made = history(folder, { [config]: 'failOn: low\n' })
    const { settings, close } = await written(made)
    expect(settings.commit).toMatch(/^[0-9a-f]{64}$/)
    expect(all(settings.folder)).toEqual([config])
    close()
  })

  it.each([
    {
      what: 'a symbolic link in a folder',
      lay: (made: History) => symlinkSync('/etc/passwd', join(made.folder, '.policy-gate/data.yaml')),
      says: '.policy-gate/data.yaml is a symbolic link',
    },
    {
      what: 'a configuration behind a linked folder',
      lay: (made: History) => symlinkSync('.policy-gate', join(made.folder, 'gate')),
      says: 'gate/config.yaml is a symbolic link',
    },
    {
      what: 'a submodule in a folder',
      lay: (made: History) => void made.git('update-index', '--add', '--cacheinfo', `160000,${headOf(made)},.policy-gate/policies`),
      says: '.policy-gate/policies is a submodule',
    },
  ])('refuse $what', async ({ lay, says }) => {
    const made = history(repository(), { [config]: 'failOn: low\n' })
    lay(made)
    if (says.includes('link')) made.git('add', '-A')
    made.git('commit', '-q', '-m', 'change')
    await expect(written(made, { config: 'gate/config.yaml' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(says),
    })
  })

  it('are limited in number and size, and leave no folder behind', async () => {
    const many = Object.fromEntries(Array.from({ length: settingsLimits.files }, (_, i) => [`.policy-gate/data/${i}.json`, '{}']))
    await expect(written(history(repository(), { [config]: 'failOn: low\n', ...many }))).rejects.toMatchObject({ exitCode: 3 })
    const large = history(repository(), { [config]: 'failOn: low\n', '.policy-gate/large.json': new Uint8Array(maxFileBytes + 1) })
    const folder = repository()
    vi.stubEnv('TMPDIR', folder)
    await expect(written(large)).rejects.toThrow('.policy-gate/large.json has more than 16 MiB')
    expect(readdirSync(folder)).toEqual([])
    vi.unstubAllEnvs()
    const objects = objectsOf(large)
    const blob = large.git('rev-parse', 'HEAD:.policy-gate/large.json')
    await expect(objects.blobs([blob], 1024)).rejects.toThrow('at most 1 are read')
  })
})

describe('objects of a clone', () => {
  it('that are not there are told by their hash', async () => {
    const objects = objectsOf(history(repository(), { 'a.yaml': 'a: 1\n' }))
    for (const hash of ['0'.repeat(40), 'main', '--all', 'HEAD'])
      for (const ask of [
        () => objects.commit(hash),
        () => objects.tree(hash),
        () => objects.treeBelow(hash),
        () => objects.blobs([hash], 9),
      ])
        await expect(ask()).rejects.toBeInstanceOf(AbsentObject)
  })

  it('are of the kind that is asked for', async () => {
    const made = history(repository(), { 'a.yaml': 'a: 1\n' })
    await expect(objectsOf(made).commit(made.git('rev-parse', 'HEAD^{tree}'))).rejects.toBeInstanceOf(AbsentObject)
    await expect(objectsOf(made).tree(headOf(made))).rejects.toBeInstanceOf(AbsentObject)
  })

  it('know every entry of a tree as git lists it', async () => {
    const made = history(repository(), { 'b/c/ü.yaml': '1', 'b/a b.yaml': '2', x: '3' })
    symlinkSync('x', join(made.folder, 'link'))
    made.commit({})
    const { tree } = await objectsOf(made).commit(headOf(made))
    const listed = made.git('ls-tree', '-r', '-z', 'HEAD').split('\0').filter(Boolean)
    const found = [...(await objectsOf(made).treeBelow(tree))].map(([path, { hash }]) => `${hash} ${path}`).sort()
    expect(found).toEqual(listed.map((line) => line.replace(/^\d+ blob ([0-9a-f]+)\t/, '$1 ')).sort())
    expect((await entryAt(objectsOf(made), tree, 'link'))?.kind).toBe('link')
    expect(await entryAt(objectsOf(made), tree, 'x/y')).toBeUndefined()
  })

  it('of a hostile tree are refused', () => {
    const tree = (name: string) => Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.alloc(20)])
    for (const name of ['..', '.', '.git', '.GIT', 'a/b', '']) expect(() => parseTree(tree(name), 20), name).toThrow('no checkout can have')
    for (const end of [1, 8, 20]) expect(() => parseTree(tree('a.yaml').subarray(0, -end), 20)).toThrow('damaged')
    expect(parseTree(tree('a.yaml'), 20).get('a.yaml')).toEqual({ kind: 'file', hash: '0'.repeat(40) })
  })

  it('have the hash that git gives them', () => {
    expect(objectHash('blob', Buffer.from('a: 1\n'), '0'.repeat(40))).toBe(
      execFileSync('git', ['hash-object', '--stdin'], { input: 'a: 1\n', encoding: 'utf8' }).trim(),
    )
  })
})
