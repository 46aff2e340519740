import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { alpine, makeImage } from '../support/image-maker.ts'
import type { Fault, Registry } from '../support/registry-server.ts'
import { amd64, failureOf, open, plain, reference, registry } from './harness.ts'

const image = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })

async function shop(): Promise<Registry> {
  const server = await registry()
  server.push('shop', image, '1', '2')
  return server
}

test.each<{ name: string; fault: Fault; requests: number; code: string; message: RegExp }>([
  { name: '404', fault: { status: 404 }, requests: 1, code: 'not-found', message: /does not have it \(404\): check repository and tag\.$/ },
  { name: '429', fault: { status: 429 }, requests: 4, code: 'rate-limited', message: /wants to be asked less often \(429\): sign in/ },
  {
    name: '429 for long',
    fault: { status: 429, headers: { 'Retry-After': '3600' } },
    requests: 1,
    code: 'rate-limited',
    message: /\(429, again in 3600 s\)/,
  },
  { name: '500', fault: { status: 500 }, requests: 4, code: 'unreachable', message: /an error of its own \(500\): try again later/ },
  { name: '503', fault: { status: 503, headers: { 'Retry-After': '0' } }, requests: 4, code: 'unreachable', message: /\(503\)/ },
  { name: '418', fault: { status: 418 }, requests: 1, code: 'invalid', message: /answers with 418: check that it is a registry/ },
  { name: 'no answer', fault: { delay: 5000 }, requests: 4, code: 'unreachable', message: /does not answer in time: check the network/ },
  { name: 'a closed connection', fault: { drop: true }, requests: 4, code: 'unreachable', message: /has broken off the transfer/ },
  { name: 'half an answer', fault: { cutAfter: 30 }, requests: 4, code: 'unreachable', message: /has broken off the transfer/ },
  { name: 'an endless answer', fault: { endless: true }, requests: 1, code: 'too-large', message: /more than 4194304 bytes/ },
  { name: 'a huge answer', fault: { body: Buffer.alloc(5 * 2 ** 20, ' ') }, requests: 1, code: 'too-large', message: /4194304 bytes/ },
])('$name: a sentence that names image and registry', async ({ fault, requests, code, message }) => {
  const server = await shop()
  server.fault('/manifests/', fault)
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure.code).toBe(code)
  expect(failure.message).toMatch(message)
  expect(failure.message.startsWith(`${server.host}/shop:1: the registry ${server.host} `)).toBe(true)
  expect(server.requests).toHaveLength(requests)
})

test.each<{ name: string; fault: Fault }>([
  { name: '429', fault: { status: 429, headers: { 'Retry-After': '1' } } },
  { name: '502', fault: { status: 502 } },
  { name: 'half an answer', fault: { cutAfter: 30 } },
  { name: 'no answer', fault: { delay: 5000 } },
])('$name once is got over', async ({ fault }) => {
  const server = await shop()
  server.fault('/manifests/', { ...fault, times: 1 })
  const start = performance.now()
  const found = await open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64)
  expect(found.manifest).toBe(image.manifest.digest)
  if (fault.headers !== undefined) expect(performance.now() - start).toBeGreaterThan(990)
})

test('bytes that only trickle end with the time for an answer', async () => {
  const server = await shop()
  const timer = createServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.manifest.v1+json\r\n\r\n')
    const trickle = setInterval(() => socket.write(' '), 20)
    socket.on('error', () => {}).on('close', () => clearInterval(trickle))
  })
  await new Promise<void>((resolve) => timer.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(timer.address() as { port: number }).port}`
  const registries = open(plain(host), { limits: { answer: 300, attempts: 2 } })
  const failure = await failureOf(registries.resolve(reference(`${host}/shop:1`), amd64))
  expect(failure).toMatchObject({ code: 'unreachable', message: expect.stringContaining('does not answer in time') })
  timer.close()
  expect(server.requests).toEqual([])
})

test('a registry that wants to be left alone is left alone', async () => {
  const server = await shop()
  server.fault('/manifests/', { status: 429 })
  const registries = open(plain(server.host), { limits: { parallel: 1 } })
  const results = await Promise.all(['1', '2'].map((tag) => failureOf(registries.resolve(reference(`${server.host}/shop:${tag}`), amd64))))
  expect(results.map(({ code }) => code)).toEqual(['rate-limited', 'rate-limited'])
  const asked = server.requests.length
  expect((await failureOf(registries.resolve(reference(`${server.host}/shop:3`), amd64))).message).toContain(`${server.host}/shop:3: `)
  expect(server.requests).toHaveLength(asked)
})

test('what one request is told to wait, all others wait too', async () => {
  const server = await shop()
  server.fault('/manifests/1', { status: 429, headers: { 'Retry-After': '1' }, times: 1 })
  const registries = open(plain(server.host), { limits: { parallel: 1 } })
  const start = performance.now()
  const first = registries.resolve(reference(`${server.host}/shop:1`), amd64)
  while (server.requests[0]?.status !== 429) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 50))
  await registries.resolve(reference(`${server.host}/shop:2`), amd64)
  expect(performance.now() - start).toBeGreaterThan(950)
  await first
})

test('a registry that is not there is looked for once', async () => {
  const server = await registry()
  await server.close()
  const registries = open(plain(server.host))
  const first = await failureOf(registries.resolve(reference(`${server.host}/shop:1`), amd64))
  expect(first).toEqual({
    code: 'unreachable',
    message: `${server.host}/shop:1: the registry ${server.host} cannot be reached (ECONNREFUSED): check the network, or try again later.`,
  })
  const start = performance.now()
  expect((await failureOf(registries.resolve(reference(`${server.host}/shop:2`), amd64))).code).toBe('unreachable')
  expect(performance.now() - start).toBeLessThan(5)
})

test('a server that does not speak HTTP, and one that does not speak TLS', async () => {
  const odd = createServer((socket) => socket.on('error', () => {}).end('220 mail.example ESMTP\r\n'))
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(odd.address() as { port: number }).port}`
  const http = await failureOf(open(plain(host)).resolve(reference(`${host}/shop:1`), amd64))
  expect(http).toMatchObject({ code: 'invalid', message: expect.stringContaining('does not answer in HTTP') })
  odd.close()
  const server = await shop()
  const tls = await failureOf(open([{ name: server.host }]).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(tls).toMatchObject({ code: 'unreachable', message: expect.stringContaining('does not speak TLS: set plainHttp for it') })
})

test('no more requests at once than allowed', async () => {
  const server = await registry()
  for (let i = 0; i < 12; i++) server.push(`shop-${i}`, image, '1')
  server.fault('/manifests/', { delay: 50 })
  const registries = open(plain(server.host), { limits: { parallel: 3 } })
  const start = performance.now()
  await Promise.all(Array.from({ length: 12 }, (_, i) => registries.resolve(reference(`${server.host}/shop-${i}:1`), amd64)))
  // 12 manifests, three at once
  expect(performance.now() - start).toBeGreaterThan(190)
})
