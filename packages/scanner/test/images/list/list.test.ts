import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { ImagesListing } from '../../../src/images/list/report.ts'
import { listed } from './command.ts'
import { shop } from './shop.ts'

const schemas = ['report', 'images'].map((name) =>
  JSON.parse(readFileSync(new URL(`../../../../../schemas/${name}.schema.json`, import.meta.url), 'utf8')),
)
const ajv = new Ajv.default({ strict: false, allErrors: true, schemas })
formats.default(ajv)
const validate = ajv.getSchema(schemas[1].$id)!

async function json(cwd: string, words: string[] = []): Promise<ImagesListing> {
  const { out } = await listed(['-f', 'json', ...words], { cwd })
  const listing = JSON.parse(out) as ImagesListing
  validate(listing)
  expect(validate.errors ?? []).toEqual([])
  return listing
}

test('every image once, with the line that people edit', async () => {
  const { images, summary } = await json(shop())
  const short = images.map(({ image, platforms, uses, problem }) => [
    image.replace(/[0-9a-f]{60}$/, '…'),
    platforms.join(),
    ...uses.map(({ file, line, related }) => [`${file}:${line}`, ...related.map((other) => `${other.file}:${other.line}`)].join(' < ')),
    ...(problem === undefined ? [] : [problem.code]),
  ])
  expect(short).toEqual([
    ['docker.io/library/redis:latest', 'linux/arm64', 'plain/web.yaml:12'],
    ['docker.io/library/solr:9.8', '', 'chart/templates/store.yaml:23'],
    ['docker.io/library/worker@sha256:abab…', '', 'overlays/prod/kustomization.yaml:7 < base/api.yaml:11'],
    ['registry.example/Shop/wrong:1', 'linux/arm64', 'plain/web.yaml:16', 'invalid-reference'],
    // newTag before newName, and what they replace
    ['registry.example/shop/api:2.0', '', 'overlays/prod/kustomization.yaml:5 < overlays/prod/kustomization.yaml:4 < base/api.yaml:9'],
    ['registry.example/shop/late:${TAG}', 'linux/arm64', 'plain/web.yaml:14', 'unresolved'],
    ['registry.example/shop/postgresql:17', '', 'chart/values.yaml:5 < chart/templates/store.yaml:15'],
    ['registry.example/shop/store:8.3', '', 'chart/values.yaml:3 < chart/values.yaml:2 < chart/templates/store.yaml:9'],
    ['registry.example/shop/web:1.4.2', 'linux/arm64', 'plain/web.yaml:10'],
  ])
  expect(summary).toEqual({ images: 9, uses: 9, units: 3, objects: 5, unknown: 2 })
})

test('a table for people, with what nobody knows at its end; that is no error', async () => {
  const { out, code } = await listed([], { cwd: shop() })
  expect(code).toBe(0)
  expect(out.split('\n')).toEqual([
    'IMAGE                                          PLATFORMS    UNITS  OBJECTS  WHERE',
    'docker.io/library/redis:latest                 linux/arm64  1      1        plain/web.yaml:12',
    'docker.io/library/solr:9.8                     -            1      1        chart/templates/store.yaml:23',
    'docker.io/library/worker@sha256:abababababab…  -            1      1        overlays/prod/kustomization.yaml:7',
    'registry.example/Shop/wrong:1                  linux/arm64  1      1        plain/web.yaml:16',
    'registry.example/shop/api:2.0                  -            1      1        overlays/prod/kustomization.yaml:5',
    'registry.example/shop/late:${TAG}              linux/arm64  1      1        plain/web.yaml:14',
    'registry.example/shop/postgresql:17            -            1      1        chart/values.yaml:5',
    'registry.example/shop/store:8.3                -            1      1        chart/values.yaml:3',
    'registry.example/shop/web:1.4.2                linux/arm64  1      1        plain/web.yaml:10',
    '',
    '9 images, named 9 times in 5 objects of 3 units.',
    '',
    'Nothing is known of 2 images:',
    '  plain/web.yaml:16: "registry.example/Shop/wrong:1" is no image reference: the repository must be in lower case.',
    '  plain/web.yaml:14: "registry.example/shop/late:${TAG}" holds a placeholder: which image it will be is known only when it is deployed.',
    '',
  ])
})

test('by unit, in Korean, in colour on a terminal only', async () => {
  const cwd = shop()
  const { out } = await listed(['--by', 'unit', 'overlays'], { cwd })
  expect(out.split('\n').slice(0, 4)).toEqual([
    'overlays/prod',
    '  IMAGE                                          PLATFORMS  UNITS  OBJECTS  WHERE',
    '  docker.io/library/worker@sha256:abababababab…  -          1      1        overlays/prod/kustomization.yaml:7',
    '  registry.example/shop/api:2.0                  -          1      1        overlays/prod/kustomization.yaml:5',
  ])
  const korean = await listed(['--lang', 'ko', 'overlays'], { cwd })
  expect(korean.out).toContain('이미지 2개: 배포 단위 1개의 오브젝트 1개에서 2번 지정되었습니다.')
  expect(korean.out).not.toContain('\u001b[')
  expect((await listed(['overlays'], { cwd, terminal: 80 })).out).toContain('\u001b[1mIMAGE')
  expect((await listed(['overlays'], { cwd, terminal: 80, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b[')
})

test('no image at all', async () => {
  const cwd = shop({ 'empty/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' })
  expect(await listed(['empty'], { cwd })).toEqual({ out: 'No object names an image.\n', code: 0 })
})

test('a list that may lack images ends with 3 and says why', async () => {
  const cwd = shop({ 'plain/broken.yaml': 'apiVersion: v1\nkind: Pod\nspec: {containers: [' })
  const { out, code } = await listed(['plain'], { cwd })
  expect(code).toBe(3)
  expect(out).toContain('Not evaluated (1): the list may lack images.\n  plain/broken.yaml:')
  expect((await json(cwd, ['plain'])).notEvaluated).toHaveLength(1)
})

test('hostile references do not act on a terminal or a log', async () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "::error::\\u001b[31m${X}\\u202e"}]}\n'
  const { out } = await listed(['evil.yaml'], { cwd: shop({ 'evil.yaml': pod }) })
  expect(out).not.toMatch(/^::/m)
  expect(out).not.toContain('\u001b')
  expect(out).not.toContain('\u202e')
})

describe('what does not go together', () => {
  test.each([
    [['--lock', '--check-lock'], '--lock does not go with --check-lock'],
    [['--lock', '--offline'], '--lock does not go with --offline'],
    [['--check-lock', '--offline'], '--check-lock does not go with --offline'],
    [['--lock', '--settings-from', 'main'], '--lock does not go with --settings-from'],
    [['--now', '2026-01-31T00:00:00'], '--now is "2026-01-31T00:00:00", which is no date with a time zone'],
  ])('%j', async (words, message) => {
    await expect(listed(words, { cwd: shop() })).rejects.toThrow(message)
  })

  test('a path of the configuration that cannot be read', async () => {
    const config = 'images: {paths: [{kind: apps/Deployment, path: spec..image}]}\n'
    await expect(listed(['plain'], { cwd: shop({ '.policy-gate/config.yaml': config }) })).rejects.toThrow(/spec\.\.image/)
  })
})
