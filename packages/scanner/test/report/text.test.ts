import { describe, expect, it } from 'vitest'
import type { NotEvaluated } from '../../src/model.ts'
import { type TextOptions, textReporter } from '../../src/report/index.ts'
import { context, finding, report, shopReport, sources } from './factory.ts'

const plain: TextOptions = { colour: false, width: 100, verbose: false, quiet: false }

function text(options: Partial<TextOptions> = {}, scanned = shopReport(), language: 'en' | 'ko' = 'en'): string {
  return textReporter({ ...plain, ...options })(scanned, context({ language }))
}

describe('text', () => {
  it('reads like this', () => {
    const order = shopReport()
    const scanned = report({
      findings: order.findings.slice(0, 1),
      notEvaluated: order.notEvaluated.slice(0, 1),
      verdict: 'error',
      reasons: order.reasons,
    })
    expect(text({}, scanned)).toMatchInlineSnapshot(`
      "k8s/order.yaml
        critical  pod-security/privileged  k8s/order.yaml:13:25
          Container order is privileged
          13 |             privileged: true
             |                         ^^^^
          objects: Deployment shop/order; units: k8s

      How to fix
        pod-security/privileged (1)
          Set securityContext.privileged to false and add only the capabilities that are needed.
          policy-gate explain pod-security/privileged

      Not evaluated (1)
        k8s/broken.yaml:12:3  cannot be parsed: duplicate key "spec"

        critical  high  medium  low  info  total
               1     0       0    0     0      1

      Checked 7 objects in 1 unit from 3 files with 5 rules. 1 not evaluated.
      ERROR  policy-gate 0.1.0
        not-evaluated: 1 file could not be evaluated
        severity: 6 findings at or above high
      "
    `)
  })

  it('reads like this in Korean', () => {
    const scanned = report({ findings: shopReport().findings.slice(3, 6) })
    expect(text({}, scanned, 'ko')).toMatchInlineSnapshot(`
      "base/deployment.yaml
        심각  pod-security/privileged  base/deployment.yaml:10:78
          Container 카탈로그 is privileged
          10 |         - { name: 카탈로그, image: "catalog:1.0", securityContext: { privileged: true } } …
             |                                                                                  ^^^^
          오브젝트: Deployment shop/catalog; 배포 단위: overlays/dev, overlays/prod, overlays/staging

      조치 방법
        pod-security/privileged (3)
          pod-security/privileged을 고치세요.
          policy-gate explain pod-security/privileged

        심각  높음  중간  낮음  정보  합계
           3     0     0     0     0     3

      파일 3개, 배포 단위 4개의 오브젝트 7개를 규칙 5개로 검사했습니다. 찾은 것을 모두 평가했습니다.
      실패  policy-gate 0.1.0
        severity: 3 findings at or above high
      "
    `)
  })

  it('says on a pass what was checked and what was not', () => {
    const waived = shopReport().findings.slice(-1)
    expect(text({}, report())).toMatchInlineSnapshot(`
      "No open findings.
      Checked 7 objects in 1 unit from 3 files with 5 rules. Everything that was found was evaluated.
      PASS  policy-gate 0.1.0
      "
    `)
    expect(text({}, report({ findings: waived }))).toContain('with 5 rules. 1 finding waived.')
  })

  it('makes one block of a finding that three overlays share, with the units named', () => {
    const blocks = text()
      .split('\n')
      .filter((line) => line.includes('base/deployment.yaml:10:78'))
    expect(blocks).toHaveLength(1)
    expect(text()).toContain('units: overlays/dev, overlays/prod, overlays/staging')
  })

  it('tells the remedy of a rule once, with the number of its findings and where to read more', () => {
    const remedies = text().split('Set securityContext.privileged to false')
    expect(remedies).toHaveLength(2)
    expect(text()).toContain('  pod-security/privileged (4)\n')
    expect(text()).toContain('policy-gate explain pod-security/privileged\n')
  })

  it('never repeats the value of a secret, also not beside another finding', () => {
    const nearby = finding({ ruleId: 'image/mutable-tag', file: 'k8s/order.yaml', token: 'hunter2-and-more' })
    const scanned = shopReport()
    const verbose = text({ verbose: true }, { ...scanned, findings: [...scanned.findings, nearby] })
    expect(sources['k8s/order.yaml']).toContain('hunter2')
    expect(verbose).not.toContain('hunter2')
    expect(verbose).toContain('value: ****************')
  })

  it('masks values only, not the keys of a mapping', () => {
    const findings = ['env', 'hunter2-and-more'].map((token) => finding({ ruleId: 'secrets/env-literal', file: 'k8s/order.yaml', token }))
    expect(text({}, report({ findings }))).toContain(' env:\n')
  })

  it('gives no line and no excerpt for a finding about a whole file', () => {
    expect(text()).toContain('  low  workload/replicas  charts/payment/templates/deployment.yaml\n    payment has one replica\n    objects')
  })

  it('uses colour only when asked', () => {
    expect(text()).not.toContain('\u001b')
    const coloured = text({ colour: true })
    expect(coloured).toContain('\u001b[1;35mcritical\u001b[0m')
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(text())
  })

  it('names each cause of what one line generates when verbose', () => {
    const ofChart = (name: string, unit: string): NotEvaluated => ({
      reason: 'remote-source',
      message: `The chart ${name} is not here.`,
      unit,
      file: 'apps.yaml',
      line: 7,
    })
    const notEvaluated = [ofChart('a', 'a-dev'), ofChart('a', 'a-prod'), ofChart('b', 'b-dev'), ofChart('b', 'b-prod')]
    const short = '  apps.yaml:7  remote source: The chart a is not here.\n    and 3 more like it\n'
    expect(text({}, report({ notEvaluated }))).toContain(`${short}\n`)
    expect(text({ verbose: true }, report({ notEvaluated }))).toContain(`${short}      The chart b is not here.\n\n`)
  })

  it('shows waived findings, every unit and the lines before only when verbose', () => {
    expect(text()).not.toContain('host-network')
    expect(text({ verbose: true })).toContain('pod-security/host-network  base/deployment.yaml:8:20 (waived)')
  })

  it('leaves the findings out when quiet, never the verdict nor what was not evaluated', () => {
    const quiet = text({ quiet: true })
    expect(quiet).not.toContain('How to fix')
    expect(quiet).toContain('k8s/broken.yaml:12:3')
    expect(quiet).toContain('ERROR  policy-gate 0.1.0\n')
  })

  it('prints the worst when told how many, and counts the rest', () => {
    const limited = text({ maxFindings: 2 })
    expect(limited).toContain('pod-security/privileged')
    expect(limited).not.toContain('Image of order has tag latest')
    expect(limited).toContain('3 more findings not printed')
  })

  it('lists distinct messages at one place and shortens long lists', () => {
    const findings = Array.from({ length: 9 }, (_, index) =>
      finding({ ruleId: 'workload/replicas', file: 'k8s/order.yaml', token: 'order', message: `message ${index}`, unit: `u${index}` }),
    )
    expect(text({}, report({ findings }))).toContain('    message 3\n    and 5 more\n')
    expect(text({}, report({ findings }))).toContain('units: u0, u1, u2, u3 and 5 more')
    expect(text({ verbose: true }, report({ findings }))).toContain('    message 8\n')
  })

  it('shows one excerpt for several rules at one place of one object', () => {
    const findings = ['image/mutable-tag', 'workload/replicas'].map((ruleId) =>
      finding({ ruleId, file: 'k8s/order.yaml', token: 'name: order', occurrence: 2 }),
    )
    const output = text({}, report({ findings }))
    expect(output.match(/\^\^\^/g)).toHaveLength(3)
    expect(output.split('10 |')).toHaveLength(2)
    expect(output).toContain('Something is wrong\n  high  workload/replicas  k8s/order.yaml:10:11\n')
    const other = text({}, report({ findings: [findings[0]!, { ...findings[1]!, unit: 'other' }] }))
    expect(other.split('10 |')).toHaveLength(3)
  })

  it('names everything that blocks the gate, and of the rest ten', () => {
    const notEvaluated = (['unknown-value', 'parse-failed'] as const).flatMap((reason) =>
      Array.from({ length: 30 }, (_, index) => ({ file: `${reason}-${index}.yaml`, unit: 'k8s', reason, message: 'why' })),
    )
    const lines = text({}, report({ notEvaluated })).split('\n')
    expect(lines.filter((line) => line.startsWith('  parse-failed-'))).toHaveLength(30)
    expect(lines.filter((line) => line.startsWith('  unknown-value-'))).toHaveLength(10)
    expect(lines).toContain('  and 20 more')
    expect(text({ verbose: true }, report({ notEvaluated }))).toContain('unknown-value-29.yaml')
  })

  it('does not depend on the order of the findings', () => {
    const scanned = shopReport()
    expect(text({}, { ...scanned, findings: [...scanned.findings].reverse() })).toBe(text({}, scanned))
  })

  it('works without sources and with rules it does not know', () => {
    const scanned = report({ findings: [finding({ ruleId: 'team/unknown', file: 'k8s/gone.yaml', token: '' })] })
    expect(text({}, scanned)).toContain('team/unknown  k8s/gone.yaml:1:1\n    Something is wrong\n')
  })
})
