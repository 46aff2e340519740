import type { Result } from 'sarif'
import { describe, expect, it } from 'vitest'
import type { Fix, RelatedLocation } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { lineHashes } from '../../src/report/line-hash.ts'
import { context, finding, regionOf, report, shopReport } from './factory.ts'
import { results } from './sarif-log.ts'

const region = (result: Result) => result.locations![0]!.physicalLocation!.region!
const uri = (result: Result) => result.locations![0]!.physicalLocation!.artifactLocation!.uri

describe('a SARIF result', () => {
  it('reads like this', () => {
    const [found] = shopReport().findings
    expect(results(report({ findings: [found!] }))[0]).toMatchInlineSnapshot(`
      {
        "fixes": [
          {
            "artifactChanges": [
              {
                "artifactLocation": {
                  "uri": "k8s/order.yaml",
                  "uriBaseId": "%SRCROOT%",
                },
                "replacements": [
                  {
                    "deletedRegion": {
                      "endColumn": 29,
                      "endLine": 13,
                      "startColumn": 25,
                      "startLine": 13,
                    },
                    "insertedContent": {
                      "text": "false",
                    },
                  },
                ],
              },
            ],
            "description": {
              "text": "Set securityContext.privileged to false and add only the capabilities that are needed.",
            },
          },
        ],
        "level": "error",
        "locations": [
          {
            "logicalLocations": [
              {
                "fullyQualifiedName": "apps/v1/Deployment/shop/order",
                "kind": "resource",
                "name": "order",
              },
            ],
            "physicalLocation": {
              "artifactLocation": {
                "uri": "k8s/order.yaml",
                "uriBaseId": "%SRCROOT%",
              },
              "contextRegion": {
                "endLine": 15,
                "snippet": {
                  "text": "          image: registry.cloudmart.io/order:latest
                securityContext:
                  privileged: true
                  runAsUser: 1000
                env:",
                },
                "startLine": 11,
              },
              "region": {
                "endColumn": 29,
                "endLine": 13,
                "snippet": {
                  "text": "true",
                },
                "startColumn": 25,
                "startLine": 13,
              },
            },
          },
        ],
        "message": {
          "text": "Container order is privileged",
        },
        "partialFingerprints": {
          "policyGate/v1": "0000000000000000000000000000000000000000000000000000000000000001",
          "primaryLocationLineHash": "cdadabab36f48f27:1",
        },
        "properties": {
          "fingerprints": [
            "0000000000000000000000000000000000000000000000000000000000000001",
          ],
          "precision": "field",
          "severity": "critical",
          "units": [
            "k8s",
          ],
        },
        "ruleId": "pod-security/privileged",
        "ruleIndex": 2,
      }
    `)
  })

  it('points at exactly the token, also with CRLF, wide characters and a byte order mark', () => {
    const texts = ['a: 1\r\nb: true\r\n', '{ 이름: 💥, on: true }\n', '\uFEFFkey: true\n', 'x: "é"\r\non: true']
    for (const text of texts) {
      const place = { file: 'a.yaml', ...regionOf(text.replace('\uFEFF', ''), 'true'), precision: 'field' as const }
      const found = finding({ ruleId: 'image/mutable-tag', file: 'a.yaml' }, { location: place })
      const [result] = results(report({ findings: [found] }), { readSource: () => text })
      expect(region(result!)).toMatchObject({ ...regionOf(text.replace('\uFEFF', ''), 'true'), snippet: { text: 'true' } })
      expect(result!.partialFingerprints!.primaryLocationLineHash).toBe(lineHashes(text)[place.startLine - 1])
    }
  })

  it('is one for the units that share a line, with all of them named', () => {
    const shared = results(shopReport()).filter((result) => uri(result) === 'base/deployment.yaml')
    expect(shared).toHaveLength(1)
    expect(shared[0]!.message.text).toBe('Container 카탈로그 is privileged\nunits: overlays/dev, overlays/prod, overlays/staging')
    expect(shared[0]!.properties).toMatchObject({ units: ['overlays/dev', 'overlays/prod', 'overlays/staging'], precision: 'field' })
    expect(shared[0]!.partialFingerprints!['policyGate/v1']).toBe('4'.padStart(64, '0'))
  })

  it('keeps two findings of one line apart when their regions differ', () => {
    const tokens = ['카탈로그', '"catalog:1.0"']
    const findings = tokens.map((token) => finding({ ruleId: 'image/mutable-tag', file: 'base/deployment.yaml', token }))
    expect(results(report({ findings })).map((result) => region(result).startColumn)).toEqual([19, 32])
  })

  it('percent-encodes its path and stays inside the repository', () => {
    const files: [string, string][] = [
      ['a b#c?d%e.yaml', 'a%20b%23c%3Fd%25e.yaml'],
      ['한글/x.yaml', '%ED%95%9C%EA%B8%80/x.yaml'],
      ['c:/x.yaml', 'c%3A/x.yaml'],
      ['[a](b).yaml', '%5Ba%5D(b).yaml'],
      ['/etc/../x.yaml', 'etc/x.yaml'],
    ]
    for (const [file, expected] of files) {
      const [result] = results(report({ findings: [finding({ ruleId: 'image/mutable-tag', file })] }))
      expect(uri(result!)).toBe(expected)
    }
  })

  it('links related locations from its message', () => {
    const [found] = shopReport().findings
    const related: RelatedLocation[] = [{ ...found!.location, relation: 'object', message: 'declared [here]' }]
    const [result] = results(report({ findings: [{ ...found!, related }] }))
    expect(result!.message.text).toBe('Container order is privileged\nRelated: [declared \\[here\\]](1)')
    expect(result!.relatedLocations).toMatchObject([{ id: 1, physicalLocation: { region: { startLine: 13 } } }])
  })

  it('holds no link or placeholder that a repository wrote', () => {
    const message = 'see [x](https://example.com) and {0}'
    const [result] = results(report({ findings: [finding({ ruleId: 'image/mutable-tag', file: 'a', message })] }))
    expect(result!.message.text).toBe('see [x] (https://example.com) and {{0}}')
  })

  it('never repeats the value of a secret', () => {
    expect(reporters.sarif(shopReport(), context())).not.toContain('hunter2')
  })

  it('points at line 1 for a whole file, and says so in its properties', () => {
    const last = results(shopReport()).at(-1)!
    expect(region(last)).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 })
    expect(last.properties).toMatchObject({ precision: 'file' })
  })
})

