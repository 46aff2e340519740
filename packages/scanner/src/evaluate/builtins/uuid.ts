import { type Builtin, stringOperand } from './operands.ts'
import { RegoNumber, RegoObject, type Term } from './terms.ts'

/** 1582-10-15, where the clock of UUIDs begins, in steps of 100 ns before 1970. */
const epoch = 122_192_928_000_000_000n

/** `uuid.parse(x)`: version, variant, and for versions 1 and 2 what they carry; undefined when it is not one (`internal/uuid`). */
const parse: Builtin = (x) => {
  const bytes = uuidBytes(stringOperand(x, 1))
  if (bytes === undefined) return undefined
  const version = (bytes[6] as number) >> 4
  const entries: [Term, Term][] = [
    ['version', new RegoNumber(version)],
    ['variant', variant(bytes[8] as number)],
  ]
  if (version === 1 || version === 2) entries.push(...timeBased(bytes))
  if (version === 2) {
    const domain = bytes[9] as number
    entries.push(['id', new RegoNumber(bytes.readUInt32BE(0))], ['domain', ['Person', 'Group', 'Org'][domain] ?? `Domain${domain}`])
  }
  return new RegoObject(entries)
}

/** The forms that Go's `google/uuid` reads: plain, `urn:uuid:`, in braces, without dashes. */
function uuidBytes(text: string): Buffer | undefined {
  const dashed = /^(?:urn:uuid:)?([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i
  const inner = text.length === 38 ? text.slice(1, -1) : text
  const digits = dashed.exec(inner)?.slice(1).join('') ?? (/^[\da-f]{32}$/i.test(text) ? text : undefined)
  return digits === undefined || (text.length === 38 && inner.length !== 36) ? undefined : Buffer.from(digits, 'hex')
}

function variant(byte: number): string {
  if ((byte & 0xc0) === 0x80) return 'RFC4122'
  if ((byte & 0xe0) === 0xc0) return 'Microsoft'
  return (byte & 0xe0) === 0xe0 ? 'Future' : 'Reserved'
}

function timeBased(bytes: Buffer): [Term, Term][] {
  const low = BigInt(bytes.readUInt32BE(0))
  const time = low | (BigInt(bytes.readUInt16BE(4)) << 32n) | (BigInt(bytes.readUInt16BE(6) & 0xfff) << 48n)
  const node = bytes.subarray(10)
  const kinds = ['global:unicast', 'global:multicast', 'local:unicast', 'local:multicast']
  return [
    ['time', new RegoNumber(BigInt.asIntN(64, (time - epoch) * 100n))],
    ['clocksequence', new RegoNumber(bytes.readUInt16BE(8) & 0x3fff)],
    ['nodeid', node.toString('hex').match(/../g)?.join('-') ?? ''],
    ['macvariables', kinds[(node[0] as number) & 3] as string],
  ]
}

export const uuidBuiltins: Record<string, Builtin> = { 'uuid.parse': parse }
