import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { context, finding, report, shopReport } from './factory.ts'
import { parseXml } from './xml.ts'

const junit = (scanned: Report): string => reporters.junit(scanned, context())

describe('the reader of the tests', () => {
  it.each(['<a>', '<a></b>', '<a>&x;</a>', '<a>]]></a>', '<a b="1" b="2"/>', '<a/><b/>', '<a>\u0001</a>', '<a b="<"/>', '<a>&</a>'])(
    'refuses %s',
    (xml) => expect(() => parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)).toThrow(),
  )
})

describe('junit', () => {
  it('reads like this', () => {
    const { findings, notEvaluated } = shopReport()
    const scanned = report({ findings: [findings[0]!, findings.at(-1)!], notEvaluated: notEvaluated.slice(0, 1) })
    expect(junit(scanned)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="policy-gate" tests="3" failures="1" errors="1" skipped="1" time="0">
        <testsuite name="k8s" tests="2" failures="1" errors="1" skipped="0" time="0">
          <testcase name="pod-security/privileged Deployment shop/order" classname="k8s" file="k8s/order.yaml" time="0">
            <failure type="critical" message="Container order is privileged">k8s/order.yaml:13:25 Container order is privileged</failure>
          </testcase>
          <testcase name="parse-failed k8s/broken.yaml:12" classname="k8s" file="k8s/broken.yaml" time="0">
            <error type="parse-failed" message="Not evaluated, cannot be parsed: duplicate key &quot;spec&quot;">duplicate key &quot;spec&quot;</error>
          </testcase>
        </testsuite>
        <testsuite name="overlays/dev" tests="1" failures="0" errors="0" skipped="1" time="0">
          <testcase name="pod-security/host-network Deployment shop/catalog" classname="overlays/dev" file="base/deployment.yaml" time="0">
            <skipped message="waived: hostNetwork is on"/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `)
  })

  it('has a suite per unit whose counts agree with its cases, and totals', () => {
    const root = parseXml(junit(shopReport()))
    const count = (element: string): number =>
      root.children.flatMap((suite) => suite.children).filter((testCase) => testCase.children[0]?.name === element).length
    expect(root.children.map((suite) => suite.attributes.name)).toEqual([
      'charts/payment',
      'k8s',
      'overlays/dev',
      'overlays/edge',
      'overlays/prod',
      'overlays/staging',
    ])
    expect(root.attributes).toMatchObject({ tests: '10', failures: '7', errors: '1', skipped: '2' })
    expect([count('failure'), count('error'), count('skipped')]).toEqual([7, 1, 2])
    for (const suite of root.children) expect(Number(suite.attributes.tests)).toBe(suite.children.length)
  })

  it('makes one case of all findings of a rule about an object', () => {
    const findings = ['a', 'b', 'c'].map((name) =>
      finding({ ruleId: 'image/mutable-tag', file: 'k8s/order.yaml', token: 'order', message: `container ${name}` }),
    )
    const [suite] = parseXml(junit(report({ findings }))).children
    expect(suite!.children).toHaveLength(1)
    const [failure] = suite!.children[0]!.children
    expect(failure!.attributes).toEqual({ type: 'high', message: 'container a (and 2 more)' })
    expect(failure!.text.split('\n')).toEqual(['a', 'b', 'c'].map((name) => `k8s/order.yaml:4:9 container ${name}`))
  })

  it('has a passed case for a unit without findings, so that no suite is empty', () => {
    const [suite] = parseXml(junit(report())).children
    expect(suite!.children).toEqual([
      { name: 'testcase', attributes: { name: 'no open findings (5 rules)', classname: 'k8s', time: '0' }, children: [], text: '' },
    ])
  })

  it('fails a case with one open and one waived finding', () => {
    const findings = (['waived', 'open'] as const).map((status) =>
      finding({ ruleId: 'image/mutable-tag', file: 'k8s/order.yaml', token: 'order', message: status }, { status }),
    )
    const [suite] = parseXml(junit(report({ findings }))).children
    expect(suite!.children[0]!.children[0]).toMatchObject({ name: 'failure', attributes: { message: 'open' } })
  })

  it('puts what belongs to no unit into a suite of its own', () => {
    const root = parseXml(junit(report({ notEvaluated: [{ file: 'a', unit: '', reason: 'unreadable', message: 'no' }] })))
    expect(root.children.map((suite) => [suite.attributes.name, suite.attributes.errors])).toEqual([
      ['k8s', '0'],
      ['policy-gate', '1'],
    ])
  })
})
