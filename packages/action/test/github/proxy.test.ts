import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { fakeGitHub } from './publication.ts'

const client = join(import.meta.dirname, '..', '..', 'src', 'github', 'client.ts')

/** A program of its own, because the variables of a proxy are read when the client is loaded. */
const program = `
const { openGitHub } = await import(process.argv[1])
const quiet = () => {}
const log = { info: console.log, debug: quiet, notice: quiet, warning: quiet, error: quiet }
const github = openGitHub({ token: 'ghs_fake', apiUrl: process.env.GITHUB_API_URL, log, second: 1, timeout: 5000 })
const { data } = await github.rest.issues.listComments({ owner: 'cloudmart', repo: 'shop', issue_number: 7 })
console.log('comments: ' + data.length)
`

it.each([
  ['goes through the proxy of the environment', {}, ['api.github.test:80']],
  ['does not where the environment excepts the server', { no_proxy: 'github.test' }, []],
])('%s', async (_, env, expected) => {
  const fake = await fakeGitHub()
  const tunnels: string[] = []
  const proxy = createServer().on('connect', (request, socket) => {
    tunnels.push(request.url ?? '')
    const onward = connect(Number(new URL(fake.apiUrl).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [socket, onward]) end.on('error', () => onward.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  try {
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const variables = { PATH: process.env.PATH, GITHUB_API_URL: 'http://api.github.test', http_proxy: address, ...env }
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, client], { env: variables })
    if (expected.length > 0) expect((await run).stdout).toBe('comments: 0\n')
    else await expect(run).rejects.toThrow(/ENOTFOUND|EAI_AGAIN|getaddrinfo/)
    expect(tunnels).toEqual(expected)
  } finally {
    proxy.closeAllConnections()
    proxy.close()
  }
})
