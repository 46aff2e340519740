import { posix } from 'node:path'
import type { UnexpandedBlock } from '../../images/trivy/model.ts'
import type { NotEvaluated } from '../../model.ts'
import { visible } from '../../sanitize.ts'
import type { ScanItem } from '../model.ts'
import { type Declaration, type Declarations, declarationsOf } from './declarations.ts'
import { isTerraformFile, readTerraform, type TerraformFile } from './file.ts'
import { calledFolder } from './sources.ts'

/** What the scanner says of a block; the address counts from the root module. */
type Unexpanded = Omit<UnexpandedBlock, 'root'>

type Folders = Map<string, TerraformFile[]>

/**
 * Blocks that no check looked at since the scanner knows of no instance, though Terraform may make some: those whose `for_each` has no value
 * that is known, and those whose number is 0 by way of what only Terraform knows. A plain 0 is what the files say.
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
    return declared.filter(({ text }) => instances === 'unknown' || dependsOnOthers(text, folder, folders)).map(gapOf)
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

/**
 * True where a text, or a value that it takes, has to do with what only Terraform knows: a resource or a data source, whose `id`, `name` or
 * `json` the scanner makes up, or anything else of others that is tried; and where it has a key without a value, of which the scanner makes
 * no instance, though Terraform does.
 */
function dependsOnOthers(text: string, folder: string, folders: Folders): boolean {
  const texts = [...textsOf(text, folder, folders)]
  const names = texts.flatMap(namesOfOthers)
  if (texts.some((one) => /(?<![=!<>])(?:=>?|:)\s*null\b/.test(one))) return true
  return names.some((name) => name !== 'module') || (names.length > 0 && texts.some((one) => /\b(?:try|can)\s*\(/.test(one)))
}

/** A text with those of the local values that it takes, and of the defaults of its variables and what callers of its module give for them. */
function textsOf(text: string, folder: string, folders: Folders): Set<string> {
  const declared = new Map<string, Declarations[]>()
  const declarations = (of: string) => {
    const known = declared.get(of) ?? (folders.get(of) ?? []).map(declarationsOf)
    declared.set(of, known)
    return known
  }
  const callers = [...folders].flatMap(([from, members]) =>
    members.flatMap((file) => file.calls.map((call) => ({ from, name: call.name, to: calledFolder(file, call) }))),
  )
  const valuesOf = (kind: string, name: string, of: string): [string, string][] => {
    const named = (values: [string, string][], where: string) =>
      values.filter(([key]) => key === name).map(([, value]): [string, string] => [where, value])
    if (kind === 'local') return declarations(of).flatMap(({ locals }) => named(locals, of))
    const given = callers.filter(({ to }) => to === of)
    return [
      ...declarations(of).flatMap(({ defaults }) => named(defaults, of)),
      ...given.flatMap((call) => declarations(call.from).flatMap(({ calls }) => named(calls.get(call.name) ?? [], call.from))),
    ]
  }
  const found = new Map([[JSON.stringify([folder, text]), [folder, text] as [string, string]]])
  for (const [of, one] of found.values())
    for (const [, kind, name] of one.matchAll(/\b(local|var)\s*\.\s*([\w-]+)/g))
      for (const value of valuesOf(kind!, name!, of)) found.set(JSON.stringify(value), value)
  return new Set([...found.values()].map(([, one]) => one))
}

/** First words of names with dots that are neither variables, local values nor the names of a loop. */
function namesOfOthers(text: string): string[] {
  const code = text.replace(/"(?:[^"\\$]|\\.)*"/g, '""')
  const loops = [...code.matchAll(/\bfor\s+([\w-]+)(?:\s*,\s*([\w-]+))?\s+in\b/g)].flatMap(([, key, value]) => [key, value])
  const names = [...code.matchAll(/(?<![\w.\]-])([a-z][\w-]*)\s*\.\s*[a-z_]/gi)].map(([, first]) => first!)
  return names.filter((name) => !known.has(name) && !loops.includes(name))
}

const known = new Set(['var', 'local', 'each', 'count', 'path', 'terraform', 'self'])
