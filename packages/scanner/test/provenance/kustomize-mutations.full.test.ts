import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { absent, contents, kustomizationFolders, kustomizations, realworld } from '../engines/corpora.ts'
import { random } from '../parse/random.ts'
import { askAbout, type Builder, type Question, type Repository } from './kustomize-questions.ts'
import { shapes } from './kustomize-shapes.ts'

const goFolder = resolve(import.meta.dirname, '../../../engines')
const tools = join(goFolder, '.build/bin')
const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-test-'))
const kustomize = openEngine('kustomize')
const helm = openEngine('helm')
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true })
  await Promise.all([kustomize.close(), helm.close()])
})

/** Kustomize from unchanged modules: only the map under test comes from the engine. */
let copies = 0
const upstream: Builder = async (files, folders) => {
  const root = join(scratch, String(copies++))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  const args = ['helm', ...folders.map((folder) => join(root, folder))]
  const run = spawnSync(join(tools, 'kustomize-reference'), args, { encoding: 'utf8', maxBuffer: 1e9 })
  rmSync(root, { recursive: true })
  return (JSON.parse(run.stdout) as { yaml?: string }[]).map(({ yaml }) => yaml?.split(/^---\n/m))
}

function repositories(): Repository[] {
  const below = (name: string, root: string, folders?: string[]): Repository[] => {
    const texts = Object.entries(contents(root)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    const files = Object.fromEntries(texts)
    return (folders ?? kustomizationFolders(Object.keys(files))).map((folder) => ({ name, files, folder }))
  }
  return [
    ...[...shapes()].map(([name, files]) => ({ name, files, folder: 'overlay' })),
    ...below('example', resolve(goFolder, '../../examples/cloudmart')),
    ...[...kustomizations()].flatMap(([name, folders]) => below(name, join(realworld, name), folders)),
  ]
}

describe.runIf(!absent)(`changed scalars${absent}`, { timeout: 1_800_000 }, () => {
  beforeAll(() => {
    mkdirSync(tools, { recursive: true })
    const env = { ...process.env, GOBIN: tools, CGO_ENABLED: '0', GOFLAGS: '-mod=mod -p=2', GOTOOLCHAIN: 'go1.26.8' }
    execFileSync('go', ['install', './cmd/kustomize-reference'], { cwd: goFolder, env, stdio: 'inherit' })
  }, 1_800_000)

  test('are found at the token that was changed', async () => {
    const asked: Question[] = []
    for (const repository of repositories())
      asked.push(...(await askAbout(repository, { kustomize, helm, changed: upstream, random: random(11), limit: 25 })))
    const count =
      (...outcomes: Question['outcome'][]) =>
      (list: Question[]) =>
        list.filter(({ outcome }) => outcomes.includes(outcome)).length
    const alone = asked.filter((question) => question.alone)
    const composed = asked.filter((question) => !question.alone)
    const table = (list: Question[]) =>
      Object.fromEntries(Object.entries(Object.groupBy(list, ({ outcome }) => outcome)).map(([name, of]) => [name, of!.length]))
    process.stdout.write(`changed scalars: ${JSON.stringify({ alone: table(alone), composed: table(composed) })}\n`)
    for (const { outcome, file, line, text, object, path, places } of asked)
      if (outcome === 'line' || outcome === 'wrong' || outcome === 'listed')
        process.stdout.write(
          `  ${outcome}: ${file}:${line} ${text} -> ${object} ${path.join('.')}: ${places.map((place) => `${place.file}:${place.startLine}`).join(', ')}\n`,
        )
    expect(asked.length).toBeGreaterThan(1000)
    expect(count('first')(alone) / alone.length).toBeGreaterThanOrEqual(0.99)
    // a file that is a value as a whole has no line of its own
    expect(count('first', 'file')(asked) / asked.length).toBeGreaterThanOrEqual(0.99)
    // several places make a value: the one that was changed is among them, or the file as a whole is the value
    expect(count('first', 'file', 'line', 'listed')(composed) / composed.length).toBeGreaterThanOrEqual(0.98)
  })
})
