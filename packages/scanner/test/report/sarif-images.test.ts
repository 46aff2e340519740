import type { Log, ReportingDescriptor } from 'sarif'
import { describe, expect, it } from 'vitest'
import type { Finding, Severity } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { context, report } from './factory.ts'
import { imageFindings, imageReport, imageRules, vulnerable } from './image-report.ts'
import { sarifProblems } from './sarif-problems.ts'

const run = (findings: Finding[], language: 'en' | 'ko' = 'en') => {
  const log = JSON.parse(reporters.sarif(report({ findings }), context({ rules: imageRules, language }))) as Log
  expect(sarifProblems(log)).toEqual([])
  return log.runs[0]!
}
const rule = (findings: Finding[], id: string, language: 'en' | 'ko' = 'en'): ReportingDescriptor =>
  run(findings, language).tool.driver.rules!.find((one) => one.id === id)!

describe('SARIF of images', () => {
  it('has a result for each vulnerability, package and repository, and a descriptor for each vulnerability', () => {
    const { results, tool } = run(imageReport().findings)
    expect(results!.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['image/vulnerability/CVE-2021-44228', 'error'],
      ['image/vulnerability/CVE-2024-1111', 'error'],
      ['image/vulnerability/CVE-2024-1111', 'error'],
      ['image/end-of-life/medium', 'warning'],
      ['infrastructure/dockerfile/DS-0002', 'note'],
      ['image/vulnerability/CVE-2023-9', 'note'],
    ])
    const ids = tool.driver.rules!.map(({ id }) => id)
    expect(ids.filter((id) => id.startsWith('image/vulnerability'))).toEqual([
      'image/vulnerability',
      'image/vulnerability/CVE-2021-44228',
      'image/vulnerability/CVE-2023-9',
      'image/vulnerability/CVE-2024-1111',
    ])
  })

  it('leaves out what a VEX document rules out', () => {
    expect(JSON.stringify(run(imageReport().findings).results)).not.toContain('CVE-2022-5')
  })

  it('reads like this', () => {
    const { results } = run([imageFindings()[0]!])
    const [result] = results!
    expect(result!.message.text).toBe(
      'registry.cloudmart.io/order holds libssl3 with CVE-2024-1111\nunits: k8s, overlays/prod\nRelated: [Deployment shop/worker runs it too.](1)',
    )
    expect(result!.locations![0]!.logicalLocations!.map(({ fullyQualifiedName }) => fullyQualifiedName)).toEqual([
      'apps/v1/Deployment/shop/order',
      'apps/v1/Deployment/shop/worker',
    ])
    expect(result!.properties).toMatchObject({
      check: 'CVE-2024-1111',
      repository: 'registry.cloudmart.io/order',
      units: ['k8s', 'overlays/prod'],
    })
    expect(rule([imageFindings()[0]!], 'image/vulnerability/CVE-2024-1111')).toMatchInlineSnapshot(`
      {
        "defaultConfiguration": {
          "level": "error",
        },
        "fullDescription": {
          "text": "Somebody has published how to attack the package.",
        },
        "help": {
          "markdown": "**\`CVE-2024-1111\`: About \`CVE-2024-1111\`**

      | Image | Package | Installed | Fixed in |
      | ---|---|---|--- |
      | \`registry.cloudmart.io/order\` | \`libssl3\` | \`3.0.1\` | \`3.0.2\` |

      Build the image again with the fixed version.

      [\`CVE-2024-1111\`](https://avd.example/cve-2024-1111)

      \`policy-gate explain image/vulnerability\`",
          "text": "Build the image again with the fixed version.",
        },
        "helpUri": "https://avd.example/cve-2024-1111",
        "id": "image/vulnerability/CVE-2024-1111",
        "name": "ImageVulnerabilityCVE20241111",
        "properties": {
          "frameworks": {
            "nist_800_53": [
              "AC-6",
            ],
          },
          "precision": "high",
          "problem.severity": "error",
          "security-severity": "7.5",
          "tags": [
            "security",
            "image",
            "external/cve/cve-2024-1111",
          ],
        },
        "shortDescription": {
          "text": "CVE-2024-1111: About CVE-2024-1111",
        },
      }
    `)
  })

  it('has alerts that stay when the line with the tag changes, and are apart for two packages', () => {
    const hashes = (line: number) =>
      run(imageFindings().map((one) => ({ ...one, location: { ...one.location, startLine: line, endLine: line } }))).results!.map(
        ({ partialFingerprints }) => partialFingerprints!.primaryLocationLineHash,
      )
    expect(new Set(hashes(11)).size).toBe(5)
    expect(hashes(3)).toEqual(hashes(11))
  })

  it('says the same of a vulnerability whichever package came first', () => {
    const [first, second] = imageFindings()
    const id = 'image/vulnerability/CVE-2024-1111'
    expect(rule([second!, first!], id)).toEqual(rule([first!, second!], id))
    const markdown = rule([second!, first!], id).help!.markdown!
    expect(markdown.indexOf('libcrypto3')).toBeLessThan(markdown.indexOf('libssl3'))
    const other = vulnerable('CVE-2024-1111', { package: 'zz', title: 'Another title', url: 'https://a.example/' })
    expect(rule([first!, other], id)).toEqual(rule([other, first!], id))
  })

  it.each<[Severity, number | undefined, string]>([
    ['critical', 9.8, '9.8'],
    ['critical', 7.5, '9.5'],
    ['critical', 10, '10.0'],
    ['high', 8.9, '8.9'],
    ['high', 9, '8.0'],
    ['medium', undefined, '5.5'],
    ['medium', 4, '4.0'],
    ['low', 3.9, '3.9'],
    ['low', 0, '2.5'],
    ['info', 9.8, '0.1'],
  ])('%s with a score of %s has the security severity %s', (severity, score, expected) => {
    const found = vulnerable('CVE-2024-7', { package: 'p', ...(score === undefined ? {} : { score }) }, { severity })
    expect(rule([found], 'image/vulnerability/CVE-2024-7').properties!['security-severity']).toBe(expected)
  })

  it('gives a vulnerability of several severities the worst, and each result its own', () => {
    const findings = [
      vulnerable('CVE-2024-7', { package: 'a', score: 3 }, { severity: 'low' }),
      vulnerable('CVE-2024-7', { package: 'b', score: 9.1 }, { severity: 'critical' }),
    ]
    expect(rule(findings, 'image/vulnerability/CVE-2024-7').properties!['security-severity']).toBe('9.1')
    expect(run(findings).results!.map(({ level }) => level)).toEqual(['error', 'note'])
  })

  it.each([
    ['http://avd.example/x', 'docs/rules/image/vulnerability.md'],
    ['javascript:alert(1)', 'docs/rules/image/vulnerability.md'],
    ['https://avd.example/x y', 'https://avd.example/x%20y'],
  ])('leads to %s by way of %s', (url, expected) => {
    const found = vulnerable('CVE-2024-7', { package: 'p', url })
    expect(rule([found], 'image/vulnerability/CVE-2024-7').helpUri).toContain(expected)
  })

  it('keeps the table of a vulnerability that is everywhere short', () => {
    const findings = Array.from({ length: 50 }, (_, i) => vulnerable('CVE-2024-7', { package: `p${i}` }))
    const markdown = rule(findings, 'image/vulnerability/CVE-2024-7').help!.markdown!
    expect(markdown.match(/^\| /gm)).toHaveLength(22)
    expect(markdown).toContain('and 30 more')
    expect(rule(findings, 'image/vulnerability/CVE-2024-7', 'ko').help!.markdown).toContain('| 이미지 | 패키지 | 설치된 버전 | 수정 버전 |')
  })
})
