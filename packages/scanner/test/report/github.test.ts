import { describe, expect, it } from 'vitest'
import { type Finding, type Report, severities } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { context, finding, report, shopReport } from './factory.ts'
import { runnerCommand, runnerCommands } from './runner-commands.ts'

const github = (scanned: Report): string => reporters.github(scanned, context())

function many(count: number): Finding[] {
  return Array.from({ length: count }, (_, index) => {
    const found = finding({ ruleId: 'a/b', severity: severities[index % 5]!, file: 'k8s/order.yaml', token: 'order' })
    return { ...found, location: { ...found.location, startLine: index + 1, endLine: index + 1 } }
  })
}

describe('github', () => {
  it('reads like this', () => {
    const { findings, notEvaluated } = shopReport()
    expect(github(report({ findings: [...findings.slice(0, 1), ...findings.slice(3, 6)], notEvaluated }))).toMatchInlineSnapshot(`
      "::error file=k8s/broken.yaml,line=12,col=3,title=Not evaluated%3A cannot be parsed::duplicate key "spec"
      ::error file=base/deployment.yaml,line=10,endLine=10,col=78,endColumn=82,title=critical%3A pod-security/privileged No privileged containers::Container 카탈로그 is privileged%0Aunits: overlays/dev, overlays/prod, overlays/staging
      ::error file=k8s/order.yaml,line=13,endLine=13,col=25,endColumn=29,title=critical%3A pod-security/privileged No privileged containers::Container order is privileged
      ::notice file=overlays/edge/kustomization.yaml,title=Not evaluated%3A remote source::base is not in this repository
      "
    `)
  })

  it('is empty when there is nothing to say', () => expect(github(report())).toBe(''))

  it('gives the runner one annotation per line, with the exact region', () => {
    const [annotation] = runnerCommands(github(report({ findings: shopReport().findings.slice(0, 1) })))
    expect(annotation).toEqual({
      name: 'error',
      properties: {
        file: 'k8s/order.yaml',
        line: '13',
        endLine: '13',
        col: '25',
        endColumn: '29',
        title: 'critical: pod-security/privileged No privileged containers',
      },
      data: 'Container order is privileged',
    })
  })

  it('gives no columns for a region of several lines, and no line for a whole file', () => {
    const lines = finding({ ruleId: 'a/b', file: 'k8s/order.yaml', token: 'spec:\n  template:' })
    const file = finding({ ruleId: 'a/c', file: 'charts/payment/templates/deployment.yaml' })
    const commands = runnerCommands(github(report({ findings: [lines, file] })))
    expect(commands.map(({ properties }) => [properties.line, properties.endLine, properties.col, properties.endColumn])).toEqual([
      [undefined, undefined, undefined, undefined],
      ['6', '7', undefined, undefined],
    ])
  })

  it('stays within ten of each level, worst first, and counts the rest in a last notice', () => {
    const commands = runnerCommands(github(report({ findings: many(100) })))
    const levels = commands.map(({ name }) => name)
    const severity = (title: string | undefined): string => title?.split(':')[0] ?? 'none'
    expect(['error', 'warning', 'notice'].map((level) => levels.filter((name) => name === level).length)).toEqual([10, 10, 10])
    expect(commands.slice(0, 10).every(({ properties }) => severity(properties.title) === 'critical')).toBe(true)
    expect(commands.at(-1)).toEqual({ name: 'notice', properties: {}, data: '71 more without annotation; the report has them all.' })
  })

  it('needs no last notice when nothing is left', () => {
    const commands = runnerCommands(github(report({ findings: many(20) })))
    expect(commands).toHaveLength(20)
  })

  it('puts what blocks the gate before all findings', () => {
    const notEvaluated = shopReport().notEvaluated
    const [first] = runnerCommands(github(report({ findings: many(100), notEvaluated })))
    expect(first).toMatchObject({ name: 'error', properties: { file: 'k8s/broken.yaml', line: '12', col: '3' } })
  })

  it('cuts messages at 4,096 characters and titles at 255', () => {
    const long = finding({ ruleId: 'a'.repeat(400), file: 'k8s/order.yaml', token: 'order', message: '한%\n'.repeat(3000) })
    const command = runnerCommand(github(report({ findings: [long] })).trimEnd())!
    expect(command.data).toHaveLength(4096)
    expect(command.properties.title).toHaveLength(255)
  })

  it('leaves waived and baseline findings out', () => {
    const waived = shopReport().findings.slice(-1)
    expect(github(report({ findings: waived }))).toBe('')
  })

  it('speaks Korean', () => {
    const text = reporters.github(report({ findings: shopReport().findings.slice(0, 1) }), context({ language: 'ko' }))
    expect(runnerCommands(text)[0]!.properties.title).toBe('심각: pod-security/privileged pod-security/privileged 제목')
  })
})
