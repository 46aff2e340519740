import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { filesArguments, imageArguments } from '../../../src/images/trivy/arguments.ts'
import type { FileFacts, FileToScan, FileType } from '../../../src/images/trivy/model.ts'
import { databaseOf, fakeTrivy, folderOf, freshFolder, layoutOf, openReal, rawRun, realTrivy, today, vulnerable } from '../support/trivy.ts'

/** Everything by which a repository can make Trivy say less, as files. */
const attack = {
  'trivy.yaml': 'severity: [LOW]\nexit-code: 0\nscan:\n  scanners: [license]\n  skip-dirs: ["**"]\n',
  '.trivyignore': 'CVE-2026-0001\nCVE-2026-0004\nDS-0002\nAWS-0087\naws-access-key-id\n',
  '.trivyignore.yaml': 'vulnerabilities: [{id: CVE-2026-0001}, {id: CVE-2026-0004}]\nmisconfigurations: [{id: DS-0002}]\n',
  'trivy-secret.yaml': 'disable-rules: [aws-access-key-id]\n',
}
const found = ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0004']

const before = { cwd: process.cwd(), env: { ...process.env } }
afterEach(() => {
  process.chdir(before.cwd)
  for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name]
  Object.assign(process.env, before.env)
})

const types: FileType[] = ['terraform', 'cloudformation', 'dockerfile', 'kubernetes']

async function vulnerabilities(): Promise<string[]> {
  const trivy = await openReal()
  const { facts } = await trivy.scanImage(layoutOf(vulnerable), { find: ['vulnerabilities'] }).finally(() => trivy.close())
  return facts.vulnerabilities.map(({ id }) => id)
}

async function scanFiles(files: Record<string, string>): Promise<FileFacts> {
  const trivy = await openReal({ purposes: ['files'] })
  const given: FileToScan[] = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }))
  return await trivy.scanFiles(given, { types, secrets: true }).finally(() => trivy.close())
}

