import { posix } from 'node:path'
import { afterAll } from 'vitest'
import { kustomizationNames } from '../../../src/discover/kustomization.ts'
import type { KustomizationSource } from '../../../src/discover/sources.ts'
import { openEngine } from '../../../src/engines/client.ts'
import { buildKustomizations } from '../../../src/engines/kustomizations.ts'
import type { FluxUnit } from '../../../src/gitops/flux/index.ts'

const kustomize = openEngine('kustomize')
const helm = openEngine('helm')
afterAll(() => Promise.all([kustomize.close(), helm.close()]))

/** Builds the kustomization of a unit from the files of the repository, with the unit's edit in place of the folder's own file. */
export async function build(unit: FluxUnit, files: Record<string, string>): Promise<string> {
  const { folder, edit } = unit.sources[0] as KustomizationSource
  const own =
    kustomizationNames.map((name) => posix.join(folder, name)).find((file) => file in files) ?? posix.join(folder, 'kustomization.yaml')
  const edited = edit === undefined ? files : { ...files, [own]: JSON.stringify(edit.kustomization) }
  const [result] = await buildKustomizations({ kustomize, helm, files: edited, directories: [folder] })
  if (result!.error !== undefined) throw new Error(result!.error.message)
  return result!.objects.map(({ yaml }) => yaml).join('---\n')
}
