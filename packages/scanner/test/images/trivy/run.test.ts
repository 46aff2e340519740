import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { runEnvironment } from '../../../src/images/trivy/environment.ts'
import { type RunOptions, runTrivy } from '../../../src/images/trivy/run.ts'
import { fakeTrivy, freshFolder } from '../support/trivy.ts'

const posix = describe.skipIf(process.platform === 'win32')

function run(script: string, options: Partial<RunOptions> = {}) {
  return runTrivy({
    program: fakeTrivy(script),
    args: [],
    cwd: freshFolder('cwd'),
    env: { PATH: '/usr/bin:/bin' },
    timeout: 20,
    memory: 512,
    ...options,
  })
}

posix('a run', () => {
  it('ends by itself', async () => {
    expect(await run('echo out; printf "t\\tWARN\\tcareful\\n" >&2; exit 3')).toMatchObject({
      end: 'exit',
      code: 3,
      stdout: 'out\n',
      log: { notes: ['t\tWARN\tcareful'] },
    })
  })

  it('is ended at its deadline, with everything that it started', async () => {
    const folder = freshFolder('pids')
    const result = await run(`sleep 60 & echo $! > ${folder}/pid; sleep 60`, { timeout: 0.5 })
    expect(result).toMatchObject({ end: 'timeout', code: null })
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    await wait(100)
    // a zombie that nobody has waited for yet is gone as well
    const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] : 'Z'
    expect(state).toBe('Z')
  })

  it('leaves nothing running behind', async () => {
    const folder = freshFolder('pids')
    await run(`sleep 60 >/dev/null 2>&1 & echo $! > ${folder}/pid; exit 0`)
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    await wait(100)
    const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] : 'Z'
    expect(state).toBe('Z')
  })

  it.skipIf(process.platform !== 'linux')('is ended when it takes more memory than it may', async () => {
    const script = `exec ${process.execPath} -e 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2 ** 24, 1)), 5)'`
    const result = await run(script, { memory: 200 })
    expect(result.end).toBe('memory')
    expect(result.peak).toBeGreaterThan(200 * 2 ** 20)
  })

  it('that somebody else ends says so', async () => {
    expect(await run('kill -9 $$')).toMatchObject({ end: 'killed', killedBy: 'SIGKILL' })
  })

  it('can be called off, before and while it runs', async () => {
    expect(await run('sleep 60', { signal: AbortSignal.abort() })).toMatchObject({ end: 'aborted' })
    expect(await run('sleep 60', { signal: AbortSignal.timeout(200) })).toMatchObject({ end: 'aborted' })
  })

  it('of a program that is not there', async () => {
    expect(await run('', { program: '/nowhere/trivy' })).toMatchObject({ end: 'not-started', stdout: expect.stringContaining('ENOENT') })
  })

  it('that writes without end keeps a bounded part', async () => {
    const result = await run('yes 0123456789 | head -c 30000000; yes 0123456789 | head -c 30000000 >&2')
    expect(result.stdout.length).toBeLessThanOrEqual(1024 * 1024)
    expect(result.log.tail.length).toBeLessThanOrEqual(120)
  })
})

describe('its environment', () => {
  it('is made anew: folders of its own, no program, no settings, no tokens, nobody to connect to', () => {
    const before = { ...process.env }
    Object.assign(process.env, {
      TRIVY_SEVERITY: 'LOW',
      GITHUB_TOKEN: 'secret',
      DOCKER_HOST: 'unix:///x',
      AWS_SECRET_ACCESS_KEY: 'secret',
      HTTPS_PROXY: 'http://proxy.example',
    })
    try {
      const folder = freshFolder('environment')
      const { SystemRoot: _windows, ...environment } = runEnvironment(folder, { memory: 1000, reach: 'none' })
      expect(Object.keys(environment).sort()).toEqual([
        ...['DOCKER_CONFIG', 'GOMEMLIMIT', 'HOME', 'HTTPS_PROXY', 'HTTP_PROXY', 'LC_ALL', 'PATH', 'TEMP', 'TMP', 'TMPDIR', 'USERPROFILE'],
        ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'http_proxy', 'https_proxy'],
      ])
      expect(environment).toMatchObject({ PATH: '', GOMEMLIMIT: '900MiB', HTTPS_PROXY: 'http://127.0.0.1:9' })
      for (const name of ['HOME', 'TMPDIR', 'DOCKER_CONFIG']) expect(environment[name]).toContain(folder)
      expect(runEnvironment(folder, { memory: 1, reach: 'download' })).toMatchObject({ HTTPS_PROXY: 'http://proxy.example' })
      expect(runEnvironment(folder, { memory: 1, reach: { host: 'trivy.example:8443' }, token: 'word' })).toMatchObject({
        TRIVY_TOKEN: 'word',
        HTTPS_PROXY: 'http://127.0.0.1:9',
        NO_PROXY: 'trivy.example:8443',
      })
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
      Object.assign(process.env, before)
    }
  })
})
