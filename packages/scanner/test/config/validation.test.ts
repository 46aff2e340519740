import { expect, it } from 'vitest'
import { validateConfig } from '../../src/config/validate.ts'
import type { Language } from '../../src/model.ts'
import { rules } from '../report/factory.ts'

const problems = (text: string, language?: Language) =>
  validateConfig(text, { rules, language }).problems.map(({ line, message }) => `${line}: ${message}`)

const cases: { name: string; text: string; en: string; ko: string }[] = [
  {
    name: 'an unknown key',
    text: 'images:\n  scn: all\n',
    en: '2: scn is not a key of images; the keys are scan, platforms, find, paths, exclude, registries, lock, maximumDatabaseAge, maximumSize, timeout, totalTimeout, memory, parallel, minimumCoverage. Did you mean "scan"?',
    ko: '2: images: scn은(는) 없는 키입니다. 사용할 수 있는 키: scan, platforms, find, paths, exclude, registries, lock, maximumDatabaseAge, maximumSize, timeout, totalTimeout, memory, parallel, minimumCoverage. 혹시 "scan"인가요?',
  },
  {
    name: 'a platform of another form',
    text: 'images:\n  platforms: [linux/amd64, arm64]\n',
    en: '2: images.platforms[1] is "arm64": write it as "linux/amd64".',
    ko: '2: images.platforms[1]: 값이 "arm64"입니다. "linux/amd64" 형식으로 쓰세요.',
  },
  ...['registry.example/{a,b}/*', 'registry.example/shop:1', 'registry.example/shop@sha256:a', 'nginx', 'registry.example/[ab]'].map(
    (pattern) => ({
      name: `a pattern that would leave out no image: ${pattern}`,
      text: `images:\n  exclude:\n    - registry.example:5000/tools/**\n    - "${pattern}"\n`,
      en: `4: images.exclude[1] is "${pattern}", but must be a registry and a repository without tag and digest, with *, ** and ? as the only wildcards: "registry.example/tools/*". Write one entry for each in place of braces.`,
      ko: `4: images.exclude[1]: 값이 "${pattern}"입니다. 태그와 다이제스트 없이 레지스트리와 저장소를 쓰고, 와일드카드는 *, **, ?만 쓸 수 있습니다: "registry.example/tools/*". 중괄호 대신 항목을 나누어 쓰세요.`,
    }),
  ),
  {
    name: 'a missing key',
    text: 'environments:\n  - name: production\n',
    en: '2: environments[0] has no paths: add it.',
    ko: '2: environments[0]: paths 키가 없습니다. 추가하세요.',
  },
  {
    name: 'a choice in another case',
    text: 'failOn: High\n',
    en: '1: failOn is "High", but must be one of critical, high, medium, low, info, none. Did you mean "high"?',
    ko: '1: failOn: 값이 "High"이지만 다음 중 하나여야 합니다: critical, high, medium, low, info, none. 혹시 "high"인가요?',
  },
  {
    name: 'a text in place of a list',
    text: 'vex: vex/*.json\n',
    en: '1: vex is "vex/*.json", but must be a list (items begin with "- ").',
    ko: '1: vex: 값이 "vex/*.json"이지만 "- "로 시작하는 항목의 목록이어야 합니다.',
  },
  {
    name: 'a number where a text belongs',
    text: 'kubernetesVersion: 1.30\n',
    en: '1: kubernetesVersion is 1.3, but must be a text. Put it in quotes, e.g. "1.34".',
    ko: '1: kubernetesVersion: 값이 1.3이지만 문자열이어야 합니다. "1.34"처럼 따옴표로 묶으세요.',
  },
  {
    name: 'a version of another form',
    text: 'kubernetesVersion: v1.30.2\n',
    en: '1: kubernetesVersion is "v1.30.2": write it as "1.34".',
    ko: '1: kubernetesVersion: 값이 "v1.30.2"입니다. "1.34" 형식으로 쓰세요.',
  },
  {
    name: 'a number out of its range',
    text: 'evaluationTimeout: 0\n',
    en: '1: evaluationTimeout is 0, but must be more than 0 and at most 3600.',
    ko: '1: evaluationTimeout: 값이 0이지만 0보다 크고 3600 이하여야 합니다.',
  },
  {
    name: 'a number below the least',
    text: 'images:\n  memory: 12\n',
    en: '2: images.memory is 12, but must be at least 256.',
    ko: '2: images.memory: 값이 12이지만 256 이상이어야 합니다.',
  },
  {
    name: 'an empty list',
    text: 'images:\n  find: []\n',
    en: '2: images.find is empty: write something, or leave it out where it is optional.',
    ko: '2: images.find: 비어 있습니다. 값을 쓰거나, 선택 항목이면 삭제하세요.',
  },
  {
    name: 'the same thing twice',
    text: 'infrastructure:\n  types: [terraform, terraform]\n',
    en: '2: infrastructure.types names something twice: remove one.',
    ko: '2: infrastructure.types: 같은 항목이 두 번 있습니다. 하나를 삭제하세요.',
  },
  {
    name: 'an unknown rule',
    text: 'rules:\n  pod-security/privilegd: {enabled: false}\n',
    en: '2: There is no rule pod-security/privilegd: `policy-gate rules` lists them. Did you mean "pod-security/privileged"?',
    ko: '2: pod-security/privilegd 규칙이 없습니다. `policy-gate rules`로 목록을 볼 수 있습니다. 혹시 "pod-security/privileged"인가요?',
  },
  {
    name: 'a parameter of a rule without any',
    text: 'rules:\n  pod-security/privileged: {params: {days: 1}}\n',
    en: '2: days is not a parameter of pod-security/privileged, which has none: remove params.',
    ko: '2: pod-security/privileged 규칙에는 파라미터가 없습니다. params를 삭제하세요.',
  },
]

it.each(cases)('$name is said in plain words, in both languages', ({ text, en, ko }) => {
  expect(problems(text)).toEqual([en])
  expect(problems(text, 'ko')).toEqual([ko])
})

it('the problems of a configuration come in the language that it asks for', () => {
  expect(problems('language: ko\nfailOn: hihg\n')).toEqual([
    '2: failOn: 값이 "hihg"이지만 다음 중 하나여야 합니다: critical, high, medium, low, info, none. 혹시 "high"인가요?',
  ])
  expect(problems('language: korean\n')[0]).toMatch(/^1: language is "korean"/)
})
