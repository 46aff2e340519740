import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { objectText, pathOfLines } from '../../src/infrastructure/kubernetes/text.ts'
import { valueAt } from '../../src/json.ts'
import type { JsonObject } from '../../src/model.ts'

const object: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', annotations: {}, labels: { 'a: b': '#x', no: 'yes' } },
  spec: {
    replicas: 1e21,
    template: {
      spec: {
        containers: [
          { name: 'a', args: ['--- # x', '', '\u2028\u0085\u{1f600}\ud800"\\', null, true], ports: [[1], []] },
          { name: 'b', securityContext: { privileged: true } },
        ],
      },
    },
  },
}

describe('objectText', () => {
  const { text, paths } = objectText(object)
  const lines = text.trimEnd().split('\n')

  it('is YAML that says the same', () => {
    expect(parse(text)).toEqual(JSON.parse(JSON.stringify(object).replace('\\ud800', '\ufffd')))
    expect(text).toMatch(/^[\n -~]*$/)
  })

  it('has the path of every line', () => {
    expect(paths).toHaveLength(lines.length)
    for (const [i, path] of paths.entries()) {
      const key = path.at(-1)!
      expect(lines[i]!.trimStart().startsWith(typeof key === 'number' ? '-' : JSON.stringify(key))).toBe(true)
      expect(valueAt(object, path)).toBeDefined()
    }
  })

  it('leads from lines to the smallest field that holds them', () => {
    const line = (part: string) => lines.findIndex((one) => one.includes(part)) + 1
    const container = ['spec', 'template', 'spec', 'containers', 1]
    expect(pathOfLines(paths, line('privileged'), line('privileged'))).toEqual([...container, 'securityContext', 'privileged'])
    expect(pathOfLines(paths, line('"b"'), line('privileged'))).toEqual(container)
    expect(pathOfLines(paths, line('"b"') - 1, line('privileged'))).toEqual(container)
    expect(pathOfLines(paths, line('replicas'), lines.length)).toEqual(['spec'])
    expect(pathOfLines(paths, 1, lines.length)).toEqual([])
    expect(pathOfLines(paths, lines.length + 1, lines.length + 5)).toEqual([])
  })
})
