import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askOracle, type Verdict } from './pss-oracle.ts'
import { generatePods } from './pss-pods.ts'
import { checks } from './pss-standard.ts'

/** Minor versions that are compared: from the first with seccomp fields to one beyond the last that changes a check. */
export const minors = Array.from({ length: 20 }, (_, index) => 19 + index)
/** The pods whose verdicts are recorded, for machines without Go. */
export const recordedPods = { seed: 1, count: 1000 }

/** Verdicts of upstream, small: for every pod `<minor>:<bits in base 36>` wherever the bits differ from those of the minor before. */
interface Record {
  /** sha256 of the pods, so that a changed generator is not compared with verdicts about other pods. */
  pods: string
  checks: string[]
  verdicts: string[]
}

const file = join(import.meta.dirname, 'pss-oracle/recorded.json')
const names = Object.keys(checks).sort()
const levels = ['baseline', 'restricted'] as const

/** Asks upstream about the recorded pods. Needs Go. */
export function record(): Record {
  const pods = generatePods(recordedPods.seed, recordedPods.count)
  return { pods: digest(pods), checks: names, verdicts: askOracle(minors, pods).map(encode) }
}

/** The verdicts that are recorded, for every pod and minor. @throws Error when they are about other pods */
export function recordedVerdicts(): Verdict[][] {
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record
  const pods = generatePods(recordedPods.seed, recordedPods.count)
  if (stored.pods !== digest(pods) || stored.checks.join() !== names.join())
    throw new Error('the recording is about other pods: node packages/policies/test/pss-record.ts')
  return stored.verdicts.map(decode)
}

/** The recording as it is stored. */
export function storedRecord(): Record {
  return JSON.parse(readFileSync(file, 'utf8')) as Record
}

function encode(verdicts: Verdict[]): string {
  const bits = verdicts.map((verdict) => {
    const failed = names.reduce((sum, name, index) => sum + (verdict.failed.includes(name) ? 2 ** (index + levels.length) : 0), 0)
    return failed + levels.reduce((sum, level, index) => sum + (verdict[level] ? 2 ** index : 0), 0)
  })
  return bits.flatMap((value, index) => (value === bits[index - 1] ? [] : [`${minors[index]}:${value.toString(36)}`])).join(' ')
}

function decode(text: string): Verdict[] {
  const changes = new Map(
    text
      .split(' ')
      .map((change) => change.split(':'))
      .map(([minor, bits]) => [Number(minor), Number.parseInt(bits!, 36)]),
  )
  let bits = 0
  return minors.map((minor) => {
    bits = changes.get(minor) ?? bits
    const has = (index: number) => Math.floor(bits / 2 ** index) % 2 === 1
    return { failed: names.filter((_, index) => has(index + levels.length)), baseline: has(0), restricted: has(1) }
  })
}

function digest(pods: object[]): string {
  return createHash('sha256').update(JSON.stringify(pods)).digest('hex')
}

if (import.meta.main) writeFileSync(file, `${JSON.stringify(record(), null, 1)}\n`)
