import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'

const architecture = join(import.meta.dirname, '../../../docs/architecture.md')
const source = join(import.meta.dirname, '../src')

/** What the modules beside the folders are in the chain; all others are at its beginning. */
const pipeline = ['collect', 'found', 'plan', 'prepare', 'scan', 'scan-report', 'scanners'].map((name) => `${name}.ts`)
const beginning = 'modules beside the folders'
const end = 'index.ts'

/** From left to right: each imports only what is left of it. What stands together may import each other. */
const chain = [
  [beginning],
  ['translation'],
  ['parse'],
  ['files.ts'],
  ['documents'],
  ['git'],
  ['engines'],
  ['config'],
  ['discover'],
  ['provenance'],
  ['render'],
  ['gitops'],
  ['evaluate'],
  ['govern'],
  ['images'],
  ['infrastructure'],
  ['gate'],
  ['report'],
  ['scan.ts', 'shards'],
  ['changes'],
  ['hooks'],
  ['cli', end],
]

/** Imports from the right: beginnings of both paths, and the reason. */
const exceptions: [from: string, to: string, why: string][] = [
  ['model.ts', 'provenance/place.ts', 'types that every part speaks of, each beside what fills them'],
  ['model.ts', 'report/model.ts', 'types that every part speaks of, each beside what fills them'],
  ['files.ts', 'discover/walk.ts', 'where a link leads is decided as for the walk'],
  ['discover/sources.ts', 'provenance/place.ts', 'types: a unit is described by what places are found with'],
  ['evaluate/', 'images/', 'rules see images as their scan describes them, and references as it reads them'],
  ['images/list/text.ts', 'report/', 'the list of images is a report that no scan writes'],
]

test('a folder imports only what is left of it', () => {
  const wrong = importsOf(source).filter(({ from, to }) => positionOf(to) > positionOf(from))
  const reasonOf = ({ from, to }: Import) => exceptions.find(([left, right]) => from.startsWith(left) && to.startsWith(right))
  expect(wrong.filter((one) => reasonOf(one) === undefined)).toEqual([])
  expect(exceptions.filter((row) => !wrong.some((one) => reasonOf(one) === row))).toEqual([])
})

test('every folder has its place, and the architecture names them in this order', () => {
  const folders = globSync('*/', { cwd: source }).map((folder) => folder.replace(/\/$/, ''))
  expect(folders.filter((folder) => positionOf(`${folder}/`) === -1)).toEqual([])
  const [, listed] = /in this chain: ([^.]*(?:\.ts[^.]*)*)\./.exec(readFileSync(architecture, 'utf8')) ?? []
  expect(listed?.split(/,\s+/)).toEqual(chain.flat().flatMap((name) => (name === end ? [] : name === beginning ? [name] : [`\`${name}\``])))
})

interface Import {
  /** Relative to `src`. */
  from: string
  to: string
}

function importsOf(folder: string): Import[] {
  return globSync('**/*.ts', { cwd: folder }).flatMap((from) => {
    const text = readFileSync(join(folder, from), 'utf8')
    const paths = [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.[^']+\.ts)'/gm)].map(([, path]) =>
      posix.join(posix.dirname(from), path!),
    )
    return paths.map((to) => ({ from, to }))
  })
}

/** -1 for a folder that is not in the chain. */
function positionOf(file: string): number {
  const [folder, ...rest] = file.split('/')
  const name = rest.length > 0 ? folder! : pipeline.includes(file) ? 'scan.ts' : ['files.ts', end].includes(file) ? file : beginning
  return chain.findIndex((names) => names.includes(name))
}
