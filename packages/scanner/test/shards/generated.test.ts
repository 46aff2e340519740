import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compareWith } from '../../src/changes/comparison.ts'
import { comparedReport } from '../../src/changes/report.ts'
import { jsonReporter } from '../../src/report/json.ts'
import { scan } from '../../src/scan.ts'
import { edit } from '../changes/edits.ts'
import { random } from '../changes/random.ts'
import { deployment, namespace, shop, url } from '../changes/shop.ts'
import { history } from '../git/history.ts'
import '../scan/judge.ts'
import { layOut, repository } from '../scan/repository.ts'
import { mergeIn, scanInShards, shardTexts } from './sharded.ts'

const histories = Number(process.env.POLICY_GATE_HISTORIES ?? 1)
const firstSeed = Number(process.env.POLICY_GATE_SEED ?? 11)

it(`shards of generated repositories, and of changes to them, merge into the scan of the whole (${histories} histories)`, {
  timeout: 120_000 + histories * 30_000,
}, async () => {
  let units = 0
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const numbers = random(seed)
    const made = history(repository(shop))
    made.git('remote', 'add', 'origin', url)
    for (let i = numbers.below(4); i > 0; i--) edit(made.folder, numbers)
    made.commit({})
    made.git('checkout', '-q', '-b', 'change')
    const log = Array.from({ length: 1 + numbers.below(2) }, () => edit(made.folder, numbers))
    const cwd = made.folder
    const total = 2 + numbers.below(4)
    const label = `seed ${seed}, ${total} shards, ${log.join('; ')}`

    const whole = await scan({ cwd })
    units += whole.report.units.length
    expect(jsonReporter((await scanInShards(cwd, total)).report), label).toBe(jsonReporter(whole.report))

    // what a change affects, as `--changed-since` says it; and everything, with only new findings counting, as the action may
    for (const how of [{ judge: 'affected' }, { judge: 'all', newOnly: true }] as const) {
      const compared = comparedReport(await compareWith('main', { cwd, ...how }))
      const texts = await shardTexts(total, async (shard) => comparedReport(await compareWith('main', { cwd, ...how, shard })))
      expect(jsonReporter((await mergeIn(cwd, { reports: texts })).report), `${label}, ${how.judge}`).toBe(jsonReporter(compared))
    }
  }
  expect(units).toBeGreaterThan(histories * 5)
})

it('what is mended is told by one shard only, and what cannot be read any more is mended in none', { timeout: 60_000 }, async () => {
  const units = ['a', 'b', 'c', 'd']
  const files = units.map((name) => [`${name}/old.yaml`, deployment('old', { privileged: true })])
  const made = history(
    repository({ ...Object.fromEntries(files), ...Object.fromEntries(units.map((name) => [`${name}/n.yaml`, namespace(name)])) }),
  )
  made.commit({})
  made.git('checkout', '-q', '-b', 'change')
  const cwd = made.folder
  layOut(cwd, { 'a/old.yaml': deployment('old') })
  for (const name of ['b', 'c', 'd']) {
    rmSync(join(cwd, `${name}/old.yaml`))
    symlinkSync('/etc/hostname', join(cwd, `${name}/old.yaml`))
  }
  const compared = comparedReport(await compareWith('main', { cwd }))
  expect(new Set(compared.change?.fixed.map(({ unit }) => unit))).toEqual(new Set(['a']))
  expect(compared.notEvaluated.map(({ unit, reason }) => `${unit} ${reason}`)).toEqual(new Array(3).fill(' outside-root'))
  const texts = await shardTexts(3, async (shard) => comparedReport(await compareWith('main', { cwd, shard })))
  expect(jsonReporter((await mergeIn(cwd, { reports: texts })).report)).toBe(jsonReporter(compared))
})
