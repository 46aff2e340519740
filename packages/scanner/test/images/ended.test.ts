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
