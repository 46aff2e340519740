import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inputNames, inputVariable } from '../../src/input-table.ts'
import { readInputs } from '../../src/inputs.ts'
import { outputNames } from '../../src/outputs.ts'
import { actionFile, inputVariables } from '../runner/action-file.ts'

let workspace: string
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-inputs-')))
  mkdirSync(join(workspace, 'shop/deploy'), { recursive: true })
  symlinkSync(tmpdir(), join(workspace, 'out'))
  mkdirSync(join(workspace, '.git/hooks'), { recursive: true })
  symlinkSync('.git/hooks', join(workspace, 'reports'))
})
afterAll(() => rmSync(workspace, { recursive: true, force: true }))

function read(given: Record<string, string>) {
  return readInputs(inputVariables(given, '').variables, workspace)
}

function problems(given: Record<string, string>): string[] {
  try {
    read(given)
  } catch (error) {
    expect(error).toMatchObject({ name: 'UserError', exitCode: 2 })
    return (error as Error).message.split('\n').slice(1)
  }
  return []
}

describe('action.yml', () => {
  it('has the inputs and outputs that the action has, each described', () => {
    expect(Object.keys(actionFile.inputs)).toEqual(inputNames)
    expect(Object.keys(actionFile.outputs)).toEqual([...outputNames])
    for (const { description } of [...Object.values(actionFile.inputs), ...Object.values(actionFile.outputs)])
      expect(description).toMatch(/^\S.*\S$/s)
  })

  it('has no default but the token, so that the configuration is not hidden', () => {
    const withDefault = Object.entries(actionFile.inputs).filter(([, input]) => input.default !== undefined)
    expect(withDefault.map(([name, input]) => [name, input.default])).toEqual([['token', '${{ github.token }}']])
    expect(Object.values(actionFile.inputs).some(({ required }) => required)).toBe(false)
  })

  it('runs the bundle with Node 24', () => expect(actionFile.runs).toEqual({ using: 'node24', main: 'dist/action.mjs' }))
})

