import { afterAll } from 'vitest'
import { walk } from '../../../src/discover/walk.ts'
import { openEngine } from '../../../src/engines/client.ts'
import { openFiles } from '../../../src/files.ts'
import { type ArgoContext, type ArgoExpansion, argoTemplates, expandArgo } from '../../../src/gitops/argocd/index.ts'
import { isJsonObject, textAt } from '../../../src/json.ts'
import type { Manifest } from '../../../src/model.ts'
import { readDocuments } from '../../../src/parse/index.ts'
import { repository } from '../../scan/repository.ts'

const helm = openEngine('helm')
afterAll(() => helm.close())

/** The URL that the tests' Applications name for the repository they lie in. */
export const ownUrl = 'https://git.example.com/shop/deploy.git'

/** All objects of a repository's YAML files, as a scan of plain files would find them. */
function manifestsIn(root: string, files: string[]): Manifest[] {
  const sources = openFiles(root)
  return files.flatMap((file) => {
    if (!/\.ya?ml$/.test(file)) return []
    return readDocuments(sources.text(file) as string).documents.flatMap((document): Manifest[] => {
      const object = document.value
      if (!isJsonObject(object)) return []
      const text = (...path: string[]) => textAt(object, path) ?? ''
      const ref = {
        apiVersion: text('apiVersion'),
        kind: text('kind'),
        namespace: text('metadata', 'namespace'),
        name: text('metadata', 'name'),
      }
      return [{ object, ref, unit: 'argocd', origin: { kind: 'file', file, document: document.index, itemPath: [] } }]
    })
  })
}

/** Expands what lies in a folder. */
export async function expandFolder(root: string, options: Partial<ArgoContext> & { paths?: string[] } = {}): Promise<ArgoExpansion> {
  const { files } = walk(options.paths ?? ['.'], { root, exclude: [] })
  return await expandArgo(manifestsIn(root, files), {
    sources: openFiles(root),
    remotes: [ownUrl],
    repositories: [],
    clusters: [],
    files,
    kubernetesVersion: '1.34.0',
    template: argoTemplates(helm),
    ...options,
  })
}

/** Lays out files and expands them. */
export function expandFiles(files: Record<string, string>, options: Partial<ArgoContext> = {}): Promise<ArgoExpansion> {
  return expandFolder(repository(files), options)
}
