import { describe, expect, it } from 'vitest'
import { harmless } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { policyGate } from './command.ts'

const config = '.policy-gate/config.yaml'
const korean = { [config]: 'language: ko\n' }

describe('an error is said in the language of the repository', () => {
  it.each([
    [
      'a wrong flag',
      ['scan', '--fial-on', 'high'],
      '없는 플래그입니다: --fial-on. 혹시 "--fail-on"인가요?\n사용법: `policy-gate scan --help`\n',
    ],
    [
      'a command that does not exist',
      ['scna', '--lang', 'ko'],
      '"scna" 명령이 없습니다. 사용할 수 있는 명령: scan, check, diff, merge, units, images, rules, explain, baseline, trivy, init, doctor. 혹시 "scan"인가요?\n',
    ],
    ['a path that is not there', ['scan', 'nope'], 'nope: 없거나 읽을 수 없습니다. 경로를 확인하세요.\n'],
    [
      'no baseline',
      ['baseline', 'update'],
      '.policy-gate/baseline.json 파일이 없습니다. 먼저 `policy-gate baseline create`를 실행하세요.\n',
    ],
  ])('%s', async (_, words, said) => {
    expect(await policyGate(words, { cwd: repository(korean) })).toEqual({ code: 2, stdout: '', stderr: said })
  })

  it('also where the configuration itself is wrong', async () => {
    const fault = '2: failOn: 값이 "hihg"이지만 다음 중 하나여야 합니다: critical, high, medium, low, info, none. 혹시 "high"인가요?'
    const { code, stderr } = await policyGate(['scan'], { cwd: repository({ [config]: 'language: ko\nfailOn: hihg\n' }) })
    expect([code, stderr]).toEqual([2, `${config}:${fault}\n`])
    const syntax = await policyGate(['scan'], { cwd: repository({ [config]: 'language: ko\nfailOn: a: b\n' }) })
    expect([syntax.code, syntax.stderr]).toEqual([
      2,
      `${config}:2: 한 줄에 "키: 값"을 겹쳐 쓸 수 없습니다. 줄을 나누거나 값을 따옴표로 묶으세요\n`,
    ])
  })

  it('--lang counts before the configuration', async () => {
    const wrong = repository({ ...korean, [config]: 'language: ko\nfailOn: hihg\n' })
    expect((await policyGate(['scan', '--lang', 'en'], { cwd: wrong })).stderr).toContain('failOn is "hihg", but must be one of')
    expect((await policyGate(['scan', '--lang=ko', 'nope'], { cwd: repository() })).stderr).toContain('경로를 확인하세요')
  })
})

it('what was not evaluated is said in Korean, with what to do', async () => {
  const folder = repository({
    ...korean,
    'a/pod.yaml': harmless(),
    'b/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a: b\n',
    'c/pod.yaml': 'kind: Pod\nmetadata:\n  name: a\n',
  })
  const { code, stdout } = await policyGate(['scan'], { cwd: folder })
  expect(code).toBe(3)
  expect(stdout).toContain('b/pod.yaml:4:9  구문 분석 실패: 한 줄에 "키: 값"을 겹쳐 쓸 수 없습니다. 줄을 나누거나 값을 따옴표로 묶으세요\n')
  expect(stdout).toContain('apiVersion 키가 없습니다. 추가하거나 .policy-gate/config.yaml에서 파일을 제외하세요.\n')
  const units = await policyGate(['units'], { cwd: folder })
  expect(units.stdout).toContain('b/pod.yaml:4  구문 분석 실패: 한 줄에')
})

it('explain and rules speak the language of the repository', async () => {
  const folder = repository(korean)
  expect((await policyGate(['explain', 'mesh/mtls-strict'], { cwd: folder })).stdout).toContain('## 조치 방법')
  expect((await policyGate(['rules'], { cwd: folder })).stdout).toContain('강제되지 않는 상호 TLS')
  expect((await policyGate(['rules', '--lang', 'en'], { cwd: folder })).stdout).not.toMatch(/[가-힣]/)
})
