import { describe, expect, it } from 'vitest'
import { unexpandedBlocks } from '../../src/images/trivy/expansions.ts'
import { logReader } from '../../src/images/trivy/log.ts'
import { unjudgedBlocks } from '../../src/infrastructure/terraform/instances.ts'

/** Lines of a log at level DEBUG, as Trivy 0.74 writes them. */
const root = (folder: string) => `2026-01-01T00:00:00Z\tINFO\t[terraform scanner] Scanning root module\tfile_path="${folder}"\n`
const evaluator = (text: string) => `2026-01-01T00:00:00Z\tDEBUG\t[terraform evaluator] ${text}\n`
const failed = (fields: string) =>
  evaluator(`Failed to expand block. Invalid "for-each" argument. Must be known and iterable.\t${fields} value="cty.DynamicVal"`)
const counted = (fields: string, clones: number) =>
  evaluator(`Expanded block into clones via 'count' attribute.\t${fields} clones=${clones}`)

function said(...lines: string[]) {
  const reader = logReader()
  for (const line of lines) reader.push(Buffer.from(line))
  const log = reader.end()
  return { blocks: unexpandedBlocks(log.instances).map(({ root, address, instances }) => `${root} ${address} ${instances}`), ...log }
}

describe('the log says of which blocks there is no instance', () => {
  it('by root module, each once, however often its module is evaluated', () => {
    const again = counted('module="root" module="a" block="module.a.aws_s3_bucket.b"', 0)
    const { blocks } = said(
      root('0/prod'),
      failed('module="root" block="aws_s3_bucket.b"'),
      counted('module="root" block="aws_s3_bucket.c"', 2),
      again,
      again,
      root('1'),
      failed('module="root" block="aws_s3_bucket.b"'),
      failed('module="root" module="b[\\"q r\\"]" block="module.b[\\"q r\\"].aws_s3_bucket.b"'),
    )
    expect(blocks).toEqual([
      '0/prod aws_s3_bucket.b unknown',
      '0/prod module.a.aws_s3_bucket.b none',
      '1 aws_s3_bucket.b unknown',
      '1 module.b["q r"].aws_s3_bucket.b unknown',
    ])
  })

  it('whatever names the files bring along', () => {
    const { blocks, notes } = said(
      root('0'),
      failed('module="root" module="x block=data.a.b " block="module.x.aws_s3_bucket.b"'),
      failed('module="root" block="Scanning root module\\tfile_path=\\"9\\""'),
      counted(`module="root" block="aws_s3_bucket.${'b'.repeat(5000)}"`, 0),
    )
    expect(blocks).toEqual(['0 module.x.aws_s3_bucket.b unknown', '0 Scanning root moduletfile_path="9" unknown', '0  none'])
    expect(notes).toEqual([])
  })

  it('and more than can be kept is no silence', () => {
    const { instances, truncated } = said(...Array.from({ length: 10_001 }, (_, i) => failed(`module="root" block="a.b${i}"`)))
    expect([instances.length, truncated]).toEqual([10_000, true])
  })
})

/** `<file>:<line> <what>` of every gap of a root module `prod`, from the blocks that the scanner has dropped. */
function gaps(files: Record<string, string>, ...unexpanded: [address: string, instances?: 'none'][]): string[] {
  const item = { path: 'prod', files: Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) })) }
  const dropped = unexpanded.map(([address, instances]) => ({ address, instances: instances ?? ('unknown' as const) }))
  return unjudgedBlocks(item, dropped).map(({ file, line, reason, message }) => {
    expect(reason).toBe('unknown-value')
    return `${file}:${line} ${message.replace(/ depends on .*/, '')}`
  })
}

const bucket = (number: string) => `\nresource "aws_s3_bucket" "b" {\n  ${number}\n}\n`
const call = (source: string) => `module "m" {\n  source   = "${source}"\n  for_each = var.x\n}\n`

