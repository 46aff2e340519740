import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const pageSizes = { least: 1024, most: 65_536 }
const metaStart = 16
const checkedBytes = 56
const offset = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/**
 * What is wrong with a database file as a whole; undefined when its header is in order and the file is as long as the header says. A file that
 * was cut off would otherwise do as long as nobody asks for the part that is missing.
 * Format: bbolt (go.etcd.io/bbolt, internal/common/meta.go): two pages of meta data, of which one that is valid must be there.
 */
export function boltProblem(file: string): string | undefined {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const head = Buffer.alloc(2 * pageSizes.most)
    const length = readSync(descriptor, head, 0, head.length, 0)
    const first = endOf(head.subarray(0, length), 0)
    const end = first ?? [4096, 8192, 16_384, 65_536].map((at) => endOf(head.subarray(0, length), at)).find((one) => one !== undefined)
    if (end === undefined) return 'it is no database, or its beginning is damaged'
    return BigInt(size) < end ? `it has ${size} bytes of ${end}, so the download was cut off` : undefined
  } finally {
    closeSync(descriptor)
  }
}

/** Where the pages that are in use end, by the meta page at an offset; undefined when it is not valid. */
function endOf(head: Buffer, at: number): bigint | undefined {
  const meta = head.subarray(at + metaStart, at + metaStart + checkedBytes + 8)
  if (meta.length < checkedBytes + 8 || meta.readUInt32LE(0) !== 0xed0cdaed || meta.readUInt32LE(4) !== 2) return undefined
  const pageSize = meta.readUInt32LE(8)
  let hash = offset
  for (const byte of meta.subarray(0, checkedBytes)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  if (hash !== meta.readBigUInt64LE(checkedBytes) || pageSize < pageSizes.least) return undefined
  return meta.readBigUInt64LE(40) * BigInt(pageSize)
}
