import type { GitObjects, TreeEntry } from '../../../scanner/src/config/commit/objects.ts'
import { entryAt } from '../../../scanner/src/config/commit/settings.ts'
import { settingsFolder } from '../../../scanner/src/config/settings.ts'
import type { GateFile } from '../../../scanner/src/model.ts'

/** Files at the top of a repository that run the gate, guard it, or change what is checked out; the gate itself reads none of them. */
const guards = new Set([
  ...['action.yml', 'action.yaml', 'codeowners', '.gitattributes', '.gitmodules', '.pre-commit-config.yaml', '.pre-commit-config.yml'],
  ...['trivy.yaml', '.trivyignore', '.trivyignore.yaml', 'trivy-secret.yaml'],
])
const lefthook = /^\.?lefthook(-local)?\.(ya?ml|toml|json)$/
const belowGithub = /^(workflows|actions)\/|^codeowners$/

/** The files of a commit that decide about the gate, by path, with what stands there. */
type GateFiles = Map<string, Pick<GateFile, 'role'> & { content: string }>

/**
 * What a change does to the files that decide about it, sorted by file. Links and submodules are shown as files. Names count without regard
 * to case: on some disks `.Policy-Gate` is `.policy-gate`.
 * @param config a configuration that was named, relative to the root
 * @throws UserError (3) when one of the commits cannot be read
 */
export async function changedGateFiles(
  objects: GitObjects,
  { base, head, config }: { base: string; head: string; config?: string | undefined },
): Promise<GateFile[]> {
  const [before, after] = [await gateFiles(objects, base, config), await gateFiles(objects, head, config)]
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((file): GateFile[] => {
    const [old, now] = [before.get(file), after.get(file)]
    if (old?.content === now?.content) return []
    return [{ file, change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed', role: (now ?? old)!.role }]
  })
}

async function gateFiles(objects: GitObjects, commit: string, config: string | undefined): Promise<GateFiles> {
  const { tree } = await objects.commit(commit)
  const found: GateFiles = new Map()
  const add = (file: string, entry: TreeEntry, role: GateFile['role']): void => {
    found.set(file, { role, content: `${entry.kind} ${entry.hash}` })
  }
  const addBelow = async (folder: string, entry: TreeEntry, role: GateFile['role'], isWanted = (_: string) => true): Promise<void> => {
    if (entry.kind !== 'folder') return add(folder, entry, role)
    for (const [path, inner] of await objects.treeBelow(entry.hash)) if (isWanted(path)) add(`${folder}/${path}`, inner, role)
  }
  for (const [name, entry] of await objects.tree(tree)) {
    const key = name.toLowerCase()
    if (key === settingsFolder) await addBelow(name, entry, 'settings')
    else if (key === '.github') await addBelow(name, entry, 'workflow', (path) => belowGithub.test(path.toLowerCase()))
    else if (key === '.husky') await addBelow(name, entry, 'workflow')
    else if (key === 'docs' && entry.kind === 'folder') {
      for (const [file, inner] of await objects.tree(entry.hash))
        if (file.toLowerCase() === 'codeowners') add(`${name}/${file}`, inner, 'workflow')
    } else if (guards.has(key) || lefthook.test(key)) add(name, entry, 'workflow')
  }
  const named = config === undefined ? undefined : await entryAt(objects, tree, config)
  if (named !== undefined) add(config!, named, 'settings')
  return found
}