describe('inputs', () => {
  it('leave everything to the configuration when none is given', () => {
    expect(read({})).toEqual({
      paths: [],
      mode: 'enforce',
      changedOnly: false,
      newOnly: false,
      merge: [],
      scanner: { offline: false, install: false },
      sarifFile: 'policy-gate.sarif',
      jsonFile: '',
      htmlFile: '',
      uploadSarif: false,
      comment: false,
      summary: true,
      annotations: true,
      checkRun: false,
      token: '',
      workingDirectory: workspace,
      category: '',
      dryRun: false,
    })
  })

  it('are taken as they are written', () => {
    const given = {
      paths: '\n deploy \n\n charts/a b\r\nx\n',
      config: './gate/config.yaml',
      'config-source': 'head',
      'fail-on': 'none',
      mode: 'warn',
      profile: 'all',
      'changed-only': 'TRUE',
      'new-only': 'true',
      shard: '2/5',
      images: 'changed',
      'image-layouts': 'shop/order=deploy\n registry.example/shop/user:2 = /tmp \n',
      infrastructure: 'all',
      'trivy-install': 'true',
      'trivy-downloads': 'https://mirror.example/trivy',
      'trivy-database': 'registry.example/mirror/trivy-db:2',
      'trivy-server': 'http://127.0.0.1:4954',
      'sarif-file': 'a.sarif',
      'json-file': 'reports/a.json',
      'html-file': '/tmp/a.html',
      'upload-sarif': 'True',
      comment: 'true',
      summary: 'false',
      annotations: 'False',
      'check-run': 'true',
      language: 'ko',
      token: ' ghs_abc ',
      'working-directory': 'shop',
      category: 'shop/eu-1',
      'dry-run': 'true',
    }
    expect(read(given)).toEqual({
      paths: ['deploy', 'charts/a b', 'x'],
      config: 'gate/config.yaml',
      configSource: 'head',
      failOn: 'none',
      mode: 'warn',
      profile: 'all',
      changedOnly: true,
      newOnly: true,
      shard: { index: 2, total: 5 },
      merge: [],
      images: 'changed',
      infrastructure: 'all',
      scanner: {
        offline: false,
        install: true,
        layouts: { 'docker.io/shop/order:latest': join(workspace, 'shop/deploy'), 'registry.example/shop/user:2': '/tmp' },
        downloads: 'https://mirror.example/trivy',
        database: 'registry.example/mirror/trivy-db:2',
        server: 'http://127.0.0.1:4954',
      },
      sarifFile: 'a.sarif',
      jsonFile: 'reports/a.json',
      htmlFile: '/tmp/a.html',
      uploadSarif: true,
      comment: true,
      summary: false,
      annotations: false,
      checkRun: true,
      language: 'ko',
      token: 'ghs_abc',
      workingDirectory: join(workspace, 'shop'),
      category: 'shop/eu-1',
      dryRun: true,
    })
    expect(read({ merge: 'reports\nmore/a.json' }).merge).toEqual(['reports', 'more/a.json'])
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ mode: 'warm' }, /^mode is "warm".*enforce, warn.*mean "warn"/],
    [{ 'fail-on': 'hihg' }, /^fail-on is "hihg".*mean "high"/],
    [{ 'fail-on': 'HIGH' }, /^fail-on is "HIGH"/],
    [{ profile: 'stict' }, /mean "strict"/],
    [{ 'config-source': 'main' }, /must be one of base, head/],
    [{ language: 'kr' }, /mean "ko"/],
    [{ comment: 'yes' }, /^comment is "yes", but must be true or false/],
    [{ summary: '1' }, /true or false/],
    [{ 'dry-run': 'tRue' }, /true or false/],
    [{ shard: '3/2' }, /^shard is "3\/2"/],
    [{ shard: '0/2' }, /^shard/],
    [{ shard: 'two' }, /^shard/],
    [{ shard: '1/2', merge: 'a' }, /cannot be given together/],
    [{ merge: 'a', profile: 'all' }, /^profile says nothing/],
    [{ config: '/etc/passwd' }, /^config is/],
    [{ config: 'a/../../b' }, /^config is/],
    [{ config: 'C:\\x' }, /^config is/],
    [{ 'working-directory': '..' }, /leads out of the workspace/],
    [{ 'working-directory': 'out' }, /leads out of the workspace/],
    [{ 'working-directory': 'nowhere' }, /is no folder/],
    [{ 'sarif-file': '../x.sarif' }, /^sarif-file.*leads out/],
    [{ 'sarif-file': 'reports/pre-push' }, /^sarif-file.*leads out/],
    [{ 'json-file': 'out/x.json' }, /^json-file.*leads out/],
    [{ 'html-file': 'out/new/x.html' }, /^html-file.*leads out/],
    [{ 'json-file': 'shop' }, /which is a folder/],
    [{ 'json-file': 'policy-gate.sarif' }, /Two reports/],
    [{ 'json-file': './shop/../policy-gate.sarif' }, /Two reports/],
    [{ images: 'new' }, /^images is "new".*none, changed, all/],
    [{ 'image-layouts': 'registry.example/shop/order:1' }, /^image-layouts has "registry.example\/shop\/order:1", but each line must/],
    [{ 'image-layouts': '=shop' }, /each line must be a reference and a path/],
    [{ 'image-layouts': 'Shop/Order=shop' }, /^image-layouts has "Shop\/Order", which is no image reference/],
    [{ 'image-layouts': 'shop/order=shop\ndocker.io/shop/order:latest=/tmp' }, /^image-layouts names docker.io\/shop\/order:latest twice/],
    [{ 'image-layouts': 'shop/order=../order.tar' }, /^image-layouts is "..\/order.tar", which leads out/],
    [{ 'image-layouts': 'shop/order=out' }, /^image-layouts is "out", which leads out/],
    [{ 'image-layouts': 'shop/order=.git' }, /^image-layouts is ".git", which leads out/],
    [{ 'image-layouts': 'shop/order=order.tar' }, /^image-layouts has "order.tar", which is no file/],
    [{ 'image-layouts': 'shop/order=shop', images: 'none' }, /^image-layouts says nothing where images is none/],
    [{ merge: 'a', 'image-layouts': 'shop/order=shop' }, /^image-layouts says nothing/],
    [{ infrastructure: 'terraform' }, /^infrastructure is/],
    [{ trivy: 'tools/trivy' }, /^trivy is "tools\/trivy", but must be an absolute path/],
    [{ trivy: '~/trivy' }, /absolute path/],
    [{ 'trivy-database': './database' }, /^trivy-database.*absolute path/],
    [{ 'trivy-server': 'localhost:4954' }, /^trivy-server must be an address/],
    [{ 'trivy-downloads': 'file:///mirror', 'trivy-install': 'true' }, /^trivy-downloads must be an address/],
    [{ 'trivy-downloads': 'https://mirror.example' }, /add trivy-install/],
    [{ trivy: '/opt/trivy', 'trivy-install': 'true' }, /cannot be given together/],
    [{ offline: 'true', 'trivy-install': 'true' }, /^trivy-install needs the network/],
    [{ merge: 'a', images: 'all' }, /^images says nothing/],
    [{ category: 'a b' }, /^category/],
    [{ category: 'x'.repeat(101) }, /^category/],
    [{ category: '--> <b>' }, /^category/],
    [{ token: 'a b' }, /^token/],
    [{ token: 'a\nb' }, /^token/],
    [{ 'fail on': 'low' }, /^fail_on: there is no such input.*mean "fail-on"/],
    [{ fail_on: 'low' }, /mean "fail-on"/],
    [{ annotation: 'false' }, /mean "annotations"/],
    [{ something: 'x' }, /^something: there is no such input/],
  ])('%j is refused with a sentence', (given, sentence) => {
    const found = problems(given)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(sentence)
  })

  it.each(['trivy', 'trivy-database'])('%s in the workspace is refused, through a link too', (name) => {
    const link = join(mkdtempSync(join(tmpdir(), 'policy-gate-link-')), 'link')
    symlinkSync(join(workspace, 'shop'), link)
    for (const path of [join(workspace, 'shop'), join(workspace, 'out/trivy'), link]) {
      expect(problems({ [name]: path })).toEqual([expect.stringMatching(/lies in the workspace/)])
    }
    rmSync(join(link, '..'), { recursive: true })
    expect(read({ [name]: '/opt/trivy' }).scanner).toEqual({
      offline: false,
      install: false,
      [name === 'trivy' ? 'program' : 'database']: '/opt/trivy',
    })
  })

  it('of addresses hold no password', () => {
    const found = problems({ 'trivy-server': 'https://user:hush@server.example' })
    expect(found).toHaveLength(1)
    expect(found[0]).not.toContain('hush')
  })

  it('are refused all at once, and no secret is in the sentence', () => {
    const found = problems({ mode: 'x', comment: 'x', shard: 'x', 'sarif-file': '../x', token: 'se cret', colour: 'x' })
    expect(found).toHaveLength(6)
    expect(found.join('\n')).not.toContain('se cret')
  })

  it('are refused in Korean where that is the language', () => {
    expect(problems({ language: 'ko', mode: 'x', colour: 'x' }).join('\n')).toMatch(/입력은 없습니다[\s\S]*하나여야 합니다/)
  })

  it('are found in the variables that the runner makes', () => {
    expect(inputNames.map(inputVariable)).toEqual(Object.keys(inputVariables({}, '').variables))
  })
})
