import { expect, it } from 'vitest'
import { check } from '../../src/hooks/check.ts'
import { policyGate } from '../cli/command.ts'
import { harmless } from '../scan/manifests.ts'
import { changed } from './checking.ts'

const config = (language: string) => `language: ${language}\nimages: {scan: all}\ninfrastructure: {scan: all}\n`
const pod = `apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: shop}
spec: {containers: [{name: shop, image: "registry.example/shop:1"}]}
`
const files = { 'app/settings.yaml': harmless('app') }
const written = { 'app/pod.yaml': pod, Dockerfile: 'FROM scratch\nUSER root\n' }

it('images and files of infrastructure are left to the whole scan, whatever the configuration says', async () => {
  const { folder } = changed({ ...files, '.policy-gate/config.yaml': config('en') }, written)
  const { report } = await check({ names: [], staged: false, env: {}, cwd: folder })
  expect([report.images, report.infrastructure]).toEqual([undefined, undefined])
  expect(report.notEvaluated).toEqual([])
  expect(report.units.map(({ id }) => id)).toEqual(['app'])
})

it.each([
  ['en', 'Images are not scanned here. Terraform, CloudFormation and Dockerfiles are not scanned here.\n'],
  ['ko', '여기서는 이미지를 스캔하지 않습니다. 여기서는 Terraform, CloudFormation, Dockerfile을 스캔하지 않습니다.\n'],
])('a line says so (%s)', async (language, line) => {
  const { folder } = changed({ ...files, '.policy-gate/config.yaml': config(language) }, written)
  expect((await policyGate(['check'], { cwd: folder })).stdout).toMatch(new RegExp(`${line.replaceAll('.', '\\.')}$`))
})

it('nothing is said where the configuration asks for none of it', async () => {
  const { folder } = changed({ ...files, '.policy-gate/config.yaml': 'language: en\n' }, written)
  expect((await policyGate(['check'], { cwd: folder })).stdout).not.toContain('not scanned')
})

it.each([
  ['en', '1 not evaluated does not block: policy-gate scan says more.\n'],
  ['ko', '평가되지 않음 1건은 커밋을 막지 않습니다. 자세한 내용: policy-gate scan\n'],
])('what is only counted has a line in place of its sentence (%s)', async (language, line) => {
  const chart = 'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: web, namespace: shop}\nspec: {chart: web}\n'
  const { folder } = changed({ ...files, '.policy-gate/config.yaml': `language: ${language}\n` }, { 'app/chart.yaml': chart })
  const { code, stdout } = await policyGate(['check'], { cwd: folder })
  expect([code, stdout]).toEqual([0, expect.stringMatching(new RegExp(`${line.replaceAll('.', '\\.')}$`))])
  expect(stdout).not.toContain('app/chart.yaml')
})