describe('fixes', () => {
  const path = ['spec', 'replicas']
  function fixOf(text: string, token: string, fix: Fix): unknown {
    const location = { file: 'a.yaml', ...regionOf(text, token), precision: 'field' as const }
    const found = finding({ ruleId: 'workload/replicas', severity: 'low', file: 'a.yaml', path }, { location, fix })
    const [result] = results(report({ findings: [found] }), { readSource: () => text })
    const replacement = result!.fixes?.[0]?.artifactChanges[0]?.replacements[0]
    return replacement && [replacement.deletedRegion, replacement.insertedContent?.text]
  }
  const set: Fix = { op: 'set', path, value: 2 }
  const remove: Fix = { op: 'remove', path }

  it.each([
    ['spec:\n  replicas: 1 # few\n', '1'],
    ['spec: { replicas: 1, paused: true }\n', '1'],
    ['{"spec": {"replicas": 1}}', '1'],
    ["spec:\n  'replicas': '1'\n", "'1'"],
    ['spec:\n- replicas: 1\n', '1'],
  ])('replaces exactly the scalar in %j', (text, token) => {
    const [deleted, inserted] = fixOf(text, token, set) as [Record<string, number>, string]
    expect(deleted).toEqual(regionOf(text, token))
    expect(inserted).toBe('2')
  })

  it.each([
    ['spec:\n  replicas: &r 1\n', '1', 'an anchor'],
    ['spec:\n  replicas: *r\n', '*r', 'an alias'],
    ['spec:\n  replicas: {{ .Values.n }}\n', '{{ .Values.n }}', 'a template'],
    ['spec:\n  replicas: !!int 1\n', '!!int 1', 'a tag'],
    ['spec:\n  replicas:\n    1\n', '1', 'another line'],
    ['spec:\n  replicas: 1 1\n', '1 1', 'several words'],
    ['spec:\n  other: 1\n', '1', 'another key'],
    ['spec:\n  "a replicas: 1"\n', '1', 'text inside a string'],
    ['spec:\n  replicas: 1\n', 'replicas', 'a key'],
  ])('leaves %j alone: %s is %s', (text, token) => expect(fixOf(text, token, set)).toBeUndefined())

  it('removes a whole line when a neighbour stays', () => {
    expect(fixOf('spec:\n  replicas: 1\n  paused: true\n', '1', remove)).toEqual([
      { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 },
      undefined,
    ])
    expect(fixOf('spec:\n  replicas: 1\nstatus: {}\n', '1', remove)).toBeUndefined()
    expect(fixOf('spec: { replicas: 1, paused: true }\n', '1', remove)).toBeUndefined()
  })

  it('is not offered for another field than the one the finding points at', () => {
    expect(fixOf('spec:\n  replicas: 1\n', '1', { op: 'set', path: ['spec', 'other'], value: 2 })).toBeUndefined()
  })
})
