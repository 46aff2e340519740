import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import type { EngineError } from '../../src/engines/error.ts'
import type { HelmRenderAnswer, KustomizeBuildAnswer } from '../../src/engines/operations.ts'

/** Each of these tries to get out of an engine: to the network, to files, to the environment, or to endless work. */
const helm = openEngine('helm')
const kustomize = openEngine('kustomize')
afterAll(() => Promise.all([helm.close(), kustomize.close()]))

const chartYaml = 'apiVersion: v2\nname: x\nversion: 1.0.0\n'
const template = async (text: string, more: Record<string, string> = {}) => {
  const files = { 'Chart.yaml': chartYaml, 'templates/a.yaml': text, ...more }
  return (await helm.call<HelmRenderAnswer>('helm.render', { files })).documents[0]?.text.trim()
}
const fault = (promise: Promise<unknown>): Promise<EngineError> =>
  promise.then(
    (value) => Promise.reject(new Error(`answered ${JSON.stringify(value)}`)),
    (error) => error,
  )

test('helm: no cluster, no name service, no environment, no files outside the chart', async () => {
  expect(await template('a: {{ lookup "v1" "Secret" "kube-system" "x" | toJson }}')).toBe('a: {}')
  expect(await template('a: "{{ getHostByName "example.org" }}"')).toBe('a: ""')
  expect(
    await template(
      'a: "{{ .Files.Get "/etc/passwd" }}{{ .Files.Get "../../../etc/passwd" }}{{ range $p, $_ := .Files.Glob "**" }}{{ $p }}{{ end }}"',
    ),
  ).toBe('a: ""')
  for (const name of ['env', 'expandenv']) {
    expect((await fault(template(`a: {{ ${name} "HOME" }}`))).message).toContain(`function "${name}" not defined`)
  }
})

test('helm: no remote or outside schema', async () => {
  const refused = async (ref: string) => (await fault(template('a: 1', { 'values.schema.json': JSON.stringify({ $ref: ref }) }))).message
  expect(await refused('https://example.org/schema.json')).toContain('network access is not available')
  expect(await refused('http://169.254.169.254/latest')).toContain('network access is not available')
  expect(await refused('file:///etc/passwd')).toContain('No such file')
  expect(await refused('../../../../etc/passwd')).toContain('No such file')
})

test('helm: no path leads out of the request', async () => {
  for (const path of ['../x', '/etc/passwd', 'a/../../x', '']) {
    const files = { 'Chart.yaml': chartYaml, [path]: 'x' }
    expect((await fault(helm.call('helm.render', { files }))).message).toContain('is not a path inside a chart')
  }
})

test('helm: endless includes end with a message of readable length', async () => {
  const { message } = await fault(template('{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'))
  expect(message).toContain('nested reference name')
  expect(message.length).toBeLessThan(2100)
})

const build = async (files: Record<string, string>, directory = 'a') =>
  (await kustomize.call<KustomizeBuildAnswer>('kustomize.build', { files, directories: [directory] })).builds[0]!
const kustomization = (text: string, more: Record<string, string> = {}) => build({ 'a/kustomization.yaml': text, ...more })

test.each([
  ['https', 'resources', 'https://github.com/example/repo//base?ref=v1'],
  ['short', 'resources', 'github.com/example/repo/base?ref=v1'],
  ['ssh', 'resources', 'git@github.com:example/repo.git//base'],
  ['single file', 'resources', 'https://example.org/x/cm.yaml'],
  ['component', 'components', 'https://github.com/example/repo//c?ref=v1'],
])('kustomize: remote entry (%s) is refused by name', async (_, field, url) => {
  expect((await kustomization(`${field}: ["${url}"]\n`)).error?.message).toBe(
    `remote entry "${url}" needs the network; vendor it into the repository and name its folder instead`,
  )
})

test('kustomize: the remote entry is named wherever it is', async () => {
  const url = 'git@github.com:example/repo.git//base'
  const below = {
    'b/kustomization.yaml': `resources: [cm.yaml, "${url}"]\n`,
    'b/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n',
  }
  expect((await kustomization('resources: [../b]\n', below)).error?.message).toContain(url)
  const patch = 'patches: [{path: "https://example.org/p.yaml"}]\nresources: [../b/cm.yaml]\n'
  expect((await kustomization(`${patch}`, { ...below })).error?.message).toMatch(/remote|security/)
})

test('kustomize: no files outside, no programs, no environment', async () => {
  const message = async (text: string, more: Record<string, string> = {}) => (await kustomization(text, more)).error?.message
  expect(await message('configMapGenerator: [{name: x, files: [/etc/passwd]}]\n')).toMatch(/doesn't exist|security/)
  expect(await message('resources: ["../../../../etc/passwd"]\n')).toMatch(/doesn't exist/)
  expect(await message('resources: [../b/x.yaml]\n', { 'b/x.yaml': 'kind: X\n' })).toContain(
    "security; file 'b/x.yaml' is not in or below 'a'",
  )
  const plugin = (run: string) => ({
    'a/g.yaml': `apiVersion: v1\nkind: G\nmetadata:\n  name: g\n  annotations:\n    config.kubernetes.io/function: |\n      ${run}\n`,
  })
  expect(await message('generators: [g.yaml]\n', plugin('exec: {path: ./x}'))).toContain('external plugins disabled')
  expect(await message('generators: [g.yaml]\n', plugin('container: {image: x}'))).toContain('external plugins disabled')
  const { objects } = await kustomization('secretGenerator: [{name: s, envs: [e]}]\n', { 'a/e': 'HOME\nPATH\n' })
  expect(objects[0]!.yaml).toContain('data:\n  HOME: ""\n  PATH: ""\n')
})

test('kustomize: no path leads out of the request', async () => {
  for (const path of ['../x', '/etc/passwd', 'a/../../x']) {
    expect((await fault(build({ [path]: 'x' }))).message).toContain('is not a path inside a repository')
    expect((await fault(build({}, path))).message).toContain('is not a path inside a repository')
  }
})
