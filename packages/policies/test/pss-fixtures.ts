import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { GeneratedPod } from './pss-pods.ts'

/** A pod that upstream's authors wrote for one version of a level. */
export interface Fixture {
  file: string
  level: 'baseline' | 'restricted'
  minor: number
  passes: boolean
  /** The check that a failing one breaks, in lower case. */
  check: string
  pod: GeneratedPod
}

/** Upstream's own fixtures from the minor version on, read from Go's module cache. Needs Go. */
export function upstreamFixtures(since: number): Fixture[] {
  const options = { cwd: join(import.meta.dirname, 'pss-oracle'), encoding: 'utf8' } as const
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', 'k8s.io/pod-security-admission'], options)) as { Dir: string }
  const folder = join(Dir, 'test/testdata')
  return globSync('{baseline,restricted}/v1.*/{pass,fail}/*.yaml', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => {
      const [level, version, outcome, name] = file.split('/') as [Fixture['level'], string, string, string]
      const minor = Number(version.slice('v1.'.length))
      return { file, level, minor, passes: outcome === 'pass', check: name.replace(/\d*\.yaml$/, ''), pod: readPod(join(folder, file)) }
    })
    .filter(({ minor }) => minor >= since)
}

function readPod(file: string): GeneratedPod {
  const { metadata, spec } = parse(readFileSync(file, 'utf8')) as GeneratedPod
  return { metadata, spec }
}
