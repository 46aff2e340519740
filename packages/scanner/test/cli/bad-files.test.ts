import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { harmless, privileged, privilegedPod } from '../scan/manifests.ts'
import { layOut, repository } from '../scan/repository.ts'
import { policyGate } from './command.ts'

interface Case {
  what: string
  files?: Record<string, string | Uint8Array>
  /** Does what files alone cannot say. */
  prepare?: (folder: string) => void
  words?: string[]
  code: 0 | 1 | 2 | 3
  /** What standard output or standard error must say. */
  says: string[]
}

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]
${'bcdefghi'
  .split('')
  .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`)
  .join('\n')}
apiVersion: v1
kind: ConfigMap
`

const cases: Case[] = [
  { what: 'an empty folder', files: {}, code: 0, says: ['0 objects', 'WARN', 'nothing was judged: check the paths'] },
  { what: 'only Terraform', files: { 'main.tf': '' }, code: 0, says: ['0 files', 'WARN', 'judged only with `--infrastructure`'] },
  {
    what: 'a named file of Terraform',
    files: { 'main.tf': '' },
    words: ['scan', 'main.tf', '--lang', 'ko'],
    code: 0,
    says: [
      '파일 0개',
      '경고',
      'Terraform과 Dockerfile은 `--infrastructure`를 지정해야 읽습니다',
      '`--infrastructure`(`infrastructure.scan`)',
    ],
  },
  { what: 'an empty file', files: { 'empty.yaml': '' }, code: 0, says: ['0 objects', 'PASS'] },
  { what: 'a file of comments', files: { 'notes.yaml': '# nothing\n---\n# here\n' }, code: 0, says: ['0 objects', 'PASS'] },
  {
    what: 'a binary file',
    files: { 'image.yaml': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x01, 0x80]) },
    code: 3,
    says: ['image.yaml', 'not text'],
  },
  {
    what: 'a file of 50 MB',
    files: { 'big.yaml': Buffer.alloc(50 * 1024 * 1024, '#') },
    code: 3,
    says: ['big.yaml', '50 MiB', 'at most 16 MiB', 'exclude'],
  },
  { what: 'an alias bomb', files: { 'bomb.yaml': bomb }, code: 3, says: ['bomb.yaml', 'alias'] },
  {
    what: 'nesting 10,000 deep',
    files: { 'deep.yaml': `apiVersion: v1\nkind: ConfigMap\ndata: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n` },
    code: 3,
    says: ['deep.yaml:3', 'levels deep'],
  },
  {
    what: 'JSON nested 10,000 deep',
    files: { 'deep.json': `{"apiVersion": "v1", "kind": "ConfigMap", "data": ${'['.repeat(10_000)}${']'.repeat(10_000)}}` },
    code: 3,
    says: ['deep.json:1', 'levels deep'],
  },
  {
    what: 'a duplicate key',
    files: { 'twice.yaml': `${harmless()}kind: Secret\n` },
    code: 3,
    says: ['twice.yaml:8', 'kind'],
  },
  {
    what: 'a duplicate key in JSON',
    files: { 'twice.json': '{"apiVersion": "v1",\n "kind": "Pod",\n "kind": "Secret"}' },
    code: 3,
    says: ['twice.json:3', 'kind'],
  },
  { what: 'an unknown tag', files: { 'tag.yaml': `${harmless()}more: !include other.yaml\n` }, code: 3, says: ['tag.yaml:8', '!include'] },
  {
    what: 'a tab as indentation',
    files: { 'tab.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n' },
    code: 3,
    says: ['tab.yaml:4', 'tab'],
  },
  {
    what: 'a document without kind',
    files: { 'half.yaml': 'apiVersion: v1\nmetadata:\n  name: half\nspec: {}\n' },
    code: 3,
    says: ['half.yaml:1', 'has no kind', 'add it'],
  },
  {
    what: 'a list item that is no object',
    files: { 'list.yaml': 'apiVersion: v1\nkind: List\nitems: [privileged]\n' },
    code: 3,
    says: ['list.yaml:1', 'Item 0'],
  },
  {
    what: 'a broken file beside a good one',
    files: { 'broken.yaml': 'apiVersion: v1\nkind: Pod\nspec: {containers: [\n', 'pod.yaml': privilegedPod() },
    code: 1,
    says: ['broken.yaml:', privileged, 'pod.yaml'],
  },
  {
    what: 'a Go template outside of a chart',
    files: { 'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n' },
    code: 3,
    says: ['pod.yaml:4', 'Chart.yaml'],
  },
  {
    what: 'a path that does not exist',
    files: {},
    words: ['scan', 'k8s/absent.yaml'],
    code: 2,
    says: ['k8s/absent.yaml does not exist', 'check the path'],
  },
  {
    what: 'a path outside of the root',
    files: { 'a/pod.yaml': privilegedPod(), 'b/pod.yaml': privilegedPod() },
    words: ['scan', '--root', 'a', 'b'],
    code: 2,
    says: ['b lies outside the root a', '--root'],
  },
  {
    what: 'a root that is named alone, which is judged as a whole',
    files: { 'a/pod.yaml': privilegedPod(), 'b/broken.yaml': 'a: [' },
    words: ['scan', '--root', 'a'],
    code: 1,
    says: ['pod.yaml:'],
  },
  {
    what: 'a folder with the name of a manifest',
    files: { 'x.yaml/pod.yaml': privilegedPod() },
    code: 1,
    says: ['x.yaml/pod.yaml'],
  },
  {
    what: 'a pipe in place of a file',
    prepare: (folder) => spawnSync('mkfifo', [join(folder, 'pipe.yaml')]),
    words: ['scan', 'pipe.yaml'],
    code: 3,
    says: ['pipe.yaml', 'not a regular file'],
  },
  {
    what: 'a link to a pipe',
    prepare: (folder) => {
      spawnSync('mkfifo', [join(folder, 'pipe')])
      symlinkSync('pipe', join(folder, 'link.yaml'))
    },
    code: 3,
    says: ['link.yaml', 'not a regular file'],
  },
  {
    what: 'links that lead to each other',
    prepare: (folder) => {
      symlinkSync('b.yaml', join(folder, 'a.yaml'))
      symlinkSync('a.yaml', join(folder, 'b.yaml'))
    },
    code: 3,
    says: ['a.yaml', 'b.yaml', 'leads nowhere'],
  },
  {
    what: 'a folder that links to its parent',
    files: { 'k8s/pod.yaml': privilegedPod() },
    prepare: (folder) => symlinkSync('..', join(folder, 'k8s/up')),
    code: 1,
    says: ['k8s/pod.yaml', 'Checked 1 object '],
  },
  {
    what: 'a link to a file outside',
    prepare: (folder) => symlinkSync(join(repository({ 'pod.yaml': privilegedPod() }), 'pod.yaml'), join(folder, 'pod.yaml')),
    code: 3,
    says: ['pod.yaml', 'out of the repository', 'put the file itself here'],
  },
  {
    what: 'a link to a folder outside',
    prepare: (folder) => symlinkSync(repository({ 'pod.yaml': privilegedPod() }), join(folder, 'k8s')),
    code: 3,
    says: ['k8s', 'out of the repository'],
  },
  {
    what: 'a chart whose template is broken',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name | nosuchfunction }}\n',
      'pod.yaml': privilegedPod(),
    },
    code: 1,
    says: ['chart/templates/pod.yaml:4', 'nosuchfunction', privileged],
  },
  {
    what: 'a chart that requires a value',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/pod.yaml': 'kind: Pod\napiVersion: v1\nmetadata:\n  name: {{ required "name must be set" .Values.name }}\n',
    },
    code: 3,
    says: ['chart/templates/pod.yaml:4', 'name must be set'],
  },
  {
    what: 'a chart without the dependency it names',
    files: {
      'chart/Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: redis\n    version: 1.0.0\n    repository: https://charts.example/stable\n',
      'chart/templates/map.yaml': harmless(),
    },
    code: 3,
    says: ['chart/Chart.yaml', 'redis', 'charts/'],
  },
  {
    what: 'a chart whose Chart.yaml is broken',
    files: { 'chart/Chart.yaml': 'apiVersion: v2\nname: [\n', 'chart/templates/map.yaml': harmless() },
    code: 3,
    says: ['chart/Chart.yaml'],
  },
  {
    what: 'a chart whose rendered text is no YAML',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/map.yaml': `${harmless()}kind: Secret\n`,
    },
    code: 3,
    says: ['chart/templates/map.yaml', 'kind'],
  },
  {
    what: 'a kustomization without the file it names',
    files: { 'kustomization.yaml': 'resources: [absent.yaml]\n' },
    code: 3,
    says: ['kustomization.yaml', 'absent.yaml'],
  },
  {
    what: 'a kustomization that is broken',
    files: { 'kustomization.yaml': 'resources: [\n', 'pod.yaml': privilegedPod() },
    code: 1,
    says: ['kustomization.yaml', privileged],
  },
  {
    what: 'a kustomization with a key that kustomize does not know',
    files: { 'kustomization.yaml': 'resorces: [pod.yaml]\n', 'pod.yaml': privilegedPod() },
    code: 1,
    says: ['kustomization.yaml', 'resorces', privileged],
  },
  {
    what: 'a remote base',
    files: { 'kustomization.yaml': 'resources: ["https://github.example/shop/base?ref=v1"]\n' },
    code: 3,
    says: ['kustomization.yaml', 'https://github.example/shop/base?ref=v1'],
  },
  {
    what: 'kustomizations that use each other',
    files: {
      'a/kustomization.yaml': 'resources: [../b, pod.yaml]\n',
      'a/pod.yaml': privilegedPod(),
      'b/kustomization.yaml': 'resources: [../a]\n',
    },
    code: 3,
    says: ['a/kustomization.yaml', 'cycle'],
  },
  {
    what: 'a base above the root',
    files: { 'kustomization.yaml': 'resources: [../../elsewhere]\n' },
    code: 3,
    says: ['kustomization.yaml', 'elsewhere'],
  },
]

describe('files that cannot be judged are named, and never pass', () => {
  it.each(cases)('$what', async ({ files = {}, prepare, words = ['scan'], code, says }) => {
    const folder = repository()
    mkdirSync(join(folder, 'repository'))
    const root = join(folder, 'repository')
    layOut(root, files)
    prepare?.(root)
    const outcome = await policyGate(words, { cwd: root })
    for (const text of says) expect(outcome.stdout + outcome.stderr).toContain(text)
    expect(outcome.stderr).not.toContain('fault of policy-gate')
    expect(outcome.code).toBe(code)
  })
})
