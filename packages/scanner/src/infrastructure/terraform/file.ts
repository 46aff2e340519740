import { isJsonObject, listOf } from '../../json.ts'
import type { Json, JsonObject } from '../../model.ts'
import { terraformBlocks } from './blocks.ts'

/** What of a file decides which folders are judged together, and where its resources stand. */
export interface TerraformFile {
  path: string
  text: string
  calls: ModuleCall[]
  /** It says where state is kept, or how a provider is reached: Terraform is run in this folder, whoever else uses it. */
  isRoot: boolean
  /** By first line. None of a file in JSON. */
  resources: { address: string; startLine: number; endLine: number }[]
}

/** `module "name" { source = … }` */
export interface ModuleCall {
  name: string
  /** Undefined where it is not written out. */
  source: string | undefined
  /** 1-based, of `source`; undefined in JSON. */
  line?: number
  /** Offsets of the value of `source`, quotes included; undefined in JSON. */
  range?: { start: number; end: number }
  /** There may be no instance of it: it has `count` or `for_each`. */
  isConditional: boolean
}

/** Files that Terraform and OpenTofu read as configuration. */
export function isTerraformFile(path: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(path)
}

/** Reads what is needed of a file; one that cannot be parsed gives less, and the scanner says so. */
export function readTerraform(path: string, text: string): TerraformFile {
  return path.endsWith('.json') ? readJson(path, text) : readNative(path, text)
}

function readNative(path: string, text: string): TerraformFile {
  const blocks = terraformBlocks(text)
  const calls = blocks
    .filter(({ type }) => type === 'module')
    .map((block): ModuleCall => {
      const source = block.attributes.find(({ name }) => name === 'source')
      return {
        name: block.labels[0] ?? '',
        source: source?.text,
        line: source?.line ?? block.startLine,
        ...(source === undefined ? {} : { range: { start: source.start, end: source.end } }),
        isConditional: block.attributes.some(({ name }) => conditions.has(name)),
      }
    })
  const resources = blocks.map(({ type, labels, startLine, endLine }) => ({
    address: (type === 'resource' ? labels : [type, ...labels]).join('.'),
    startLine,
    endLine,
  }))
  const isRoot = blocks.some(
    ({ type, blocks: inner }) => type === 'provider' || (type === 'terraform' && inner.some((name) => stateBlocks.has(name))),
  )
  return { path, text, calls, isRoot, resources }
}

const conditions = new Set(['count', 'for_each', 'enabled'])
const stateBlocks = new Set(['backend', 'cloud'])

function readJson(path: string, text: string): TerraformFile {
  const result: TerraformFile = { path, text, calls: [], isRoot: false, resources: [] }
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return result
  }
  for (const top of objectsOf(value)) {
    for (const named of objectsOf(top.module)) {
      for (const [name, bodies] of Object.entries(named))
        for (const body of objectsOf(bodies)) {
          result.calls.push({
            name,
            source: typeof body.source === 'string' ? body.source : undefined,
            isConditional: Object.keys(body).some((key) => conditions.has(key)),
          })
        }
    }
    if (top.provider !== undefined) result.isRoot = true
    if (objectsOf(top.terraform).some((body) => Object.keys(body).some((key) => stateBlocks.has(key)))) result.isRoot = true
  }
  return result
}

/** A level of Terraform in JSON, which may be an object or a list of them. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return (isJsonObject(value) ? [value] : listOf(value)).filter(isJsonObject)
}
