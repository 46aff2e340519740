import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { invisibleIn } from '../../../scanner/test/report/hostile.ts'
import { outputNames } from '../../src/outputs.ts'
import type { StepResult } from '../runner/runner.ts'
import { readLog } from '../runner/step-log.ts'

const verdictOf: Record<number, string[]> = { 0: ['pass', 'warn'], 1: ['fail'], 2: ['error'], 3: ['error'] }
const properties = ['file', 'line', 'endline', 'col', 'endcolumn', 'title']

/**
 * Whatever the texts were: the runner did nothing that the action did not mean, and every way to read the verdict says the same.
 * @param exitCode what the step has to end with
 */
export function expectHarmless(result: StepResult, exitCode: number, workspace?: string): void {
  expect(result.exitCode, result.raw.slice(-3000)).toBe(exitCode)
  const { log, outputs } = result
  expect(log.commands).toEqual([])
  expect(log.masks).toEqual([])
  expect(log.problems).toEqual([])
  expect(log.stopped).toBe(false)
  expect(log.dropped).toBe(0)
  expect([...log.outputs, ...log.state, ...result.state, ...result.variables, ...result.paths]).toEqual([])
  for (const { level, message, properties: given } of log.annotations) {
    expect(['error', 'warning', 'notice']).toContain(level)
    expect(Object.keys(given).filter((name) => !properties.includes(name))).toEqual([])
    expect(given.line ?? '1').toMatch(/^\d+$/)
    // what an annotation says is shown in the log again by some runners
    expect(commandsIn(message)).toEqual([])
  }
  expect(verdictOf[exitCode]).toContain(outputs.get('verdict'))
  expect(outputs.get('exit-code')).toBe(String(exitCode))
  expect([...outputs.keys()].filter((name) => !(outputNames as readonly string[]).includes(name))).toEqual([])
  for (const [name, value] of outputs) if (!name.endsWith('-file')) expect(value).toMatch(/^[\w:./-]*$/)
  // the last word is the action's own, whatever stands in the log before
  expect(log.annotations.filter(({ level, message }) => level === 'error' && message !== '').length).toBeGreaterThan(
    exitCode === 0 ? -1 : 0,
  )
  expect(commandsIn(result.summary)).toEqual([])
  expect(invisibleIn(result.summary)).toEqual([])
  expect(invisibleIn(log.shown.join('\n'))).toEqual([])
  for (const file of ['policy-gate.sarif', 'report.json', 'report.html']) {
    if (workspace === undefined || !existsSync(join(workspace, file))) continue
    const text = readFileSync(join(workspace, file), 'utf8')
    expect(commandsIn(text), file).toEqual([])
    expect(invisibleIn(text), file).toEqual([])
  }
}

/** A step behind may print a summary or report: no line of it may be a command. */
function commandsIn(text: string): unknown[] {
  const { commands, annotations } = readLog(text)
  return [...commands, ...annotations]
}
