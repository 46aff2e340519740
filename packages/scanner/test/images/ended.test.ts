import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { built } from '../../../../scripts/testing/built.ts'
import { repository } from '../scan/repository.ts'
import { configuration, deployment } from './deployments.ts'
import { registry, temporary, vulnerable } from './shop.ts'

it('a scan that is called off leaves no layers behind', async () => {
  const server = await registry()
  server.push('shop/order', vulnerable, '1')
  server.fault('/manifests/', { delay: 30_000 })
  const root = repository({
    '.policy-gate/config.yaml': configuration([server.host]),
    'k8s/order.yaml': deployment('order', `${server.host}/shop/order:1`),
  })
  const [folder, home] = [temporary(), temporary()]
  const child = spawn(process.execPath, [built('cli.mjs'), 'scan', '--images', 'all', '--no-cache'], {
    cwd: root,
    env: { ...process.env, TMPDIR: mkdtempSync(join(folder, 'tmp-')), HOME: home },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  await expect.poll(() => server.count('/manifests/'), { timeout: 20_000 }).toBeGreaterThan(0)
  child.kill('SIGTERM')
  expect(await ended).toEqual([null, 'SIGTERM'])
  expect(readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)))).toEqual([])
}, 40_000)

it('a scan whose time is over ends, whatever registries are still asked', async () => {
  const server = await registry()
  const names = Array.from({ length: 40 }, (_, index) => `order${index}`)
  for (const name of names) server.push(`shop/${name}`, vulnerable, '1')
  server.fault('/manifests/', { delay: 120_000 })
  const root = repository({
    '.policy-gate/config.yaml': configuration([server.host], '  totalTimeout: 1\n'),
    ...Object.fromEntries(names.map((name) => [`k8s/${name}.yaml`, deployment(name, `${server.host}/shop/${name}:1`)])),
  })
  const child = spawn(process.execPath, [built('cli.mjs'), 'scan', '--images', 'all', '--no-cache'], {
    cwd: root,
    env: { ...process.env, HOME: temporary() },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [text, [code]] = await Promise.all([child.stdout.toArray(), once(child, 'exit')])
  expect([code, Buffer.concat(text).toString()]).toEqual([3, expect.stringContaining('40 of 40 images were not scanned')])
}, 40_000)
