import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { policyGate } from '../../cli/command.ts'
import { databaseOf, fakeTrivy, freshFolder } from '../support/trivy.ts'
import { smallDatabase } from '../support/vulnerability-database.ts'

const version = (text: string) => fakeTrivy(`echo '{"Version":"${text}"}'`)
const newToday = { ...smallDatabase, updatedAt: new Date().toISOString() }

function repository(): string {
  const root = freshFolder('root')
  mkdirSync(join(root, '.git'))
  return root
}

describe.skipIf(process.platform === 'win32')('policy-gate trivy', () => {
  it('info: nothing is installed, whatever is in PATH and in the repository', async () => {
    const cwd = repository()
    const mark = join(freshFolder('mark'), 'ran')
    const folder = freshFolder('path')
    fakeTrivy(`touch ${mark}; echo '{"Version":"0.74.0"}'`, folder)
    fakeTrivy(`touch ${mark}`, cwd)
    const { code, stdout } = await policyGate(['trivy', 'info'], { cwd, env: { PATH: `${folder}${delimiter}${process.env.PATH}` } })
    expect([code, stdout]).toEqual([3, expect.stringContaining('run `policy-gate trivy install`')])
    expect(existsSync(mark)).toBe(false)
  })

  it('info: a named program and database', async () => {
    const database = databaseOf(newToday)
    const { code, stdout } = await policyGate(['trivy', 'info', '--trivy', version('0.74.0'), '--trivy-database', database], {
      cwd: repository(),
    })
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Trivy 0\.74\.0\nSHA-256 [0-9a-f]{64}\nVulnerability database of \S+, SHA-256 [0-9a-f]{64}\n$/),
    ])
  })

  it.each([
    ['a version with malicious code', version('0.69.4'), 'CVE-2026-33634'],
    ['a version that is too old', version('0.68.0'), '0.69 or newer'],
    ['a program that is not Trivy', fakeTrivy('echo hello'), 'is the program Trivy?'],
    ['a program that fails', fakeTrivy('exit 9'), 'exit code 9'],
  ])('info: %s', async (_name, program, message) => {
    const { code, stdout } = await policyGate(['trivy', 'info', '--trivy', program], { cwd: repository() })
    expect([code, stdout]).toEqual([3, expect.stringContaining(message)])
  })

  it('info: a program or database of the repository is wrong usage', async () => {
    const cwd = repository()
    const { code, stderr } = await policyGate(['trivy', 'info', '--trivy', fakeTrivy('', cwd)], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('lies in what is scanned')])
  })

  it('install: an archive that is not the released one', async () => {
    const file = join(freshFolder('archive'), 'trivy.tar.gz')
    writeFileSync(file, 'anything')
    const { code, stderr } = await policyGate(['trivy', 'install', '--archive', file], { cwd: repository() })
    expect([code, stderr]).toEqual([3, expect.stringContaining(createHash('sha256').update('anything').digest('hex'))])
  })

  it('install: an old database is no reason to fail without --database; words that are none are', async () => {
    const { code, stdout } = await policyGate(['trivy', 'install', '--trivy', version('0.74.0')], { cwd: repository() })
    expect([code, stdout]).toEqual([0, ''])
    for (const words of [['trivy'], ['trivy', 'remove'], ['trivy', 'info', 'more']])
      expect((await policyGate(words, { cwd: repository() })).code).toBe(2)
  })

  it('doctor has a line for it, and fails without it only where the configuration asks for scans', async () => {
    const cwd = repository()
    const { code, stdout } = await policyGate(['doctor'], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ok {4}trivy +Trivy 0\.74\.0 is not installed: .* off here\.$/m)])
    mkdirSync(join(cwd, '.policy-gate'))
    writeFileSync(join(cwd, '.policy-gate/config.yaml'), 'images: {scan: changed}\n')
    const wanted = await policyGate(['doctor', '--lang', 'ko'], { cwd })
    expect([wanted.code, wanted.stdout]).toEqual([
      3,
      expect.stringMatching(/^fail {2}trivy +Trivy 0\.74\.0이\(가\) 설치되어 있지 않습니다\./m),
    ])
  })
})
