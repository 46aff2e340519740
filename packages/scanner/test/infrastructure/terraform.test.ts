import { describe, expect, it } from 'vitest'
import { terraformBlocks } from '../../src/infrastructure/terraform/blocks.ts'
import { isTerraformFile, readTerraform } from '../../src/infrastructure/terraform/file.ts'
import { modulesOf, terraformItems } from '../../src/infrastructure/terraform/modules.ts'
import { withOnlyGivenModules } from '../../src/infrastructure/terraform/sources.ts'
import { withoutSurroundings } from '../../src/infrastructure/terraform/surroundings.ts'

/** Root modules with the files that are given with each, from files by path. */
function items(files: Record<string, string>) {
  const read = Object.entries(files)
    .filter(([path]) => isTerraformFile(path))
    .map(([path, text]) => readTerraform(path, text))
  const { items: found, notEvaluated } = terraformItems(modulesOf(read, Object.keys(files)), (path) => files[path])
  return {
    variables: (root: string) => found.find(({ path }) => path === root)!.variables,
    roots: Object.fromEntries(found.map((item) => [item.path, item.files.map(({ path }) => path)])),
    text: (root: string, file: string) =>
      Buffer.from(found.find(({ path }) => path === root)!.files.find(({ path }) => path === file)!.content).toString(),
    gaps: notEvaluated.map(({ file, line, reason, message }) => `${file}:${line} ${reason} ${message}`),
  }
}

const bucket = 'resource "aws_s3_bucket" "b" {}\n'
const calls = (source: string, more = '') => `module "m" {\n  source = "${source}"\n${more}}\n`

describe('blocks of HCL', () => {
  it('are found with labels, lines and attributes, whatever strings and comments hold', () => {
    const text = [
      '# module "no" { source = "x" }',
      '/* module "no" {',
      'source = "../x" } */',
      'module "a" {',
      '  source = "../b" // c',
      '  text   = "${f("}", { b = "}" })} \\" } $${ %{ if true }y%{ endif }"',
      '  long   = <<-EOT',
      '    } module "no" {',
      '  EOT',
      '  providers = {',
      '    source = "n"',
      '  }',
      '}',
      'module b { source = "x" }',
      '',
      'resource "aws_s3_bucket" "logs" {',
      '  lifecycle {',
      '    ignore_changes = [tags]',
      '  }',
      '}',
    ].join('\n')
    const found = terraformBlocks(text)
    expect(found.map(({ type, labels, startLine, endLine }) => [type, ...labels, startLine, endLine])).toEqual([
      ['module', 'a', 4, 13],
      ['module', 'b', 14, 14],
      ['resource', 'aws_s3_bucket', 'logs', 16, 20],
    ])
    expect(found[0]!.attributes.map(({ name, line, text: value }) => [name, line, value])).toEqual([
      ['source', 5, '../b'],
      ['text', 6, undefined],
      ['long', 7, undefined],
      ['providers', 10, undefined],
    ])
    expect(found[2]!.blocks).toEqual(['lifecycle'])
  })

  it.each(['module "a" {', '"', '"${', '<<EOT\nx', '/* x', 'a = {{{', '}}}}', '='])(
    'reads %j, however often, in time that grows as the text does',
    (text) => {
      const started = performance.now()
      terraformBlocks(text)
      terraformBlocks(text.repeat(30_000))
      terraformBlocks(`${text} `.repeat(30_000))
      terraformBlocks(`${text}\n`.repeat(30_000))
      expect(performance.now() - started).toBeLessThan(8000)
    },
  )
})

describe('root modules', () => {
  it('are those that no other module calls, and come with what they call, directly or not', () => {
    const found = items({
      'prod/main.tf': calls('../modules/app'),
      'dev/main.tf': calls('../modules/app/'),
      'modules/app/main.tf': calls('../db'),
      'modules/db/main.tf': bucket,
      'other/main.tf.json': '{"module": {"m": [{"source": "../modules/db"}]}}',
    })
    expect(found.roots).toEqual({
      prod: ['modules/app/main.tf', 'modules/db/main.tf', 'prod/main.tf'],
      dev: ['dev/main.tf', 'modules/app/main.tf', 'modules/db/main.tf'],
      other: ['modules/db/main.tf', 'other/main.tf.json'],
    })
    expect(found.gaps).toEqual([])
  })

  it.each([
    ['a call that may create nothing', { 'prod/main.tf': bucket, 'x/main.tf': calls('../prod', '  count = 0\n') }],
    ['the same with for_each', { 'prod/main.tf': bucket, 'x/main.tf': calls('../prod', '  for_each = {}\n') }],
    ['the same in JSON', { 'prod/main.tf': bucket, 'x/a.tf.json': '{"module": {"m": {"source": "../prod", "count": 0}}}' }],
    ['a comment', { 'prod/main.tf': bucket, 'x/main.tf': `/*\n${calls('../prod')}*/` }],
    ['a call of itself', { 'prod/main.tf': bucket + calls('./') }],
    [
      'a caller of a module that keeps state',
      { 'prod/main.tf': `terraform {\n  backend "s3" {}\n}\n${bucket}`, 'x/main.tf': calls('../prod') },
    ],
    ['a caller of a module that has values', { 'prod/main.tf': bucket, 'prod/terraform.tfvars': 'a = 1', 'x/main.tf': calls('../prod') }],
    ['a caller of a module with a provider', { 'prod/main.tf': `provider "aws" {}\n${bucket}`, 'x/main.tf': calls('../prod') }],
    ['the same in JSON', { 'prod/a.tf.json': '{"provider": {"aws": {}}}', 'x/main.tf': calls('../prod') }],
    ['a circle', { 'prod/main.tf': bucket + calls('../x'), 'x/main.tf': calls('../prod') }],
  ])('are not hidden by %s', (_, files) => {
    expect(Object.keys(items(files as Record<string, string>).roots)).toContain('prod')
  })
})

