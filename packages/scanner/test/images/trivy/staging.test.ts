import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stageFiles, withoutIgnores } from '../../../src/images/trivy/staging.ts'
import { freshFolder } from '../support/trivy.ts'

function stage(files: Record<string, string | Buffer>) {
  const folder = freshFolder('stage')
  const places = stageFiles(
    Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })),
    folder,
  )
  const text = (path: string) => readFileSync(join(folder, path), 'utf8')
  return { folder, text, places: Object.fromEntries(places) }
}

describe('comments that switch checks off', () => {
  it.each([
    ['#trivy:ignore:*', '#trivy_ignore:*'],
    ['// tfsec:ignore:aws-s3 trivy:ignore:b', '// tfsec_ignore:aws-s3 trivy_ignore:b'],
    ['trivy:exp:2099-01-01:ignore:a', 'trivy_exp:2099-01-01:ignore:a'],
    ['image: trivy:0.74', 'image: trivy:0.74'],
    ['a trivy: word that we ignore', 'a trivy: word that we ignore'],
  ])('%s', (text, expected) => {
    expect(withoutIgnores(text)).toBe(expected)
    expect(expected).toHaveLength(text.length)
  })

  it('are made ineffective in copies, bytes beside them stay', () => {
    const bytes = Buffer.from([0xff, 0xfe, ...Buffer.from(' #trivy:ignore:* '), 0x80])
    const { folder } = stage({ 'a/Dockerfile': bytes })
    expect(readFileSync(join(folder, 'a/Dockerfile'))).toEqual(Buffer.from([0xff, 0xfe, ...Buffer.from(' #trivy_ignore:* '), 0x80]))
  })
})

describe('documents', () => {
  it('of a file become files, with the number of lines before them', () => {
    const { text, places } = stage({ 'a.yaml': '# head\na: 1\n--- # x\nb: 1\n---\nc: 1\n', 'b.json': '---\n---\n' })
    expect(places).toEqual({
      'a.yaml': { file: 'a.yaml', offset: 0 },
      'a.yaml.2.yaml': { file: 'a.yaml', offset: 2 },
      'a.yaml.3.yaml': { file: 'a.yaml', offset: 4 },
      'b.json': { file: 'b.json', offset: 0 },
    })
    expect([text('a.yaml'), text('a.yaml.2.yaml'), text('a.yaml.3.yaml')]).toEqual(['# head\na: 1\n', '--- # x\nb: 1\n', '---\nc: 1\n'])
  })

  it('a separator at the beginning, Windows lines, blanks behind it', () => {
    const { places } = stage({ 'a.yml': '---\r\na: 1\r\n---  \r\nb: 1\r\n', 'c.yaml': 'a: "---"\nb: |\n  ---\n  x\n' })
    expect(places).toEqual({
      'a.yml': { file: 'a.yml', offset: 0 },
      'a.yml.2.yml': { file: 'a.yml', offset: 2 },
      'c.yaml': { file: 'c.yaml', offset: 0 },
    })
  })
})

describe('paths', () => {
  it.each(['../a', '/etc/passwd', 'a/../../b', 'a//b', '', 'a/./b', 'a\0b'])('%j is refused', (path) => {
    expect(() => stage({ [path]: 'x' })).toThrow('is no path inside of the repository')
  })

  it('nothing but the given files is there', () => {
    const { folder } = stage({ 'a/b.tf': '', 'trivy.yaml': '' })
    expect(readdirSync(folder).sort()).toEqual(['a', 'trivy.yaml'])
  })
})
