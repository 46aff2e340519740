/** Keys with values, or with buckets of their own. */
export type Bucket = Map<string, string | Bucket>

const pageSize = 4096
const pageHeader = 16
const elementSize = 16
const flags = { leaf: 2, meta: 4, freelist: 16 }

/**
 * Gives a database file in the format of bbolt (go.etcd.io/bbolt, internal/common): pages of 4 KiB, numbers little-endian. Pages 0 and 1 say
 * where the root is, page 2 that nothing is free; then come leaf pages only, one with as many bytes as it needs for each bucket, so that
 * there are no branches. A bucket has at most 65,535 keys.
 */
export function boltFile(root: Bucket): Buffer {
  const pages: Buffer[] = []
  const next = () => 3 + pages.reduce((sum, page) => sum + page.length / pageSize, 0)
  const place = (bucket: Bucket): number => {
    const entries = [...bucket].map(([key, value]) => {
      const isBucket = typeof value !== 'string'
      return { key: Buffer.from(key), isBucket, value: isBucket ? bucketHeader(place(value)) : Buffer.from(value) }
    })
    const id = next()
    pages.push(
      leafPage(
        id,
        entries.sort((a, b) => Buffer.compare(a.key, b.key)),
      ),
    )
    return id
  }
  const id = place(root)
  const freelist = page(2, flags.freelist, 0, Buffer.alloc(0))
  return Buffer.concat([metaPage(0, id, next()), metaPage(1, id, next()), freelist, ...pages])
}

function leafPage(id: number, entries: { key: Buffer; isBucket: boolean; value: Buffer }[]): Buffer {
  const elements = Buffer.alloc(entries.length * elementSize)
  let at = elements.length
  for (const [index, { key, isBucket, value }] of entries.entries()) {
    const start = index * elementSize
    elements.writeUInt32LE(isBucket ? 1 : 0, start)
    // counted from the element itself
    elements.writeUInt32LE(at - start, start + 4)
    elements.writeUInt32LE(key.length, start + 8)
    elements.writeUInt32LE(value.length, start + 12)
    at += key.length + value.length
  }
  return page(id, flags.leaf, entries.length, Buffer.concat([elements, ...entries.flatMap(({ key, value }) => [key, value])]))
}

/** A page with its header, and as many more behind it as it needs. */
function page(id: number, flag: number, count: number, body: Buffer): Buffer {
  const size = Math.ceil((pageHeader + body.length) / pageSize)
  const bytes = Buffer.alloc(size * pageSize)
  bytes.writeBigUInt64LE(BigInt(id), 0)
  bytes.writeUInt16LE(flag, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(size - 1, 12)
  body.copy(bytes, pageHeader)
  return bytes
}

/** What stands in the place of a value: page of the root, and a sequence that nobody uses. */
function bucketHeader(root: number): Buffer {
  const header = Buffer.alloc(16)
  header.writeBigUInt64LE(BigInt(root), 0)
  return header
}

function metaPage(id: number, root: number, end: number): Buffer {
  const meta = Buffer.alloc(64)
  meta.writeUInt32LE(0xed0cdaed, 0)
  meta.writeUInt32LE(2, 4)
  meta.writeUInt32LE(pageSize, 8)
  meta.writeBigUInt64LE(BigInt(root), 16)
  meta.writeBigUInt64LE(2n, 32)
  meta.writeBigUInt64LE(BigInt(end), 40)
  // of two valid ones the one of the later transaction counts
  meta.writeBigUInt64LE(BigInt(id), 48)
  meta.writeBigUInt64LE(fnv1a(meta.subarray(0, 56)), 56)
  return page(id, flags.meta, 0, meta)
}

/** FNV-1a with 64 bits. */
function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash
}