it('calls in a circle are not followed, and said', () => {
  const found = items({ 'a/main.tf': calls('../b'), 'b/main.tf': calls('../c'), 'c/main.tf': calls('../b') + calls('./') })
  expect(found.roots.a).toEqual(['a/main.tf', 'b/main.tf', 'c/main.tf'])
  expect(found.text('a', 'a/main.tf')).toBe(calls('../b'))
  expect(found.text('a', 'c/main.tf')).toBe(calls('./-') + calls('./-'))
  expect(found.gaps.map((gap) => gap.replace(/:.*/, ''))).toEqual(['b/main.tf', 'c/main.tf', 'c/main.tf'])
})

it('values of variables come with the module that reads them unasked, in the order of Terraform', () => {
  const names = ['z.auto.tfvars', 'a.auto.tfvars.json', 'terraform.tfvars.json', 'terraform.tfvars', 'prod.tfvars', 'b.auto.tfvars']
  const files = Object.fromEntries(names.map((name) => [`prod/${name}`, '']))
  const found = items({ ...files, 'prod/main.tf': calls('../m'), 'm/main.tf': bucket, 'dev/main.tf': calls('../m') })
  const read = ['terraform.tfvars', 'terraform.tfvars.json', 'a.auto.tfvars.json', 'b.auto.tfvars', 'z.auto.tfvars'].map(
    (name) => `prod/${name}`,
  )
  expect(found.variables('prod')).toEqual(read)
  expect(found.roots.prod).toEqual(['m/main.tf', 'prod/main.tf', ...read])
  expect(found.variables('dev')).toBeUndefined()
})

describe('sources', () => {
  const text = (source: string) => items({ 'prod/main.tf': calls(source), 'modules/a/main.tf': bucket }).text('prod', 'prod/main.tf')

  it('stay what they are where they name a folder that is given', () => {
    expect(text('../modules/a')).toBe(calls('../modules/a'))
  })

  it.each([
    ['a registry', 'terraform-aws-modules/vpc/aws', 'remote-source'],
    ['a repository', 'git::https://git.example/vpc.git', 'remote-source'],
    ['an address', 'https://127.0.0.1:8443/vpc.zip', 'remote-source'],
    ['a path of the machine', '/etc', 'remote-source'],
    ['what is only known later', '${var.x}', 'remote-source'],
    ['a folder outside', '../../../etc', 'outside-root'],
    ['a folder that is not there', './missing', 'unresolved-reference'],
  ])('of %s are replaced and said', (_, source, reason) => {
    expect(text(source)).toBe(calls('./-'))
    const { gaps } = items({ 'prod/main.tf': calls(source) })
    expect(gaps).toHaveLength(1)
    expect(gaps[0]).toMatch(new RegExp(`^prod/main\\.tf:2 ${reason} The module "m"`))
  })

  it('keep every line where it is', () => {
    const long = `${bucket}module "m" {\n  source = "\${\n  var.x}"\n}\n${bucket}`
    const file = readTerraform('prod/main.tf', long)
    const clean = withOnlyGivenModules(file, () => false)
    expect(clean.split('\n')).toHaveLength(long.split('\n').length)
    expect(clean.split('\n').at(-2)).toBe(bucket.trim())
    expect(clean).not.toContain('var.x')
  })

  it('are replaced in JSON too, and nowhere else', () => {
    const json = '{"module": {"m": {"source": "a/b/c"}},\n "terraform": {"required_providers": {"x": {"source": "a/b"}}}}'
    expect(withOnlyGivenModules(readTerraform('a.tf.json', json), () => false)).toBe(json.replace('"a/b/c"', '"./-"'))
  })
})

describe('what depends on where Terraform is run', () => {
  it.each([
    ['count = fileexists("a") ? 1 : 0', 'count = 1'],
    ['count = can(\n  file("x")\n) ? 1 : 0', 'count = 1\n\n'],
    ['for_each = fileset(path.module, "*")', 'for_each = toset(["-"])'],
    ['count = var.on ? 1 : 0', 'count = var.on ? 1 : 0'],
    ['name = terraform.workspace', 'name = terraform.workspac_'],
    ['name = try(var.name, "x")', 'name = try(var.name, "x")'],
  ])('%s', (line, expected) => {
    expect(withoutSurroundings('main.tf', `resource "a" "b" {\n${line}\n}\n`)).toBe(`resource "a" "b" {\n${expected}\n}\n`)
  })

  it('is found in JSON whatever letters are written as', () => {
    expect(withoutSurroundings('a.tf.json', '{"count": "${\\u0066ileexist\\u0073(\\"x\\") ? 1 : 0}"}')).toBe(
      '{"count": "${fileexist_(\\"x\\") ? 1 : 0}"}',
    )
  })
})

it('files that are merged over others are not judged, and that is said', () => {
  const gaps = (...paths: string[]) => {
    const files = paths.map((path) => readTerraform(path, ''))
    return terraformItems(modulesOf(files, paths), () => undefined).notEvaluated.map(({ file, reason }) => [file, reason])
  }
  expect(gaps('a/main.tf', 'a/override.tf', 'b/x_override.tf.json', 'c/overrides.tf', 'd/main.tf', 'd/main.tofu', 'e/main.tofu')).toEqual([
    ['a/override.tf', 'file-not-scanned'],
    ['b/x_override.tf.json', 'file-not-scanned'],
    ['d/main.tf', 'file-not-scanned'],
  ])
})
