/** Registries of the tests and what opens them as the product does. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { RegistrySettings } from '../../../src/config/config.ts'
import { type ImageReference, parseImage } from '../../../src/images/reference.ts'
import { openRegistries, type Registries, type RegistriesOptions } from '../../../src/images/registry/registries.ts'
import { type Registry, type RegistryOptions, startRegistry } from '../support/registry-server.ts'

const closings: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

/** A registry that ends with the test. */
export async function registry(options: RegistryOptions = {}): Promise<Registry> {
  const started = await startRegistry(options)
  closings.push(() => started.close())
  return started
}

/** A folder that ends with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'registry-test-'))
  closings.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Quick waits; no variable of the machine. */
export function open(registries: RegistrySettings[], options: Partial<RegistriesOptions> = {}): Registries {
  const opened = openRegistries({
    settings: { registries, ...options.settings },
    environment: { HOME: folder(), ...options.environment },
    temporary: folder(),
    ...(options.root === undefined ? {} : { root: options.root }),
    ...(options.offline === undefined ? {} : { offline: options.offline }),
    limits: { firstWait: 5, longestWait: 1500, idle: 400, answer: 2000, ...options.limits },
  })
  closings.push(() => opened.close())
  return opened
}

/** The setting that allows a registry of the tests. */
export function plain(...hosts: string[]): RegistrySettings[] {
  return hosts.map((name) => ({ name, plainHttp: true }))
}

export function reference(text: string): ImageReference {
  return parseImage(text)!
}

/** The sentence and the code of the failure; fails when there is none. */
export async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await promise
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return { code, message }
  }
  throw new Error('it did not fail')
}

export const amd64 = { os: 'linux', architecture: 'amd64' }
