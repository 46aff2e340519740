import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Networks that a registry on the internet cannot be in (IANA's special-purpose registries): `private` ones an organisation may have a
 * registry in; in `never` there is none for anybody, but there are addresses that hand out the credentials of a machine in a cloud.
 */
const networks = {
  private: {
    ipv4: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15'],
    ipv6: ['::1/128', 'fc00::/7', 'fec0::/10'],
  },
  never: {
    ipv4: [
      '0.0.0.0/8',
      '100.100.100.200/32',
      '169.254.0.0/16',
      '192.0.0.0/24',
      '192.0.2.0/24',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '224.0.0.0/3',
    ],
    ipv6: ['::/128', '100::/64', '2001:db8::/32', 'fd00:ec2::254/128', 'fd20:ce::254/128', 'fe80::/10', 'ff00::/8'],
  },
}

function blockList({ ipv4, ipv6 }: { ipv4: string[]; ipv6: string[] }): BlockList {
  const list = new BlockList()
  const add = (network: string, type: 'ipv4' | 'ipv6') => {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), type)
  }
  for (const network of ipv6) add(network, 'ipv6')
  for (const network of ipv4) {
    add(network, 'ipv4')
    const [address = '', bits] = network.split('/')
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
    const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
    // the same networks as gateways write them (NAT64, 6to4); BlockList knows ::ffff:0:0/96 itself
    add(`64:ff9b::${hex}/${96 + Number(bits)}`, 'ipv6')
    add(`2002:${hex}::/${16 + Number(bits)}`, 'ipv6')
  }
  return list
}

const lists = { private: blockList(networks.private), never: blockList(networks.never) }

/** Where an address leads: into the internet, into a private network or the machine itself, or where no registry can be. */
export function reachOf(address: string): 'public' | 'private' | 'never' {
  const version = isIP(address)
  if (version === 0) return 'never'
  const type = version === 4 ? 'ipv4' : 'ipv6'
  if (lists.never.check(address, type)) return 'never'
  return lists.private.check(address, type) ? 'private' : 'public'
}

/** A name that leads, or an address that is, where nothing must be asked. */
export class AddressError extends Error {
  readonly code = 'ERR_ADDRESS_REFUSED'
}

/** Refuses an address in place of a name; Node does not look those up. @throws AddressError */
export function checkLiteral(hostname: string, options: { isPrivateAllowed: boolean }): void {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !isAllowed(address, options.isPrivateAllowed)) throw new AddressError(address)
}

/**
 * A look-up that gives only addresses that may be asked. Node connects to what it gives, so a name cannot lead elsewhere between a check
 * and the connection.
 */
export function guardedLookup(options: { isPrivateAllowed: boolean }): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0)
      let allowed: LookupAddress[]
      try {
        allowed = checkFound(found, options)
      } catch (refused) {
        return callback(refused as AddressError, '', 0)
      }
      if (lookupOptions.all) (callback as unknown as (error: null, addresses: LookupAddress[]) => void)(null, allowed)
      else callback(null, allowed[0]!.address, allowed[0]!.family)
    })
  }
}

/** Refuses a name of which no address may be asked. @throws AddressError */
export function checkFound(found: LookupAddress[], options: { isPrivateAllowed: boolean }): LookupAddress[] {
  const allowed = found.filter(({ address }) => isAllowed(address, options.isPrivateAllowed))
  if (allowed.length === 0) throw new AddressError(found[0]?.address)
  return allowed
}

function isAllowed(address: string, isPrivateAllowed: boolean): boolean {
  const reach = reachOf(address)
  return reach === 'public' || (reach === 'private' && isPrivateAllowed)
}
