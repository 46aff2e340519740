import { firstAddress, formatAddress, lastAddress, type Network, networkOperand, parseAddress, parseNetwork } from './addresses.ts'
import { type Builtin, fail, stringOperand } from './operands.ts'
import { RegoNumber, RegoObject, RegoSet, type Term } from './terms.ts'

/** The most addresses that `net.cidr_expand` lists; OPA would go on until its deadline. */
const largestExpansion = 1n << 20n

/** `net.cidr_expand(cidr)`: the set of its addresses (`v1/topdown/cidr.go`). Ends the evaluation above a million. */
const expand: Builtin = (cidr) => {
  const network = networkOperand(stringOperand(cidr, 1))
  const [first, last] = [firstAddress(network), lastAddress(network)]
  if (last - first >= largestExpansion) throw new RangeError(`net.cidr_expand: ${cidr} has too many addresses`)
  return new RegoSet(Array.from({ length: Number(last - first) + 1 }, (_, i) => formatAddress(network.bits, first + BigInt(i))))
}

/** `net.cidr_is_valid(cidr)`: also false for anything but a string. */
const isValid: Builtin = (cidr) => typeof cidr === 'string' && parseNetwork(cidr) !== undefined

/** `net.cidr_contains_matches(cidrs, cidrs_or_ips)`: pairs of keys where the first contains the second. */
const containsMatches: Builtin = (cidrs, others) => {
  const matches: Term[] = []
  for (const [outer, outerKey] of collection(cidrs)) {
    for (const [inner, innerKey] of collection(others)) if (contains(outer, inner)) matches.push([outerKey, innerKey])
  }
  return new RegoSet(matches)
}

/** Address and key of each: a string is its own key, an array's item has its position, an object's its key. */
function collection(term: Term | undefined): [Term, Term][] {
  if (typeof term === 'string') return [[term, term]]
  if (Array.isArray(term)) return term.map((item, i) => [matched(item), new RegoNumber(i)])
  if (term instanceof RegoSet) return term.items.map((item) => [matched(item), item])
  return term instanceof RegoObject ? term.entries.map(([key, item]) => [matched(item), key]) : []
}

function matched(item: Term): Term {
  const first = Array.isArray(item) ? item[0] : item
  return typeof item === 'string' || (Array.isArray(item) && first !== undefined)
    ? (first as Term)
    : fail('element must be string or non-empty array')
}

/** `net.cidr_contains`, which is native but for `net.cidr_contains_matches`. */
function contains(cidr: Term, other: Term): boolean {
  const outer = networkOperand(stringOperand(cidr, 1))
  const text = stringOperand(other, 1)
  const address = parseAddress(text)
  const inner: Network = address === undefined ? networkOperand(text) : { ...address, prefix: address.bits }
  return inner.bits === outer.bits && firstAddress(outer) <= firstAddress(inner) && lastAddress(inner) <= lastAddress(outer)
}

/**
 * `net.cidr_merge(cidrs)`: the smallest set of networks with the same addresses. A bare IPv4 address stands for its class's network, as Go's
 * `IP.DefaultMask` has it; a network that nothing was merged with stays as it was written.
 */
const merge: Builtin = (cidrs) => {
  const items = cidrs instanceof RegoSet ? cidrs.items : cidrs
  if (!Array.isArray(items)) return fail('operand must be an array')
  const ranges = items.map(toRange).sort((a, b) => a.bits - b.bits || order(a.last, b.last) || order(a.first, b.first))
  for (let i = ranges.length - 1; i > 0; i--) {
    const [previous, current] = [ranges[i - 1] as Range, ranges[i] as Range]
    if (previous.bits !== current.bits || current.first > previous.last + 1n) continue
    const first = [previous.first, current.first].sort(order)[0] as bigint
    ranges.splice(i - 1, 2, { bits: current.bits, first, last: current.last, text: undefined })
  }
  return new RegoSet(ranges.flatMap((range) => (range.text === undefined ? cover(range) : [range.text])))
}

interface Range {
  bits: number
  first: bigint
  last: bigint
  /** Only of a network that was not merged. */
  text: string | undefined
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function toRange(item: Term): Range {
  const text = stringOperand(item, 1)
  const address = parseAddress(text)
  const network = address === undefined ? networkOperand(text) : { ...address, prefix: defaultPrefix(address) }
  const written = `${formatAddress(network.bits, network.address)}/${network.prefix}`
  return { bits: network.bits, first: firstAddress(network), last: lastAddress(network), text: written }
}

function defaultPrefix({ bits, address }: { bits: number; address: bigint }): number {
  if (bits === 128) return fail('IPv6 invalid: needs prefix length')
  const first = address >> 24n
  return first < 0x80n ? 8 : first < 0xc0n ? 16 : 24
}

/** The fewest networks that together are a range: the largest one that begins here and does not pass the end, again and again. */
function cover({ bits, first, last }: Range): string[] {
  const networks: string[] = []
  for (let address = first; address <= last; ) {
    let size = 0
    const next = () => 1n << BigInt(size + 1)
    while (size < bits && address % next() === 0n && address + next() - 1n <= last) size++
    networks.push(`${formatAddress(bits, address)}/${bits - size}`)
    address += 1n << BigInt(size)
  }
  return networks
}

export const netBuiltins: Record<string, Builtin> = {
  'net.cidr_expand': expand,
  'net.cidr_is_valid': isValid,
  'net.cidr_contains_matches': containsMatches,
  'net.cidr_merge': merge,
}
