import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

test('numbers in faults of values are written as the Helm command writes them', async () => {
  const schema = {
    properties: {
      large: { maximum: 5000 },
      small: { minimum: 1 },
      signed: { exclusiveMinimum: 1_000_000 },
      plain: { multipleOf: 1000 },
      text: { minLength: 1200 },
    },
  }
  const files = {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.2.3\n',
    'values.yaml': 'large: 1234567\nsmall: 0.000001\nsigned: -12345.25\nplain: 999999\ntext: abc\n',
    'values.schema.json': JSON.stringify(schema),
  }
  const { message } = await engine.call('helm.render', { files }).then(
    () => Promise.reject(new Error('rendered')),
    (error) => error,
  )
  expect(message).toContain("- at '/large': maximum: got 1.234567×10⁰⁶, want 5,000")
  expect(message).toContain("- at '/small': minimum: got 1×10⁻⁰⁶, want 1")
  expect(message).toContain("- at '/signed': exclusiveMinimum: got -12,345.25, want 1×10⁰⁶")
  expect(message).toContain("- at '/plain': multipleOf: got 999,999, want 1,000")
  expect(message).toContain("- at '/text': minLength: got 3, want 1,200")
})
