import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type StepResult } from '../runner/runner.ts'
import { badPod, goodPod, workspaceWith } from './workspace.ts'

let product: Product
let whole: StepResult
const reports = mkdtempSync(join(tmpdir(), 'policy-gate-shards-'))
const workspace = workspaceWith({ 'a/a.yaml': goodPod, 'b/b.yaml': badPod, 'c/c.yaml': badPod, 'd/d.yaml': badPod })
const folders = [reports, workspace]

async function step(inputs: Record<string, string>): Promise<StepResult> {
  const result = await runStep({ product: product.folder, workspace, inputs })
  folders.push(result.folder)
  return result
}

/** What a run says, but for where it wrote it. */
function said({ outputs, summary }: StepResult): object {
  const { 'json-file': _file, ...rest } = Object.fromEntries(outputs)
  return { ...rest, summary }
}

beforeAll(async () => {
  product = await buildProduct()
  whole = await step({})
  for (const index of [1, 2, 3]) {
    const shard = await step({ shard: `${index}/3`, mode: 'warn', summary: 'false', 'json-file': join(reports, `${index}`, 'report.json') })
    expect(shard.exitCode).toBe(0)
    expect(shard.summary).toBe('')
  }
})
afterAll(() => {
  product.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('merge', () => {
  it('gives the verdict, numbers and summary of a scan of the whole', async () => {
    const merged = await step({ merge: reports })
    expect(merged.exitCode).toBe(1)
    expect(said(merged)).toEqual(said(whole))
    expect(merged.log.annotations).toEqual(whole.log.annotations)
  })

  it('takes files too', async () => {
    const merged = await step({ merge: [3, 1, 2].map((index) => join(reports, `${index}`, 'report.json')).join('\n') })
    expect(said(merged)).toEqual(said(whole))
  })

  it.each<[string, string, RegExp]>([
    ['a shard that is missing', [1, 3].map((index) => join(reports, `${index}`)).join('\n'), /Shard 2 of 3 is missing/],
    ['nothing at all', join(workspace, 'nowhere'), /cannot be read/],
    ['no report', workspace, /holds no \.json/],
  ])('%s is an error', async (_, merge, sentence) => {
    const result = await step({ merge })
    expect(result.exitCode).toBe(3)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(result.log.annotations[0]!.message).toMatch(sentence)
  })

  it('a report that is none is an error', async () => {
    const file = join(reports, 'forged.json')
    writeFileSync(file, '{"verdict":"pass"}')
    try {
      expect((await step({ merge: reports })).exitCode).toBe(3)
    } finally {
      rmSync(file)
    }
  })

  it('a report that says pass by hand is not believed', async () => {
    const file = join(reports, '2', 'report.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll('"verdict": "fail"', '"verdict": "pass"'))
    try {
      expect((await step({ merge: reports })).exitCode).not.toBe(0)
    } finally {
      writeFileSync(file, text)
    }
  })
})
