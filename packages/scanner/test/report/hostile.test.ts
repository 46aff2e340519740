import type { Log } from 'sarif'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model.ts'
import { formatNames, reporters, textReporter } from '../../src/report/index.ts'
import { context, finding, report } from './factory.ts'
import { hostileStrings, invisibleIn } from './hostile.ts'
import { hostileImages } from './image-report.ts'
import { runnerCommands } from './runner-commands.ts'
import { sarifProblems } from './sarif-problems.ts'
import { parseXml } from './xml.ts'

/** A report in which one hostile text stands wherever a repository can put text. */
function hostileReport(text: string): Report {
  const location = {
    file: text,
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: Math.max(2, text.length),
    precision: 'field' as const,
  }
  const found = finding(
    { ruleId: 'image/mutable-tag', file: text, message: text, unit: text, name: text },
    { location, related: [{ ...location, relation: 'object', message: text }], params: { [text]: text }, path: [text] },
  )
  const whole = {
    ...found,
    ruleId: text || 'rule',
    fingerprint: 'f'.repeat(64),
    ref: { apiVersion: text, kind: text, namespace: text, name: text },
  }
  const images = hostileImages(text)
  return report({
    findings: [found, whole, ...images.findings],
    generatedAt: '2026-01-31T00:00:00Z',
    images: images.images!,
    infrastructure: images.infrastructure!,
    notEvaluated: [
      { file: text, unit: text, reason: 'parse-failed', message: text, line: 1, column: 1, ruleId: text },
      { file: '', unit: text, reason: 'unknown-value', message: text },
    ],
    reasons: [{ code: text, message: text }],
  })
}

/** The source is hostile as well, so that excerpts and snippets are tried. */
const hostileContext = (text: string) => context({ readSource: () => `${text}\n${text}` })
const outputs = (format: (typeof formatNames)[number]) =>
  hostileStrings.map((text) => [text.slice(0, 80), reporters[format](hostileReport(text), hostileContext(text)), text] as const)

describe('no text of a repository', () => {
  it.each(formatNames.filter((format) => format !== 'github'))(
    'makes %s give a command to the runner or hide anything from the reader',
    (format) => {
      for (const [name, output] of outputs(format)) {
        expect(runnerCommands(output), name).toEqual([])
        expect(invisibleIn(output), name).toEqual([])
      }
    },
  )

  it('does so in the coloured or wide text report', () => {
    for (const text of hostileStrings) {
      const output = textReporter({ colour: true, width: 60, verbose: true, quiet: false })(hostileReport(text), hostileContext(text))
      expect(runnerCommands(output)).toEqual([])
      expect(invisibleIn(output.replace(/\u001b\[[\d;]*m/g, ''))).toEqual([])
    }
  })

  it('adds, changes or removes a GitHub annotation', () => {
    for (const [name, output, text] of outputs('github')) {
      const commands = runnerCommands(output)
      expect(output.split('\n').length - 1, name).toBe(commands.length)
      expect(
        commands.map((command) => command.name),
        name,
      ).toEqual(['error', 'error', 'error', 'error', 'error', 'notice'])
      for (const { properties, data } of commands) {
        expect(
          Object.keys(properties).every((key) => ['file', 'line', 'endLine', 'col', 'endColumn', 'title'].includes(key)),
          name,
        ).toBe(true)
        expect(['1', '11'], name).toContain(properties.line ?? '1')
        expect(data.length, name).toBeLessThanOrEqual(4096)
        expect(invisibleIn(data), name).toEqual([])
        expect(runnerCommands(data), name).toEqual([])
      }
      expect(commands.length, text).toBe(6)
    }
  })

  it('changes the value of the JSON report', () => {
    for (const [name, output, text] of outputs('json')) expect(JSON.parse(output).reasons, name).toEqual([{ code: text, message: text }])
  })

  it('breaks the JUnit report or adds a case to it', () => {
    for (const [name, output] of outputs('junit')) {
      const root = parseXml(output)
      expect(Number(root.attributes.tests), name).toBe(root.children.flatMap((suite) => suite.children).length)
      expect(root.attributes, name).toMatchObject({ failures: '4', errors: '1' })
    }
  })

  it('makes GitHub refuse the SARIF file, adds a link to it or leads out of the repository', () => {
    for (const [name, output] of outputs('sarif')) {
      const log: Log = JSON.parse(output)
      expect(sarifProblems(log), name).toEqual([])
      for (const { message } of log.runs[0]!.results!) {
        const links = [...message.text!.matchAll(/(?<=(?<!\\)(?:\\\\)*)\]\(([^)]*)\)/g)].map(([, target]) => target)
        expect(links, name).toEqual(['1'])
      }
    }
  })
})
