import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type JsonObject, UserError } from '../../packages/scanner/src/model.ts'
import { readDocuments } from '../../packages/scanner/src/parse/index.ts'
import { corporaFolder } from '../testing/left-out.ts'
import { generatedFiles } from './objects.ts'

/** Files that both programs read, in a folder of their own. */
export interface InputSet {
  name: string
  description: string
  /** Writes the files and gives how many they are. */
  prepare(folder: string): number
}

export const inputSets: InputSet[] = [
  {
    name: 'one',
    description: 'one file: a Deployment, a Service and a ServiceAccount',
    prepare: (folder) => write(folder, generatedFiles(1).slice(0, 1)),
  },
  { name: 'realworld', description: 'manifests of public projects', prepare: (folder) => copies(folder, realFiles().length) },
  { name: 'files-6000', description: 'the same, copied to 6,000 files', prepare: (folder) => copies(folder, 6000) },
  { name: 'objects-2500', description: '2,500 generated objects in one unit', prepare: (folder) => write(folder, generatedFiles(2500)) },
  {
    name: 'objects-10000',
    description: '10,000 generated objects in one unit',
    prepare: (folder) => write(folder, generatedFiles(10_000)),
  },
]

function write(folder: string, files: string[]): number {
  mkdirSync(folder, { recursive: true })
  for (const [index, text] of files.entries()) writeFileSync(join(folder, `${String(index).padStart(4, '0')}.yaml`), text)
  return files.length
}

let found: string[] | undefined

/**
 * Files of the corpora whose documents all are Kubernetes objects, so that conftest, which ends at the first file it cannot read, judges
 * all of them. Kustomizations are left out: rendering them is work that conftest does not do.
 */
function realFiles(): string[] {
  const folder = join(corporaFolder, 'realworld')
  if (!existsSync(folder))
    throw new UserError(`There is no folder ${folder}: name the corpora with POLICY_GATE_CORPORA, or choose other sets.`)
  found ??= globSync('**/*.{yaml,yml,json}', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => isManifest(readFileSync(join(folder, file), 'utf8')))
    .sort()
  return found
}

function isManifest(text: string): boolean {
  const { documents, problems } = readDocuments(text)
  const isObject = (value: unknown) => {
    const { apiVersion, kind } = (value ?? {}) as JsonObject
    return typeof apiVersion === 'string' && typeof kind === 'string' && !apiVersion.startsWith('kustomize.config.k8s.io/')
  }
  return problems.length === 0 && documents.length > 0 && documents.every(({ value }) => isObject(value))
}

function copies(folder: string, count: number): number {
  const files = realFiles()
  for (let i = 0; i < count; i++) {
    const file = files[i % files.length]!
    const target = join(folder, `copy-${String(Math.floor(i / files.length)).padStart(2, '0')}`, file)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(corporaFolder, 'realworld', file), target)
  }
  return count
}
