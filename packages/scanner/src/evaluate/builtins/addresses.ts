import { isIPv4, isIPv6 } from 'node:net'
import { fail } from './operands.ts'

/** An IP network: `bits` 32 or 128, the address as it was written, the length of the prefix. */
export interface Network {
  bits: number
  address: bigint
  prefix: number
}

/** Go's `net.ParseIP`; an IPv4 address mapped into IPv6 counts as IPv4. Undefined for anything else, zones included. */
export function parseAddress(text: string): { bits: number; address: bigint } | undefined {
  if (isIPv4(text)) return { bits: 32, address: text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n) }
  if (!isIPv6(text) || text.includes('%')) return undefined
  const address = parseIPv6(text)
  return address >> 32n === 0xffffn ? { bits: 32, address: address & 0xffffffffn } : { bits: 128, address }
}

function parseIPv6(text: string): bigint {
  const groups = (part: string): bigint[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => {
          if (!group.includes('.')) return [BigInt(`0x${group}`)]
          const address = parseAddress(group)?.address ?? 0n
          return [address >> 16n, address & 0xffffn]
        })
  const [head = '', tail] = text.split('::')
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = new Array<bigint>(8 - left.length - right.length).fill(0n)
  return [...left, ...zeros, ...right].reduce((value, group) => (value << 16n) | group, 0n)
}

/** Go's `net.ParseCIDR`: the network with its host bits cleared. Undefined when the text is none. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/')
  const host = parseAddress(text.slice(0, Math.max(slash, 0)))
  const digits = text.slice(slash + 1)
  if (host === undefined || !/^\d+$/.test(digits)) return undefined
  // A mapped address is written with the prefix of IPv6.
  const written = text.includes(':') ? 128 : 32
  const prefix = Number(digits)
  if (prefix > written) return undefined
  const shorter = prefix - (written - host.bits)
  if (shorter < 0) return network({ bits: 128, address: (0xffffn << 32n) | host.address, prefix })
  return network({ ...host, prefix: shorter })
}

/** The operand of a built-in as network. */
export function networkOperand(text: string): Network {
  return parseNetwork(text) ?? fail(`invalid CIDR address: ${text}`)
}

function network(range: Network): Network {
  return { ...range, address: firstAddress(range) }
}

/** The first address of a network. */
export function firstAddress({ bits, address, prefix }: Network): bigint {
  const hostBits = BigInt(bits - prefix)
  return (address >> hostBits) << hostBits
}

/** The last address of a network. */
export function lastAddress(range: Network): bigint {
  return firstAddress(range) | ((1n << BigInt(range.bits - range.prefix)) - 1n)
}

/** Go's `IP.String`: dotted, or RFC 5952. */
export function formatAddress(bits: number, address: bigint): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.')
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  // The longest run of at least two zero groups, the first of equals, becomes `::`.
  const runs = groups.map((_, start) => {
    const end = groups.findIndex((group, i) => i >= start && group !== '0')
    return (end === -1 ? 8 : end) - start
  })
  const longest = Math.max(...runs)
  if (longest < 2) return groups.join(':')
  const start = runs.indexOf(longest)
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`
}
