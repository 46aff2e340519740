import { posix } from 'node:path'
import type { UnexpandedBlock } from '../../images/trivy/model.ts'
import type { NotEvaluated } from '../../model.ts'
import { visible } from '../../sanitize.ts'
import type { ScanItem } from '../model.ts'
import { type Declaration, declarationsOf } from './declarations.ts'
import { isTerraformFile, readTerraform, type TerraformFile } from './file.ts'
import { calledFolder } from './sources.ts'

/** What the scanner says of a block; the address counts from the root module. */
type Unexpanded = Omit<UnexpandedBlock, 'root'>

type Folders = Map<string, TerraformFile[]>

/**
 * Blocks that no check looked at since the scanner knows of no instance, though Terraform may make some: those whose `for_each` has no value
 * that is known, and those whose number is 0 by way of `try` or `can` around what only Terraform knows. A plain 0 is what the files say.
 */
export function unjudgedBlocks({ path, files }: Pick<ScanItem, 'path' | 'files'>, unexpanded: Unexpanded[]): NotEvaluated[] {
  if (unexpanded.length === 0) return []
  const read = files
    .filter((file) => isTerraformFile(file.path))
    .map((file) => readTerraform(file.path, Buffer.from(file.content).toString()))
  const folders = Map.groupBy(read, (file) => posix.dirname(file.path))
  const gaps = unexpanded.flatMap(({ address, instances }): NotEvaluated[] => {
    const { folder, local } = placeOf(address, path, folders)
    const members = folders.get(folder) ?? []
    if (!isJudged(local) || leadsNowhere(local, members, folders)) return []
    const declared = members.flatMap((file) =>
      declarationsOf(file)
        .blocks.filter((block) => block.address === local)
        .map((block) => ({ ...block, file: file.path })),
    )
    // what cannot be found again is named by its root module
    if (declared.length === 0) return [gapOf({ file: path, address, attribute: 'for_each' })]
    return declared.filter(({ text }) => instances === 'unknown' || dependsOnFailure(text, members)).map(gapOf)
  })
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()]
}

function gapOf({ file, line, address, attribute }: Omit<Declaration, 'text'> & { file: string }): NotEvaluated {
  const subject = address.startsWith('module.') ? `The call of ${address} was not followed` : `${address} was not judged`
  return {
    file,
    unit: posix.dirname(file),
    ...(line === undefined ? {} : { line }),
    reason: 'unknown-value',
    message: `${visible(subject)}: its ${attribute} depends on what only Terraform knows. Give its variables values in terraform.tfvars or as defaults, or write out what it is made of.`,
  }
}

/** Follows the modules in front of an address, from a folder on; the place where it ends, with what is left of the address. */
function placeOf(address: string, root: string, folders: Folders): { folder: string; local: string } {
  let folder = root
  let local = address
  for (;;) {
    const [whole, name] = /^module\.([^.[\]]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.(?=.)/.exec(local) ?? []
    const next = whole === undefined ? undefined : folderOfCall(name!, folders.get(folder) ?? [])
    if (next === undefined) return { folder, local }
    folder = next
    local = local.slice(whole!.length)
  }
}

function folderOfCall(name: string, members: TerraformFile[]): string | undefined {
  const found = members.flatMap((file) => file.calls.filter((call) => call.name === name).map((call) => calledFolder(file, call)))
  return found.find((folder) => folder !== undefined)
}

/** Data sources create nothing; one that writes a policy is judged as a part of what has it. */
function isJudged(address: string): boolean {
  return !address.startsWith('data.') || /^data\.\w+_iam_policy/.test(address)
}

/** A call of what is not there was not followed anyway, which is said elsewhere. */
function leadsNowhere(address: string, members: TerraformFile[], folders: Folders): boolean {
  const [, name] = /^module\.([^.[\]]+)$/.exec(address) ?? []
  if (name === undefined) return false
  const folder = folderOfCall(name, members)
  return folder !== undefined && !folders.has(folder)
}

/** True where a text, or a local value that it takes, tries what only Terraform knows: a resource, a data source, what a module gives. */
function dependsOnFailure(text: string, members: TerraformFile[]): boolean {
  const locals = Map.groupBy(
    members.flatMap((file) => declarationsOf(file).locals),
    ([name]) => name,
  )
  const texts = new Set([text])
  for (const one of texts)
    for (const [, name] of one.matchAll(/\blocal\s*\.\s*([\w-]+)/g)) for (const [, value] of locals.get(name!) ?? []) texts.add(value)
  return [...texts].some((one) => /\b(?:try|can)\s*\(/.test(one)) && [...texts].some(namesOthers)
}

/** Names with dots that are neither variables, local values nor the names of a loop. */
function namesOthers(text: string): boolean {
  const code = text.replace(/"(?:[^"\\$]|\\.)*"/g, '""')
  const loops = [...code.matchAll(/\bfor\s+([\w-]+)(?:\s*,\s*([\w-]+))?\s+in\b/g)].flatMap(([, key, value]) => [key, value])
  return [...code.matchAll(/(?<![\w.\]-])([a-z][\w-]*)\s*\.\s*[a-z_]/gi)].some(([, first]) => !known.has(first!) && !loops.includes(first))
}

const known = new Set(['var', 'local', 'each', 'count', 'path', 'terraform', 'self'])