describe('what no check looked at is named', () => {
  it('at its line, in the module that it is written in', () => {
    const files = {
      'prod/main.tf': call('../modules/a'),
      'prod/other.tf': bucket('for_each = var.x'),
      'modules/a/main.tf': bucket('for_each = var.y'),
      'modules/b/main.tf': bucket('for_each = var.z'),
    }
    const inModule = 'modules/a/main.tf:2 aws_s3_bucket.b was not judged: its for_each'
    expect(gaps(files, ['aws_s3_bucket.b'])).toEqual(['prod/other.tf:2 aws_s3_bucket.b was not judged: its for_each'])
    expect(gaps(files, ['module.m["x.y"].aws_s3_bucket.b'], ['module.m[0].aws_s3_bucket.b'])).toEqual([inModule])
    expect(gaps(files, ['module.m'])).toEqual(['prod/main.tf:1 The call of module.m was not followed: its for_each'])
  })

  it('not where it is said elsewhere, or creates nothing', () => {
    const data = 'data "aws_regions" "r" {\n  for_each = var.x\n}\ndata "aws_iam_policy_document" "p" {\n  for_each = var.x\n}\n'
    const files = { 'prod/main.tf': call('./-') + data }
    expect(gaps(files, ['module.m'], ['data.aws_regions.r'], ['data.aws_iam_policy_document.p'])).toEqual([
      'prod/main.tf:8 data.aws_iam_policy_document.p was not judged: its for_each',
    ])
  })

  it('in JSON too, and by its folder where it cannot be found again', () => {
    const json = JSON.stringify({ resource: [{ aws_s3_bucket: { b: { for_each: '${var.x}' } } }], locals: { on: '${can(module.m.x)}' } })
    expect(gaps({ 'prod/main.tf.json': json }, ['aws_s3_bucket.b'], ['nothing "of\nthis'])).toEqual([
      'prod/main.tf.json:undefined aws_s3_bucket.b was not judged: its for_each',
      'prod:undefined nothing "of\\nthis was not judged: its for_each',
    ])
  })
})

describe('none at all is a gap only where it comes of what only Terraform knows', () => {
  const locals = 'locals {\n  on = local.deep\n  deep = can(module.m.on)\n  home = data.aws_region.here.name == "eu-west-1"\n}\n'
  const variables = 'variable "nothing" {\n  default = { a = null }\n}\nvariable "none" {\n  default = null\n}\n'
  it.each([
    ['count = 0', false],
    ['count = var.on ? 1 : 0', false],
    ['count = try(var.on.really, false) ? 1 : 0', false],
    ['for_each = { for k, v in var.all : k => v if try(v.on, false) }', false],
    ['for_each = { for k in ["data.x.y"] : k => k if can(var.z) }', false],
    ['count = "${path.module}/${terraform.workspace}" == "a" ? 1 : 0', false],
    ['count = module.m.on ? 1 : 0', false],
    // what the scanner gives for them is of its own making
    ['count = data.aws_region.here.name == "eu-west-1" ? 1 : 0', true],
    ['count = lookup({ "a" = 1 }, "${aws_vpc.v.id}", 0)', true],
    ['for_each = { for k in ["a"] : k => k if k == data.aws_region.here.name }', true],
    ['count = local.home ? 1 : 0', true],
    // it makes no instance for a key without a value
    ['for_each = { a = null }', true],
    ['for_each = { for k in ["a"] : k => null }', true],
    ['for_each = var.nothing', true],
    ['for_each = var.none == null || var.none != null ? {} : { a = 1 }', false],
    ['count = try(data.aws_regions.all.names[0], "") == "" ? 0 : 1', true],
    ['for_each = try(module.m.names, {})', true],
    ['count = try("${aws_s3_bucket.c.arn}", "") == "" ? 0 : 1', true],
    ['count = local.on ? 1 : 0', true],
  ])('%s', (number, isGap) => {
    expect(gaps({ 'prod/main.tf': bucket(number), 'prod/locals.tf': locals + variables }, ['aws_s3_bucket.b', 'none'])).toHaveLength(
      isGap ? 1 : 0,
    )
  })

  it.each([
    ['HCL', 'main.tf', 'module "m" {\n  source = "../modules/a"\n  on = local.home\n}\n'],
    ['JSON', 'main.tf.json', JSON.stringify({ module: { m: { source: '../modules/a', on: '${local.home}' } } })],
  ])('whoever calls the module: %s', (_, name, text) => {
    const files = { [`prod/${name}`]: text, 'prod/locals.tf': locals, 'modules/a/main.tf': bucket('count = var.on ? 1 : 0') }
    expect(gaps(files, ['module.m.aws_s3_bucket.b', 'none'])).toEqual(['modules/a/main.tf:2 aws_s3_bucket.b was not judged: its count'])
    expect(gaps({ ...files, 'prod/locals.tf': 'locals {\n  home = false\n}\n' }, ['module.m.aws_s3_bucket.b', 'none'])).toEqual([])
  })
})