/** What an attack does to a Trivy that is started as one would do it by hand, so that the tests show a defence. */
function simplyStarted(cwd: string, env: Record<string, string>): string {
  const cache = freshFolder('cache')
  symlinkSync(databaseOf(), join(cache, 'db'))
  const flags = ['--skip-db-update', '--skip-java-db-update', '--offline-scan', '--skip-version-check', '--disable-telemetry', '--quiet']
  const words = ['image', '--input', layoutOf(vulnerable), '--cache-dir', cache, '--format', 'json', ...flags]
  return execFileSync(realTrivy, words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

describe('files that Trivy looks for', () => {
  it('would hide everything where they lie in its working directory', async () => {
    const cwd = folderOf(attack)
    expect(simplyStarted(cwd, { HOME: cwd })).not.toContain('CVE-2026-0004')
  })

  it('in the working directory and in HOME change nothing', async () => {
    const folder = folderOf(attack)
    process.chdir(folder)
    process.env.HOME = folder
    process.env.XDG_CONFIG_HOME = folder
    expect(await vulnerabilities()).toEqual(found)
  })

  it('among the files that are scanned change nothing', async () => {
    const { misconfigurations, secrets } = await scanFiles({
      ...attack,
      Dockerfile: 'FROM alpine:3.19\n',
      'settings.txt': `aws_access_key_id = AKIA${'QWERTYUIOPASDFGH'}\n`,
    })
    expect(misconfigurations.map(({ id }) => id)).toContain('DS-0002')
    expect(secrets.map(({ id }) => id)).toEqual(['aws-access-key-id'])
  })
})

describe('environment', () => {
  it('of the scan sets nothing', async () => {
    const empty = freshFolder('empty')
    expect(simplyStarted(empty, { HOME: empty })).toContain('CVE-2026-0004')
    expect(simplyStarted(empty, { HOME: empty, TRIVY_SEVERITY: 'LOW' })).not.toContain('CVE-2026-0004')
    Object.assign(process.env, {
      TRIVY_SEVERITY: 'LOW',
      TRIVY_IGNOREFILE: join(folderOf(attack), '.trivyignore'),
      TRIVY_CONFIG: join(folderOf(attack), 'trivy.yaml'),
      TRIVY_SKIP_DIRS: '**',
      TRIVY_IGNORE_UNFIXED: 'true',
      TRIVY_SCANNERS: 'license',
      TRIVY_PKG_TYPES: 'library',
      TRIVY_CACHE_DIR: freshFolder('cache'),
      TRIVY_OUTPUT: join(freshFolder('output'), 'elsewhere.json'),
    })
    expect(await vulnerabilities()).toEqual(found)
  })
})

describe('caches that lie around', () => {
  it('in the usual places are not used: results of layers, checks', async () => {
    const home = freshFolder('home')
    const cache = join(home, '.cache/trivy')
    mkdirSync(join(cache, 'policy/content'), { recursive: true })
    // to open it would be an error
    mkdirSync(join(cache, 'fanal'), { recursive: true })
    writeFileSync(join(cache, 'fanal/fanal.db'), 'poison')
    Object.assign(process.env, { HOME: home, XDG_CACHE_HOME: join(home, '.cache') })
    expect(await vulnerabilities()).toEqual(found)
    const { misconfigurations } = await scanFiles({ Dockerfile: 'FROM alpine:3.19\n' })
    expect(misconfigurations.map(({ id }) => id)).toContain('DS-0002')
  })

  it('an empty folder of checks would switch off those that are built in', async () => {
    const files = folderOf({ Dockerfile: 'FROM alpine:3.19\n' })
    const cache = freshFolder('cache')
    mkdirSync(join(cache, 'policy/content'), { recursive: true })
    const { report } = await rawRun({}, (place) =>
      filesArguments({ ...place, cache }, files, { types: ['dockerfile'], secrets: false, variables: [] }),
    )
    expect(JSON.stringify(report)).not.toContain('DS-0002')
  })

  it('nothing is left in the folders of a run', async () => {
    const temporary = freshFolder('tmp')
    process.env.TMPDIR = temporary
    expect(await vulnerabilities()).toEqual(found)
    expect(readdirSync(temporary).filter((name) => name.startsWith('policy-gate-') && !name.startsWith('policy-gate-test-'))).toEqual([])
  })
})

describe('a program that somebody else chose', () => {
  it('first in PATH is not run', async () => {
    const mark = join(freshFolder('mark'), 'ran')
    const folder = freshFolder('path')
    fakeTrivy(`touch ${mark}; echo '{"Version":"0.74.0"}'`, folder)
    process.env.PATH = `${folder}${delimiter}${process.env.PATH}`
    expect(await vulnerabilities()).toEqual(found)
    process.chdir(folder)
    await expect(openReal({ program: join(folder, 'missing') })).rejects.toThrow('There is no file')
    expect(existsSync(mark)).toBe(false)
  })

  it('in what is scanned is refused, also through a link', async () => {
    const root = freshFolder('root')
    const inside = join(root, 'bin-trivy')
    copyFileSync(realTrivy, inside)
    chmodSync(inside, 0o755)
    const outside = join(freshFolder('elsewhere'), 'trivy')
    symlinkSync(inside, outside)
    const link = join(root, 'link')
    symlinkSync(realTrivy, link)
    for (const program of [inside, outside, link, join(root, 'x/../bin-trivy')])
      await expect(openReal({ root, program }), program).rejects.toThrow('lies in what is scanned')
  })

  it('a database in what is scanned is refused, also through a link', async () => {
    const root = freshFolder('root')
    const inside = join(root, 'db')
    symlinkSync(databaseOf(), inside)
    const { cpSync } = await import('node:fs')
    cpSync(databaseOf(), join(root, 'copy'), { recursive: true })
    const outside = join(freshFolder('elsewhere'), 'db')
    symlinkSync(join(root, 'copy'), outside)
    for (const database of [inside, join(root, 'copy'), outside])
      await expect(openReal({ root, database }), database).rejects.toMatchObject({
        code: 'database',
        message: expect.stringContaining('lies in what is scanned'),
      })
  })
})

/** The same fault with and without a comment that asks to ignore it, in every language that Trivy reads. */
const languages: Record<string, { file: string; clean: string; ignoring: string[]; id: string }> = {
  terraform: {
    file: 'main.tf',
    id: 'AWS-0087',
    clean: 'resource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n',
    ignoring: [
      '# trivy:ignore:*\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n',
      '#tfsec:ignore:*\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n',
      'resource "aws_s3_bucket" "a" { #trivy:ignore:AWS-0087\n  bucket = "a"\n}\n',
      '//trivy:ignore:AVD-AWS-0087:exp:2099-01-01\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n',
      '# trivy:exp:2099-01-01:ignore:aws-s3-block-public-policy trivy:ignore:*\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n',
      '/* trivy:ignore:AWS-0087 */\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n',
    ],
  },
  cloudformation: {
    file: 'bucket.yaml',
    id: 'AWS-0087',
    clean: 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A:\n    Type: AWS::S3::Bucket\n',
    ignoring: [
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  #trivy:ignore:*\n  A:\n    Type: AWS::S3::Bucket\n',
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: #tfsec:ignore:AWS-0087\n    Type: AWS::S3::Bucket\n',
    ],
  },
  dockerfile: {
    file: 'Dockerfile',
    id: 'DS-0025',
    clean: 'FROM alpine:3.19\nRUN apk add curl\nUSER app\n',
    ignoring: [
      'FROM alpine:3.19\n#trivy:ignore:DS-0025\nRUN apk add curl\nUSER app\n',
      '#trivy:ignore:*\nFROM alpine:3.19\n#trivy:ignore:*\nRUN apk add curl\nUSER app\n',
    ],
  },
  kubernetes: {
    file: 'pod.yaml',
    id: 'KSV-0017',
    clean:
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext: {privileged: true}\n',
    ignoring: [
      '#trivy:ignore:*\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    #trivy:ignore:*\n    - name: a\n      image: a:1\n      securityContext: {privileged: true}\n',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a #trivy:ignore:KSV-0017\n      image: a:1\n      securityContext: {privileged: true}\n',
    ],
  },
}

describe('comments that switch checks off', () => {
  const files = Object.entries(languages).flatMap(([type, { file, clean, ignoring, id }]) =>
    [clean, ...ignoring].map((text, index) => ({ type, id, path: `${type}-${index}/${file}`, text })),
  )
  const given = Object.fromEntries(files.map(({ path, text }) => [path, text]))

  it('change nothing, in any language', async () => {
    const { misconfigurations, failed } = await scanFiles(given)
    expect(failed).toEqual([])
    const hits = files.filter(({ id, path }) => misconfigurations.some((one) => one.id === id && one.target === path))
    expect(hits.map(({ path }) => path)).toEqual(files.map(({ path }) => path))
  })

  it('would have an effect in the files as they are', async () => {
    const { report } = await rawRun({}, (place) => filesArguments(place, folderOf(given), { types, secrets: false, variables: [] }))
    const raw = (report as { Results: { Target: string; Misconfigurations?: { ID: string }[] }[] }).Results
    const missed = files.filter(
      ({ id, path }) => !raw.some((one) => one.Target === path && one.Misconfigurations?.some(({ ID }) => ID === id)),
    )
    expect(new Set(missed.map(({ type }) => type))).toEqual(new Set(['terraform', 'cloudformation', 'dockerfile']))
    // each of them for Terraform
    expect(missed.filter(({ type }) => type === 'terraform')).toHaveLength(languages.terraform!.ignoring.length)
  })
})

describe('what a scanned file names', () => {
  it('is not fetched: modules of Terraform', async () => {
    const { createServer } = await import('node:http')
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const module = `module "a" {\n  source = "http://127.0.0.1:${port}/module.zip"\n}\nmodule "b" {\n  source = "git::http://127.0.0.1:${port}/b.git"\n}\n`
    try {
      await scanFiles({ 'main.tf': `${module}resource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n` })
    } finally {
      server.close()
    }
    expect(asked).toEqual([])
  })
})

describe('an image', () => {
  it('that brings an ignore file and settings of Trivy along', async () => {
    const layers = [...vulnerable.layers, attack, Object.fromEntries(Object.entries(attack).map(([path, text]) => [`root/${path}`, text]))]
    const trivy = await openReal()
    const { facts } = await trivy.scanImage(layoutOf({ layers }), { find: ['vulnerabilities'] }).finally(() => trivy.close())
    expect(facts.vulnerabilities.map(({ id }) => id)).toEqual(found)
  })

  it('is read from its folder only: no daemon, no registry', async () => {
    const { result } = await rawRun({ database: databaseOf() }, (place) =>
      imageArguments(place, freshFolder('empty'), { find: ['vulnerabilities'] }),
    )
    expect(result.code).toBe(1)
    expect(result.log.tail.join('\n')).not.toMatch(/docker\.sock|containerd|index\.docker\.io/)
  })
})

describe('dates', () => {
  it('nobody makes an old database new again by its metadata alone in our own folder', async () => {
    const { keepDatabase } = await import('../../../src/images/trivy/database.ts')
    const cacheDir = freshFolder('cache')
    mkdirSync(join(cacheDir, 'trivy'))
    const source = join(cacheDir, 'trivy/downloading')
    const { cpSync } = await import('node:fs')
    cpSync(databaseOf(), source, { recursive: true })
    const { folder } = await keepDatabase(source, cacheDir)
    const open = async () => {
      const { openTrivy } = await import('../../../src/images/trivy/trivy.ts')
      const trivy = await openTrivy({ root: freshFolder('root'), purposes: ['images'], today, program: realTrivy, cacheDir })
      await trivy.close()
    }
    await open()
    writeFileSync(
      join(folder, 'metadata.json'),
      JSON.stringify({ Version: 2, UpdatedAt: '2026-11-02T00:00:00Z', NextUpdate: '2099-01-01T00:00:00Z' }),
    )
    await expect(open()).rejects.toMatchObject({ code: 'database', message: expect.stringContaining('not the one that was downloaded') })
  })
})
