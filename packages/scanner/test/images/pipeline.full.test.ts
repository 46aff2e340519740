/** Images through the whole pipeline with the real Trivy. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { repository } from '../scan/repository.ts'
import { configuration, deployment } from './deployments.ts'
import { orderFiles, scanned, vulnerabilities } from './scanned.ts'
import { registry, sound, temporary, vulnerable } from './shop.ts'
import { makeImage, makeIndex, npmPackages } from './support/image-maker.ts'

describe('from the tag to the finding at the line of the manifest', () => {
  it('plain manifests: one finding for a package, all workloads that run it, scanned once', async () => {
    const server = await registry()
    server.push('shop/order', vulnerable, '1.4.0')
    const root = repository({
      ...orderFiles(server),
      'k8s/worker.yaml': deployment('worker', `${server.host}/shop/order:1.4.0`),
    })
    const report = await scanned(root)
    expect(vulnerabilities(report)).toEqual([
      'image/vulnerability CVE-2026-0001 libcrypto3 high k8s/order.yaml:15',
      'image/vulnerability CVE-2026-0002 libcrypto3 info k8s/order.yaml:15',
      'image/vulnerability CVE-2026-0004 lodash critical k8s/order.yaml:15',
    ])
    const finding = report.findings.find(({ check }) => check === 'CVE-2026-0004')
    expect(finding?.image?.uses.map(({ file, line, ref }) => `${file}:${line} ${ref.name}`)).toEqual([
      'k8s/order.yaml:15 order',
      'k8s/worker.yaml:15 worker',
    ])
    expect(report.verdict).toBe('fail')
    expect(report.images?.images).toMatchObject([
      { reference: `${server.host}/shop/order:1.4.0`, status: 'scanned', platform: 'linux/amd64', vulnerabilities: 3, packages: 3 },
    ])
    expect(report.images?.scanner).toMatchObject({ name: 'trivy', version: '0.74.0', database: { updatedAt: '2026-11-01T00:00:00Z' } })
    expect(report.images?.exploits).toEqual({})
    // two layers, and the configuration, which is read and laid out
    expect(server.count('/blobs/', 'GET')).toBe(4)
  })

  it('Helm and Kustomize: the line that people edit', async () => {
    const server = await registry()
    server.push('shop/order', vulnerable, '1.4.0')
    server.push('shop/user', vulnerable, '2.0.0')
    const root = repository({
      '.policy-gate/config.yaml': configuration([server.host]),
      'chart/Chart.yaml': 'apiVersion: v2\nname: order\nversion: 1.0.0\n',
      'chart/values.yaml': `image:\n  repository: ${server.host}/shop/order\n  tag: 1.4.0\n`,
      'chart/templates/deployment.yaml': deployment('order', '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"'),
      'overlay/kustomization.yaml': `resources: [user.yaml]\nimages:\n  - name: user\n    newName: ${server.host}/shop/user\n    newTag: 2.0.0\n`,
      'overlay/user.yaml': deployment('user', 'user'),
    })
    const report = await scanned(root)
    const found = report.findings.filter(({ check }) => check === 'CVE-2026-0004')
    expect(found.map(({ location, related }) => [location, ...related].map(({ file, startLine }) => `${file}:${startLine}`))).toEqual([
      expect.arrayContaining(['chart/values.yaml:3']),
      expect.arrayContaining(['overlay/kustomization.yaml:5']),
    ])
  })

  it('an index: the platform that the pod asks for', async () => {
    const server = await registry()
    const arm = makeImage({ layers: [npmPackages({ lodash: '4.17.11' })], platform: { os: 'linux', architecture: 'arm64' } })
    server.push('shop/order', makeIndex([sound, arm], { attestations: true }), '1.4.0')
    const image = `${server.host}/shop/order:1.4.0`
    const root = repository({
      '.policy-gate/config.yaml': configuration([server.host]),
      'k8s/order.yaml': deployment('order', image),
      'k8s/arm.yaml': deployment('arm', image, '      nodeSelector: {kubernetes.io/arch: arm64}\n'),
    })
    const report = await scanned(root)
    expect(vulnerabilities(report)).toEqual([
      'image/vulnerability CVE-2026-0002 libcrypto3 info k8s/order.yaml:15',
      'image/vulnerability CVE-2026-0004 lodash critical k8s/arm.yaml:16',
    ])
    expect(report.images?.images.map(({ platform, status }) => `${platform} ${status}`)).toEqual([
      'linux/amd64 scanned',
      'linux/arm64 scanned',
    ])
  })

  it('several platforms of the configuration: one finding, which says on which it holds', async () => {
    const server = await registry()
    const packages: Record<string, string>[] = [{ lodash: '4.17.11' }, { lodash: '4.17.11', minimist: '1.2.5' }]
    const [intel, arm] = packages.map((installed, i) =>
      makeImage({ layers: [npmPackages(installed)], platform: { os: 'linux', architecture: ['amd64', 'arm64'][i]! } }),
    )
    server.push('shop/order', makeIndex([intel!, arm!]), '1.4.0')
    server.push('shop/user', makeIndex([intel!]), '2.0.0')
    const platforms = '  platforms: [linux/amd64, linux/arm64]\n'
    const report = await scanned(
      repository({
        '.policy-gate/config.yaml': configuration([server.host], platforms),
        'k8s/order.yaml': deployment('order', `${server.host}/shop/order:1.4.0`),
        'k8s/user.yaml': deployment('user', `${server.host}/shop/user:2.0.0`),
        'k8s/pinned.yaml': deployment('pinned', `${server.host}/shop/user:2.0.0`, '      nodeSelector: {kubernetes.io/arch: amd64}\n'),
      }),
    )
    expect(
      report.images?.images.map(({ reference, platform, status }) => `${reference.slice(server.host.length)} ${platform} ${status}`),
    ).toEqual([
      '/shop/order:1.4.0 linux/amd64 scanned',
      '/shop/order:1.4.0 linux/arm64 scanned',
      '/shop/user:2.0.0 linux/amd64 scanned',
      '/shop/user:2.0.0 linux/arm64 not-scanned',
    ])
    const found = report.findings.filter(({ check }) => check === 'CVE-2026-0004')
    expect(found.map(({ image, params }) => [image?.repository.slice(server.host.length), params.platform])).toEqual([
      ['/shop/order', ['linux/amd64', 'linux/arm64']],
      ['/shop/user', 'linux/amd64'],
    ])
    expect(report.notEvaluated.map(({ file, message }) => `${file} ${message}`)).toEqual([
      expect.stringMatching(/^k8s\/user.yaml .*has no image for linux\/arm64 there, only for linux\/amd64/),
    ])
    const one = await scanned(repository(orderFiles(server)))
    const same = one.findings.find(({ check }) => check === 'CVE-2026-0004')
    expect([same?.fingerprint, same?.params.platform]).toEqual([found[0]?.fingerprint, undefined])
  })

  it('a time for all images that is over: those that are left are errors, and counted', async () => {
    const server = await registry()
    const names = ['order', 'user', 'cart']
    for (const name of names) server.push(`shop/${name}`, vulnerable, '1')
    const files = Object.fromEntries(names.map((name) => [`k8s/${name}.yaml`, deployment(name, `${server.host}/shop/${name}:1`)]))
    const of = (seconds: number) =>
      scanned(repository({ '.policy-gate/config.yaml': configuration([server.host], `  totalTimeout: ${seconds}\n`), ...files }))
    // Trivy itself takes longer
    const report = await of(0.2)
    expect(report.verdict).toBe('error')
    expect(report.images?.images.map(({ status, problemCode }) => [status, problemCode])).toEqual(
      names.map(() => ['not-scanned', 'timeout']),
    )
    expect(report.images?.notes).toEqual(['3 of 3 images were not scanned, for the time for all of them (images.totalTimeout) was over.'])
    expect(report.notEvaluated.map(({ message }) => message)).toEqual(
      names.map(() => expect.stringContaining('the 0.2 s for all images together were over')),
    )
    // registries that do not answer
    server.fault('/manifests/', { delay: 60_000 })
    const began = performance.now()
    const slow = await of(1)
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(slow.images?.images.map(({ problemCode }) => problemCode)).toEqual(['timeout', 'timeout', 'timeout'])
  })

  it('a private registry: credentials of the Docker configuration, and no others', async () => {
    const server = await registry({ auth: { type: 'basic', users: { robot: 'secret' } } })
    server.push('shop/order', vulnerable, '1.4.0')
    const files = orderFiles(server)
    const refused = await scanned(repository(files))
    expect(refused.verdict).toBe('error')
    expect(refused.notEvaluated).toMatchObject([{ reason: 'image-not-scanned', file: 'k8s/order.yaml', line: 15 }])
    const folder = temporary()
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({ auths: { [server.host]: { auth: Buffer.from('robot:secret').toString('base64') } } }),
    )
    const before = process.env.DOCKER_CONFIG
    process.env.DOCKER_CONFIG = folder
    onTestFinished(() => {
      if (before === undefined) delete process.env.DOCKER_CONFIG
      else process.env.DOCKER_CONFIG = before
    })
    expect(vulnerabilities(await scanned(repository(files)))).toHaveLength(3)
  })
})

describe('waivers and baseline', () => {
  it('a waiver of a check and a repository; the finding stays visible', async () => {
    const server = await registry()
    server.push('shop/order', vulnerable, '1.4.0')
    const root = repository({
      '.policy-gate/config.yaml': configuration([server.host]),
      '.policy-gate/waivers.yaml': `waivers:
  - id: lodash-not-reachable
    rules: [image/vulnerability/CVE-2026-0004]
    scope: {images: ['${server.host}/shop/order']}
    reason: The function is not called by the service; replaced in the next release.
    owner: order-team
    approvedBy: security-team
    expiresAt: 2026-12-01
`,
      'k8s/order.yaml': deployment('order', `${server.host}/shop/order:1.4.0`),
    })
    const report = await scanned(root)
    expect(vulnerabilities(report)).toContain('image/vulnerability CVE-2026-0004 lodash critical k8s/order.yaml:15 waived')
    expect(report.waivers).toMatchObject([{ id: 'lodash-not-reachable', status: 'applied', findings: 1 }])
    // where no image is looked at nobody can say that it is not needed
    expect((await scanned(root, { images: { scan: 'none' } })).waivers).toMatchObject([{ status: 'unknown' }])
    expect(readFileSync(join(root, 'k8s/order.yaml'), 'utf8')).toContain('order:1.4.0')
  })
})
